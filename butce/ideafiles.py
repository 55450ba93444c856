"""Ideas from paper forms, collected at neighbourhood meetings, as a CSV file: read and checked line by line."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from butce.forms.money import LiraField
from butce.models import Category, Cycle, Proposal
from konsey import csvfiles, text
from konsey.errors import Refused
from konsey.models import Neighbourhood

COLUMNS = ("baslik", "sorun", "oneri", "kimler", "konu", "ilce", "mahalle", "bedel", "ad")
MOST_ROWS = 2_000


@dataclass(frozen=True)
class PaperIdea:
    """One good line. ``cost_guess`` in kuruş; ``author_name`` as the person wants to be shown, empty for none."""

    title: str
    problem: str
    body: str
    beneficiaries: str
    category: Category
    neighbourhood: Neighbourhood | None
    cost_guess: int | None
    author_name: str


def read(content: bytes, cycle: Cycle) -> list[PaperIdea]:
    """Return the file's ideas. Raises Refused naming every bad line (the first twenty), so that none slips in."""
    rows = csvfiles.rows(csvfiles.decode(content), COLUMNS, most=MOST_ROWS)
    known = _Known(cycle)
    ideas: list[PaperIdea] = []
    problems: list[tuple[int, str]] = []
    for line, row in rows:
        try:
            ideas.append(known.idea(row))
        except Refused as refusal:
            problems.append((line, refusal.message))
    csvfiles.refuse_bad_lines(problems)
    return ideas


class _Known:
    """What lines are checked against: topics, places, and titles that are there already."""

    def __init__(self, cycle: Cycle) -> None:
        self.categories = {category.name_fold: category for category in Category.objects.all()}
        places = Neighbourhood.objects.select_related("district")
        self.places = {(text.fold(row.district.name), text.fold(row.name)): row for row in places}
        stored = Proposal.objects.filter(cycle=cycle).exclude(state=Proposal.State.DRAFT)
        self.titles: set[tuple[str, int | None]] = set(stored.values_list("title_fold", "neighbourhood_id"))

    def idea(self, row: csvfiles.Row) -> PaperIdea:
        words = {name: text.clean(str(row.get(name) or "")).strip() for name in COLUMNS}
        place = self._place(words["ilce"], words["mahalle"])
        _check_lengths(words)
        category = self.categories.get(text.fold(words["konu"]))
        if category is None:
            raise Refused(_("“%s” adlı bir konu yok.") % words["konu"][:60])
        key = (text.fold(words["baslik"]), place.pk if place else None)
        if key in self.titles:
            raise Refused(_("Aynı yer için aynı başlıklı bir fikir var: “%s”.") % words["baslik"][:60])
        self.titles.add(key)
        return PaperIdea(
            words["baslik"], words["sorun"], words["oneri"], words["kimler"], category, place,
            _cost(words["bedel"]), words["ad"],
        )  # fmt: skip

    def _place(self, district: str, neighbourhood: str) -> Neighbourhood | None:
        if not district and not neighbourhood:
            return None
        place = self.places.get((text.fold(district), text.fold(neighbourhood)))
        if place is None:
            raise Refused(_("“%(place)s” adlı bir mahalle yok.") % {"place": f"{neighbourhood}, {district}"[:80]})
        return place


def _check_lengths(words: dict[str, str]) -> None:
    limits: Iterable[tuple[str, str]] = (
        ("baslik", "title"), ("sorun", "problem"), ("oneri", "body"), ("kimler", "beneficiaries"),
        ("ad", "author_name"),
    )  # fmt: skip
    for column, field in limits:
        most: int = vars(Proposal._meta.get_field(field))["max_length"]
        if len(words[column]) > most:
            raise Refused(_("“%(column)s” en çok %(most)d karakter olabilir.") % {"column": column, "most": most})
    for column in ("baslik", "oneri"):
        if not words[column]:
            raise Refused(_("“%s” boş olamaz.") % column)


def _cost(typed: str) -> int | None:
    try:
        cost: int | None = LiraField(required=False).clean(typed)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    return cost
