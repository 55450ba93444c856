"""Delegations as a CSV file: every line checked against the organisations, the event and the places that are left."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from etkinlikler.models import Allotment, Delegation, Event
from konsey import addresses, csvfiles, text
from konsey.errors import Refused
from konsey.models import Organisation

COLUMNS = ("kurum", "baskan", "eposta", "kontenjan")
MOST_ROWS = 500
COUNCIL = "kent konseyi"
# A spreadsheet's formula is no name; it would also run on the machine of whoever opens a download.
FORMULA_STARTS = ("=", "+", "-", "@")


@dataclass(frozen=True)
class PlannedDelegation:
    """One good line. ``organisation`` is None where a city council has to be added first."""

    line: int
    name: str
    organisation: Organisation | None
    head_name: str
    head_email: str
    quota: int


def read(source: str, event: Event, *, may_add: bool) -> list[PlannedDelegation]:
    """Return what the file asks for. Raises Refused naming every bad line. ``may_add``: unknown city councils too."""
    lines = csvfiles.rows(source, COLUMNS, most=MOST_ROWS)
    known = Known(event, may_add=may_add)
    planned: list[PlannedDelegation] = []
    problems: list[tuple[int, str]] = []
    for line, row in lines:
        try:
            planned.append(known.delegation(line, row))
        except Refused as refusal:
            problems.append((line, refusal.message))
    csvfiles.refuse_bad_lines(problems)
    return planned


class Known:
    """What lines are checked against: organisations by folded name, delegations there are, places that are left."""

    def __init__(self, event: Event, *, may_add: bool) -> None:
        self.may_add = may_add
        self.organisations: dict[str, list[Organisation]] = {}
        for row in Organisation.objects.exclude(state=Organisation.State.REJECTED):
            for name in {row.name_fold, row.short_name_fold} - {""}:
                self.organisations.setdefault(name, []).append(row)
        present = Delegation.objects.filter(event=event).select_related("organisation")
        self.seen = {row.organisation.name_sort for row in present}
        allotment = event.allotments.filter(kind=Allotment.Kind.DELEGATION).first()
        self.left = allotment.free if allotment else 0

    def delegation(self, line: int, row: csvfiles.Row) -> PlannedDelegation:
        words = _words(row)
        organisation = self.organisation(words["kurum"])
        key = organisation.name_sort if organisation else text.sort_key(words["kurum"])
        if key in self.seen:
            raise Refused(_("“%s” için bu etkinlikte bir heyet var ya da dosyada iki kez geçiyor.") % words["kurum"])
        self.seen.add(key)
        email, quota = _address(words["eposta"]), _quota(words["kontenjan"])
        self._take(quota)
        return PlannedDelegation(line, words["kurum"], organisation, words["baskan"], email, quota)

    def organisation(self, name: str) -> Organisation | None:
        """Return the approved organisation of this name, Turkish letters or not; None for a council to be added."""
        found = self.organisations.get(text.fold(name), [])
        exact = [row for row in found if text.sort_key(row.name) == text.sort_key(name)]
        rows = exact or found
        if len(rows) > 1:
            names = ", ".join(sorted(row.name for row in rows))
            raise Refused(_("“%(name)s” adına uyan birden çok kurum var: %(names)s.") % {"name": name, "names": names})
        if rows and rows[0].state != Organisation.State.APPROVED:
            raise Refused(_("“%s” onaylı bir kurum değil.") % rows[0].name)
        if not rows:
            self._refuse_unknown(name)
        return rows[0] if rows else None

    def _refuse_unknown(self, name: str) -> None:
        if COUNCIL not in text.fold(name):
            raise Refused(_("“%s” adlı bir kurum yok. Yazımını denetleyiniz ya da önce kurumu ekleyiniz.") % name)
        if not self.may_add:
            raise Refused(
                _("“%s” kayıtlı değil ve kurum ekleme yetkiniz yok. Sekretaryadan eklemesini isteyiniz.") % name
            )

    def _take(self, quota: int) -> None:
        if quota > self.left:
            raise Refused(_("Bu satıra gelindiğinde heyetler için kalan yer: %d.") % max(self.left, 0))
        self.left -= quota


def _words(row: csvfiles.Row) -> dict[str, str]:
    if None in row or any(row[name] is None for name in COLUMNS):
        raise Refused(_("Hücre sayısı başlıktaki sütun sayısını tutmuyor."))
    words = {name: text.clean(row[name] or "") for name in COLUMNS}
    for name, word in words.items():
        if not word:
            raise Refused(_("“%s” boş olamaz.") % name)
        if word.startswith(FORMULA_STARTS):
            raise Refused(_("“%s” bir formül gibi başlıyor.") % name)
    for name, most in (("kurum", 200), ("baskan", 120)):
        if len(words[name]) > most:
            raise Refused(_("“%(column)s” en çok %(most)d karakter olabilir.") % {"column": name, "most": most})
    return words


def _address(typed: str) -> str:
    try:
        return addresses.normalise(typed)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def _quota(typed: str) -> int:
    if not (typed.isascii() and typed.isdecimal() and 1 <= len(typed) <= 3 and int(typed) > 0):
        raise Refused(_("Kontenjanı 1 ile 999 arasında bir sayıyla yazınız: “%s”.") % typed[:20])
    return int(typed)
