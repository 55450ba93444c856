"""When people hear from an event that is over, and when its outcomes may be announced."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from etkinlikler.models import Event
from etkinlikler.rules.reminders import EVENING, MORNING, day_hour

AFTER = timedelta(hours=2)  # phones at the door have sent what they collected
UNTIL = timedelta(days=7)  # thanks that come later are none


def may_thank(event: Event, now: datetime) -> bool:
    """By day, two hours after the end when staff noted that it was held, else from the next morning on."""
    if event.state not in {Event.State.HELD, Event.State.PUBLISHED}:
        return False
    is_held = event.state == Event.State.HELD
    due = event.ends_at + AFTER if is_held else day_hour(event.ends_at, 1, MORNING)
    return due <= now < event.ends_at + UNTIL and MORNING <= timezone.localtime(now).hour < EVENING


def why_not_announce_outcomes(event: Event, now: datetime) -> str | None:
    if event.outcomes_announced_at:
        return _("Bu etkinliğin çıktıları katılanlara daha önce duyuruldu.")
    if event.ends_at > now:
        return _("Etkinlik sona ermedi.")
    if not event.outcomes.filter(published_at__lte=now).exists():
        return _("Önce en az bir çıktı yayımlayınız.")
    return None
