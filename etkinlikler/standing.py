"""Where an event stands, in words and numbers: what its badge says, whether one may register, what is still free.

Whether one may register is asked of `etkinlikler.rules.registering` alone; here it only gets its words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from etkinlikler.models import Allotment, Event
from etkinlikler.rules.registering import why_not_register

# Whose places anybody may ask for; delegations' and the organiser's own are nobody else's business.
PUBLIC_KINDS = (Allotment.Kind.GENERAL, Allotment.Kind.NGO, Allotment.Kind.WHEELCHAIR)


@dataclass(frozen=True)
class Standing:
    """``free`` is None where places are not counted; ``why_not`` is empty when one may register."""

    badge: str
    badge_kind: str
    why_not: str
    free: int | None
    is_full: bool

    @property
    def is_open(self) -> bool:
        return not self.why_not


def standing_of(event: Event, allotments: Iterable[Allotment], now: datetime) -> Standing:
    """``allotments``: all of the event. No query."""
    public = open_places(event, allotments)
    free = sum(each.free for each in public) if public else None
    refusal = why_not_register(event, now)
    badge, kind = _badge(event, refusal is None, free, now)
    return Standing(badge, kind, refusal or "", free, is_full=free == 0)


def open_places(event: Event, allotments: Iterable[Allotment]) -> Sequence[Allotment]:
    if not event.takes_registrations or event.entry == Event.Entry.INVITATION:
        return []
    return [each for each in allotments if each.kind in PUBLIC_KINDS]


def _badge(event: Event, may_register: bool, free: int | None, now: datetime) -> tuple[str, str]:
    if event.state in {Event.State.CANCELLED, Event.State.POSTPONED}:
        return event.get_state_display(), "late"
    if event.ends_at <= now:
        return (event.get_state_display() if event.state == Event.State.HELD else _("Sona erdi")), "muted"
    if event.starts_at <= now:
        return _("Şu anda sürüyor"), "now"
    if may_register:
        return (_("Bekleme listesine kayıt"), "muted") if free == 0 else (_("Kayıt açık"), "now")
    return _not_open(event, now), "muted"


def _not_open(event: Event, now: datetime) -> str:
    if event.entry in {Event.Entry.FREE, Event.Entry.INVITATION}:
        return event.get_entry_display()
    if event.opens_at and now < event.opens_at:
        return _("Kayıt yakında açılacak")
    return _("Kayıt kapandı")
