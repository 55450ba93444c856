"""What may be done with a request for a park, by whom and when. ``why_not_*`` answers with the sentence shown."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.models import PARK_USE_TRANSITIONS, Equipment, ParkUseRequest
from etkinlikler.rules import parks
from konsey.models import User
from konsey.numbers import moment, number

State = ParkUseRequest.State
EDITABLE = frozenset({State.DRAFT, State.NEEDS_INFO})
PERMITTED = frozenset({State.APPROVED, State.HELD, State.REPORTED})
OPEN_DRAFTS = 10  # of one person; a form filled in by a machine ends here
OPEN_REQUESTS = 5
DECIDE, LOOK = "etkinlikler.decide_parkuse", "etkinlikler.view_parkuserequest"
# What handing in needs, with the sentence where it is missing.
NEEDED = {
    "title": gettext_lazy("Etkinliğin adını yazınız."),
    "description": gettext_lazy("Ne yapmak istediğinizi yazınız."),
    "group_name": gettext_lazy("Grubunuzun adını yazınız."),
    "responsible_adult": gettext_lazy("Sorumlu kişinin adını soyadını yazınız."),
}


@dataclass(frozen=True)
class Taken:
    """What others hold: the zone's times, and how many of each thing (by key) are free during the use."""

    times: tuple[tuple[dt.datetime, dt.datetime], ...] = ()
    free: Mapping[int, int] | None = None


def state_at(use: ParkUseRequest, now: dt.datetime) -> str:
    """The state by the clock: an approved use whose time is over is held and waits for its report."""
    return State.HELD if use.state == State.APPROVED and use.ends_at <= now else use.state


def may_see_permit(user: User, use: ParkUseRequest) -> bool:
    """The applicant, and clerks who may look at requests."""
    return use.applicant_id == user.pk or user.has_perm(LOOK)


def why_not_permit(use: ParkUseRequest) -> str | None:
    return None if use.state in PERMITTED else _("Bu başvuru için bir izin belgesi yok.")


def why_not_go(use: ParkUseRequest, to: str, now: dt.datetime) -> str | None:
    """The one table of what may follow what, by the clock."""
    stands = state_at(use, now)
    if to in PARK_USE_TRANSITIONS[stands]:
        return None
    return _("“%(now)s” durumundaki bir başvuru “%(to)s” durumuna geçemez.") % {
        "now": State(stands).label,
        "to": State(to).label,
    }


def why_not_edit(use: ParkUseRequest) -> str | None:
    if use.state in EDITABLE:
        return None
    return _("Gönderilmiş bir başvuru ancak sizden bilgi istendiğinde değiştirilebilir.")


def why_not_complete(use: ParkUseRequest) -> str | None:
    """A draft may lack these; a request may not."""
    return next((str(sentence) for name, sentence in NEEDED.items() if not getattr(use, name)), None)


def why_not_wanted(
    use: ParkUseRequest, loans: Iterable[tuple[Equipment, int]], taken: Taken, now: dt.datetime
) -> dict[str, str]:
    """Everything that speaks against a request, by the field it is about; empty when it may be handed in."""
    zone = use.zone
    time = parks.why_not_time(zone, use.starts_at, use.ends_at, now)
    found = {
        "day": time or parks.why_not_taken(taken.times, use.starts_at, use.ends_at),
        "expected_count": parks.why_not_so_many(zone, use.expected_count),
        "has_sound": parks.why_not_sound(zone) if use.has_sound else None,
    }
    free = taken.free or {}
    for equipment, quantity in loans:
        left = free.get(equipment.pk, equipment.stock)
        found[f"equipment_{equipment.pk}"] = parks.why_not_equipment(zone, equipment, quantity, left)
    return {name: sentence for name, sentence in found.items() if sentence}


def why_not_ask_back(use: ParkUseRequest, now: dt.datetime) -> str | None:
    return why_not_go(use, State.NEEDS_INFO, now)


def why_not_answer(use: ParkUseRequest, now: dt.datetime) -> str | None:
    if use.state != State.NEEDS_INFO:
        return _("Bu başvuruda yanıt bekleyen bir soru yok.")
    return _why_not_in_time(use, now)


def why_not_approve(use: ParkUseRequest, now: dt.datetime) -> str | None:
    return why_not_go(use, State.APPROVED, now) or _why_not_in_time(use, now)


def why_not_reject(use: ParkUseRequest, now: dt.datetime) -> str | None:
    return why_not_go(use, State.REJECTED, now)


def why_not_reopen(use: ParkUseRequest, now: dt.datetime) -> str | None:
    if use.state != State.REJECTED:
        return _("Yalnızca kabul edilmeyen bir başvuru yeniden incelemeye alınabilir.")
    return _why_not_in_time(use, now)


def why_not_cancel(use: ParkUseRequest, now: dt.datetime) -> str | None:
    if use.state == State.APPROVED and use.starts_at <= now:
        return _("Etkinlik başladı ya da sona erdi; artık iptal edilemez.")
    return why_not_go(use, State.CANCELLED, now)


def why_not_take_back(use: ParkUseRequest, now: dt.datetime) -> str | None:
    """The staff cancel what they gave; what is not decided yet they reject."""
    if use.state != State.APPROVED:
        return _("Yalnızca onaylanmış bir kullanım geri alınabilir.")
    return why_not_cancel(use, now)


def why_not_report(use: ParkUseRequest, now: dt.datetime) -> str | None:
    if use.state == State.APPROVED and use.ends_at > now:
        return _("Bildirim, etkinlik sona erince verilir: %(moment)s.") % {"moment": moment(use.ends_at)}
    return why_not_go(use, State.REPORTED, now)


def why_not_places(use: ParkUseRequest, places: int | None) -> str | None:
    """How many registrations the public event may take."""
    if not places:
        return _("Kayıtla katılım için yer sayısını yazınız.")
    if places > use.zone.capacity:
        return _("Bu bölüm en çok %(places)s kişi içindir.") % {"places": number(use.zone.capacity)}
    return None


def _why_not_in_time(use: ParkUseRequest, now: dt.datetime) -> str | None:
    return _("İstenen zaman geçti.") if use.starts_at <= now else None
