"""What the pages of a certified count show: rows with their sentences, charts, turnout by place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from butce.models import Count, Cycle, Envelope, EnvelopeResult, ProjectResult
from konsey import numbers
from konsey.drawing import Chart, Point, Tile
from konsey.models import District, Neighbourhood
from sandik.models import Paper

KURUS = 100


@dataclass(frozen=True)
class Row:
    """One project in the table of an envelope's result."""

    title: str
    url: str
    number: int
    place: int | None
    votes: int
    score: int
    cost: int
    sentence: str
    price: str = ""


@dataclass(frozen=True)
class Standing:
    """The result of one envelope, ready to be shown. ``left`` in kuruş is what nobody got."""

    result: EnvelopeResult
    envelope: Envelope
    winners: Sequence[Row]
    losers: Sequence[Row]

    @property
    def left(self) -> int:
        return self.envelope.amount - self.result.spent

    @property
    def parts(self) -> list[int]:
        return [row.cost for row in self.winners]

    @property
    def served(self) -> float | None:
        """Per cent of the voters that have at least one project among the winners; None where it is suppressed."""
        return served_percent(self.result.outcome.get("distribution"))

    @property
    def is_scored(self) -> bool:
        return any(row.score != row.votes for row in (*self.winners, *self.losers))

    @property
    def is_shares(self) -> bool:
        return self.result.rule.startswith("mes")


def served_percent(distribution: Sequence[int] | None) -> float | None:
    total = sum(distribution or ())
    return 100 - 100 * distribution[0] / total if distribution and total else None


def standings(count: Count) -> list[Standing]:
    """Return every envelope of a count with its projects; two queries, and never the files."""
    rows: dict[int, list[ProjectResult]] = {}
    lines = ProjectResult.objects.filter(result__count=count).select_related("proposal")
    for line in lines.order_by("place", "-score", "-votes", "proposal__ballot_number"):
        rows.setdefault(line.result_id, []).append(line)
    results = count.results.defer("file").select_related("envelope").order_by("envelope__position", "pk")
    return [standing(count.cycle, result, rows.get(result.pk, [])) for result in results]


def standing(cycle: Cycle, result: EnvelopeResult, lines: Iterable[ProjectResult]) -> Standing:
    rows = [_row(cycle, line) for line in lines]
    won = sorted((row for row in rows if row.place is not None), key=lambda row: row.place or 0)
    return Standing(result, result.envelope, won, [row for row in rows if row.place is None])


def _row(cycle: Cycle, line: ProjectResult) -> Row:
    project, said = line.proposal, line.explanation
    project.cycle = cycle
    return Row(
        title=project.title,
        url=project.get_absolute_url(),
        number=project.number or 0,
        place=line.place,
        votes=line.votes,
        score=line.score,
        cost=project.cost or 0,
        sentence=said.get("sentence", ""),
        price=said.get("price_text", ""),
    )


def votes_chart(found: Standing) -> Chart:
    """Every project by its score; winners carry their place."""
    unit = _("puan") if found.envelope.ballot_kind in {Paper.Kind.POINTS, Paper.Kind.RANKING} else _("oy")
    rows = sorted((*found.winners, *found.losers), key=lambda row: (-row.score, row.place or 10_000))
    points = [
        Point(f"{row.title} ✓" if row.place else row.title, row.score, f"{numbers.number(row.score)} {unit}")
        for row in rows
    ]
    return Chart(_("Projelerin aldığı oylar"), _("Proje"), _("Oy"), points, note=_("✓ işaretli projeler kazandı."))


def distribution_chart(distribution: Sequence[int]) -> Chart:
    """How many voters got 0, 1, 2 … of the projects they chose."""
    total = sum(distribution) or 1
    points = [
        Point(_wins(number), voters, f"{numbers.number(voters)} ({numbers.percent(round(100 * voters / total, 1))})")
        for number, voters in enumerate(distribution)
    ]
    return Chart(_("Oy kullananların seçtiği projelerden kaçı kazandı"), _("Kazanan projesi"), _("Oy kullanan"), points)


def _wins(number: int) -> str:
    if number == 0:
        return _("Hiçbiri")
    return ngettext("%d proje", "%d proje", number) % number


@dataclass(frozen=True)
class Comparison:
    """The same ballots counted by the other family of rules."""

    label: str
    won: int
    spent: int
    served: float | None
    only_here: Sequence[Row]
    only_there: Sequence[Row]
    prefer_here: int
    prefer_there: int
    is_same: bool


def comparison(found: Standing) -> Comparison | None:
    """Return the other count; None where there are too few ballots to compare."""
    other: Mapping[str, Any] | None = found.result.outcome.get("other")
    if other is None:
        return None
    rows = {str(row.number): row for row in (*found.winners, *found.losers)}
    here, there = other["only_here"], other["only_there"]
    return Comparison(
        label=Cycle.Rule(other["rule"]).label,
        won=len(other["winners"]),
        spent=other["spent"],
        served=served_percent(other["distribution"]),
        only_here=[rows[number] for number in here],
        only_there=[rows[number] for number in there],
        prefer_here=other["prefer_here"],
        prefer_there=other["prefer_there"],
        is_same=not here and not there,
    )


@dataclass(frozen=True)
class Shares:
    """What Equal Shares says of the money: every voter's part at the start and in the run that decided."""

    start: str
    final: str
    runs: int
    step: str


def shares(found: Standing) -> Shares | None:
    outcome = found.result.outcome
    if "share" not in outcome:
        return None
    return Shares(_lira(outcome["start_share"]), _lira(outcome["share"]), outcome["runs"], _lira(outcome["step"]))


def _lira(written: str) -> str:
    """An exact number of lira, rounded down to kuruş for reading."""
    return numbers.money_of_kurus(int(Fraction(written or "0") * KURUS))


# --- turnout by place ---


@dataclass(frozen=True)
class Turnout:
    """Voters of one place by the way they took."""

    name: str
    url: str
    online: int
    desk: int

    @property
    def total(self) -> int:
        return self.online + self.desk


def districts_turnout(results: Iterable[EnvelopeResult], address: str) -> tuple[list[Tile], list[Turnout]]:
    """Return the tile map and the equal list of districts; ``address`` is the page with ``?ilce=``. One query."""
    sums: dict[str, list[int]] = {}
    for result in results:
        for area, (online, desk) in result.turnout.items():
            own = sums.setdefault(area.partition("/")[0], [0, 0])
            own[0], own[1] = own[0] + online, own[1] + desk
    districts = list(District.objects.alphabetical())
    places = [_turnout(each.name, f"{address}?ilce={each.slug}#katilim", sums.get(each.slug)) for each in districts]
    tiles = [
        Tile(each.tile_column, each.tile_row, each.name, place.url, numbers.number(place.total), place.total)
        for each, place in zip(districts, places, strict=True)
    ]
    return tiles, [place for place in places if place.total]


def neighbourhoods_turnout(result: EnvelopeResult, district: District) -> list[Turnout]:
    """Return the neighbourhoods of a district in which somebody voted; one query."""
    places = Neighbourhood.objects.filter(district=district).alphabetical()
    found = [
        _turnout(name, "", result.turnout.get(f"{district.slug}/{slug}"))
        for name, slug in places.values_list("name", "slug")
    ]
    return [place for place in found if place.total]


def _turnout(name: str, url: str, voters: Sequence[int] | None) -> Turnout:
    online, desk = voters or (0, 0)
    return Turnout(name, url, online, desk)
