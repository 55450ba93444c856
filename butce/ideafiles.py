"""Ideas from paper forms, collected at neighbourhood meetings, as a CSV file: read and checked line by line."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from butce.forms.money import LiraField
from butce.models import Category, Cycle, Proposal
from konsey import text
from konsey.errors import Refused
from konsey.models import Neighbourhood

COLUMNS = ("baslik", "sorun", "oneri", "kimler", "konu", "ilce", "mahalle", "bedel", "ad")
MOST_ROWS, SHOWN_PROBLEMS = 2_000, 20


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
    rows = _rows(content)
    known = _Known(cycle)
    ideas: list[PaperIdea] = []
    problems: list[str] = []
    for line, row in rows:
        try:
            ideas.append(known.idea(row))
        except Refused as refusal:
            problems.append(_("Satır %(line)d: %(problem)s") % {"line": line, "problem": refusal.message})
    if problems:
        more = [_("… ve %d satır daha.") % (len(problems) - SHOWN_PROBLEMS)] if len(problems) > SHOWN_PROBLEMS else []
        raise Refused(" ".join([_("Hiçbir satır aktarılmadı."), *problems[:SHOWN_PROBLEMS], *more]))
    return ideas


def _rows(content: bytes) -> list[tuple[int, dict[str, str]]]:
    try:
        source = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("Dosya UTF-8 değil. Tabloyu “CSV UTF-8” türünde kaydediniz.")) from error
    first = source.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(source, newline=""), delimiter=";" if ";" in first else ",", restval="")
    names = [text.fold(name or "") for name in reader.fieldnames or []]
    if missing := [name for name in COLUMNS if name not in names]:
        raise Refused(_("Dosyada eksik sütun var: %s.") % ", ".join(missing))
    reader.fieldnames = names
    try:
        rows = [(reader.line_num, row) for row in reader if any(str(row.get(name) or "").strip() for name in COLUMNS)]
    except csv.Error as error:
        raise Refused(_("Satır %d ayrıştırılamadı; tırnakları denetleyiniz.") % reader.line_num) from error
    if not rows:
        raise Refused(_("Dosyada fikir yok."))
    if len(rows) > MOST_ROWS:
        raise Refused(_("Bir dosyada en çok %d fikir olabilir.") % MOST_ROWS)
    return rows


class _Known:
    """What lines are checked against: topics, places, and titles that are there already."""

    def __init__(self, cycle: Cycle) -> None:
        self.categories = {category.name_fold: category for category in Category.objects.all()}
        places = Neighbourhood.objects.select_related("district")
        self.places = {(text.fold(row.district.name), text.fold(row.name)): row for row in places}
        stored = Proposal.objects.filter(cycle=cycle).exclude(state=Proposal.State.DRAFT)
        self.titles: set[tuple[str, int | None]] = set(stored.values_list("title_fold", "neighbourhood_id"))

    def idea(self, row: dict[str, str]) -> PaperIdea:
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
