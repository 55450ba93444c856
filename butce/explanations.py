"""Why a project won or lost, as one Turkish sentence with its numbers."""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from butce.tally.election import Election
from butce.tally.explain import Explanation, Reason
from konsey import numbers


def lira(election: Election, amount: int | Fraction) -> str:
    """Smallest units as money; whole lira from 100 up, rounded down so that "kalan" never looks sufficient."""
    value = Fraction(amount) / election.unit
    if value.denominator == 1 or value >= 100:
        return numbers.money(value.numerator // value.denominator)
    return numbers.money(int(value * 100) / 100)


def percent(part: Fraction) -> str:
    """Rounded down to a tenth: what fell just short never reads as 100 per cent."""
    return numbers.percent(int(part * 1000) / 10)


def sentence(election: Election, why: Explanation) -> str:
    return _SENTENCES[why.reason](election, why)


def _won(election: Election, why: Explanation) -> str:
    if why.shares is None:
        return _("%(place)s. sırada seçildi: %(support)s; sırası geldiğinde %(left)s vardı, bedeli %(cost)s.") % {
            **_common(election, why),
            "left": lira(election, why.at_turn or 0),
        }
    words = _(
        "%(place)s. turda seçildi: %(support)s; %(payers)s destekçisinin payından ödendi, "
        "bir oyun payına en çok %(price)s düştü."
    )
    price = (why.shares.price or 0) * election.point_unit
    return words % {
        **_common(election, why),
        "payers": numbers.number(why.shares.payers),
        "price": lira(election, price),
    }


def _filled(election: Election, why: Explanation) -> str:
    words = _("Artan parayla seçildi: %(support)s; sırası geldiğinde %(left)s kalmıştı, bedeli %(cost)s.")
    return words % {**_common(election, why), "left": lira(election, why.at_turn or 0)}


def _conflict(election: Election, why: Explanation) -> str:
    rival = election.projects[why.rival] if why.rival is not None else None
    words = _("Seçilmedi: “%(rival)s” seçildiği için; bu iki projeden yalnızca biri yapılabilir (%(support)s).")
    return words % {**_common(election, why), "rival": (rival.name or rival.id) if rival else ""}


def _excluded(election: Election, why: Explanation) -> str:
    least = election.meta.get("minimum_votes", "")
    if not least or why.votes >= int(least):
        return _("Seçilmedi: oylama açıldıktan sonra yarıştan çıkarıldı (%(support)s).") % _common(election, why)
    words = _("Seçilmedi: en az %(least)s kişinin oyu gerekiyordu, %(votes)s kişi oy verdi.")
    return words % {"least": numbers.number(int(least)), "votes": numbers.number(why.votes)}


def _too_dear(election: Election, why: Explanation) -> str:
    words = {
        True: _("Çoğunluk destekledi (%(support)s) ancak sırası geldiğinde kalan para %(left)s idi, bedeli %(cost)s."),
        False: _("Seçilmedi: %(support)s; sırası geldiğinde kalan para %(left)s idi, bedeli %(cost)s."),
    }[_majority(election, why)]
    return words % {**_common(election, why), "left": lira(election, why.at_turn or 0)}


def _short(election: Election, why: Explanation) -> str:
    if why.shares is None or not why.votes:
        return _("Seçilmedi: kimse oy vermedi.")
    words = {
        True: _(
            "Çoğunluk destekledi (%(support)s) ancak kalan pay %(left)s idi, bedeli %(cost)s (etkin destek %(part)s)."
        ),
        False: _("Seçilmedi: %(support)s; kalan payları %(left)s idi, bedeli %(cost)s (etkin destek %(part)s)."),
    }[_majority(election, why)]
    said = words % {
        **_common(election, why),
        "left": lira(election, why.shares.left),
        "part": percent(why.coverage or Fraction(0)),
    }
    if not why.shares.used:
        return said
    first = why.shares.used[0]
    project = election.projects[first.project]
    spent = _("Destekçileri başlangıçta %(start)s payın en büyük bölümünü (%(amount)s) “%(winner)s” için kullandı.")
    return f"{said} " + spent % {
        "start": lira(election, why.shares.start),
        "amount": lira(election, first.amount),
        "winner": project.name or project.id,
    }


def _majority(election: Election, why: Explanation) -> bool:
    return 2 * why.votes > election.voters


def _common(election: Election, why: Explanation) -> dict[str, str]:
    votes = ngettext("%(number)s oy", "%(number)s oy", why.votes) % {"number": numbers.number(why.votes)}
    if why.score != why.votes:
        points = Fraction(why.score, election.point_unit)
        votes = _("%(votes)s, %(points)s puan") % {"votes": votes, "points": numbers.number(float(points))}
    return {"place": str(why.place or ""), "support": votes, "cost": lira(election, why.cost)}


_SENTENCES = {
    Reason.WON: _won,
    Reason.FILLED: _filled,
    Reason.CONFLICT: _conflict,
    Reason.EXCLUDED: _excluded,
    Reason.TOO_DEAR: _too_dear,
    Reason.SUPPORTERS_SHORT: _short,
}
