"""The import of districts and neighbourhoods: the only writer of the two tables.

Rows are matched by their natural key (district name; district and neighbourhood name). A row whose name is new but
whose source number belongs to a row the file no longer names is that row under a new name: it keeps its people. A row
the file no longer has is reported and kept, because residences, bodies and votes point at it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from konsey import audit, text
from konsey.models import District, Neighbourhood, User
from konsey.services import placefiles

FOLDER = Path(settings.BASE_DIR) / "data"
audit.name_actions({"places.imported": _("İlçe ve mahalleler güncellendi")})

DISTRICT_FIELDS = ("name", "slug", "population", "area_km2", "source_id", "tile_column", "tile_row")
NEIGHBOURHOOD_FIELDS = ("district", "name", "slug", "population", "postal_code", "source_id")


@dataclass
class Outcome:
    """What the import did to one table. Names are for the report."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    renamed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def changes(self) -> int:
        return self.created + self.updated


@dataclass(frozen=True)
class Report:
    districts: Outcome
    neighbourhoods: Outcome


@transaction.atomic
def import_places(*, by: User | None = None, folder: Path = FOLDER) -> Report:
    """Bring both tables to what the files in ``folder`` say. Raises `Refused` naming the lines that are wrong."""
    district_rows, neighbourhood_rows = placefiles.read(folder)
    with connection.cursor() as cursor:  # a second import waits and then finds nothing to do
        cursor.execute("LOCK TABLE konsey_district, konsey_neighbourhood IN SHARE ROW EXCLUSIVE MODE")
    districts = _reconcile(
        District.objects.all(),
        [{**row, "slug": text.slug(str(row["name"]))} for row in district_rows],
        DISTRICT_FIELDS,
        key=lambda name, **_values: (name,),
    )
    by_name = {district.name: district for district in District.objects.all()}
    neighbourhoods = _reconcile(
        Neighbourhood.objects.select_related("district"),
        [
            {**row, "district": by_name[str(row["district"])], "slug": text.slug(str(row["name"]))}
            for row in neighbourhood_rows
        ],
        NEIGHBOURHOOD_FIELDS,
        key=lambda name, district, **_values: (district.pk, name),
    )
    if districts.changes or neighbourhoods.changes:
        audit.record(
            by=by,
            action="places.imported",
            after={
                "districts_created": districts.created,
                "districts_updated": districts.updated,
                "neighbourhoods_created": neighbourhoods.created,
                "neighbourhoods_updated": neighbourhoods.updated,
                "renamed": districts.renamed + neighbourhoods.renamed,
                "missing": districts.missing + neighbourhoods.missing,
            },
        )
    return Report(districts, neighbourhoods)


def _reconcile(
    existing: models.QuerySet,
    rows: Iterable[dict[str, object]],
    fields: tuple[str, ...],
    *,
    key: Callable[..., tuple[object, ...]],
) -> Outcome:
    """Create, update and report one table's rows in a fixed number of queries."""
    wanted = {key(**row): row for row in rows}
    stored = {key(**_values(place, fields)): place for place in existing}
    orphans = {place.source_id: place for natural, place in stored.items() if natural not in wanted}
    outcome, created, updated = Outcome(), [], []
    for natural, row in wanted.items():
        place = stored.get(natural) or orphans.pop(row["source_id"], None)
        if place is None:
            created.append(existing.model(**row))
        elif _values(place, fields) == row:
            outcome.unchanged += 1
        else:
            if natural not in stored:
                outcome.renamed.append(f"{place} → {row['name']}")
            for name, value in row.items():
                setattr(place, name, value)
            updated.append(place)
    outcome.created, outcome.updated = len(created), len(updated)
    outcome.missing = sorted((str(place) for place in orphans.values()), key=text.sort_key)
    existing.model.objects.bulk_update(updated, fields, batch_size=500)
    existing.model.objects.bulk_create(created, batch_size=500)
    return outcome


def _values(place: models.Model, fields: tuple[str, ...]) -> dict[str, object]:
    return {name: getattr(place, name) for name in fields}
