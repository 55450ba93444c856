"""How long somebody has to answer the offer of a freed place: shorter near the event, never an end in the night."""

from datetime import datetime, timedelta

from django.utils import timezone

from etkinlikler.models import Event

MORNING, NIGHT = 9, 22  # local hours; an offer never runs out between them
NO_MORE = timedelta(hours=2)  # before the start: from here on freed places are for the door
# (still to go, longest time to answer), the nearest first
SHORTER = (
    (timedelta(hours=12), timedelta(hours=1)),
    (timedelta(hours=48), timedelta(hours=4)),
    (timedelta(days=5), timedelta(hours=12)),
)


def offer_until(event: Event, now: datetime) -> datetime | None:
    """Return when an offer made now runs out, or None when it is too late to offer anything."""
    last = event.starts_at - NO_MORE
    if now >= last:
        return None
    given = timedelta(hours=event.offer_hours)
    for still, longest in SHORTER:
        if event.starts_at - now <= still:
            given = min(given, longest)
            break
    until = _by_day(now + given)
    return until if until <= last else _before_the_night(last, now)


def _by_day(moment: datetime) -> datetime:
    """Move an end in the night to an hour after the morning begins, so that there is time to read it."""
    local = timezone.localtime(moment)
    if local.hour >= NIGHT:
        local += timedelta(days=1)
    elif local.hour >= MORNING:
        return moment
    return local.replace(hour=MORNING + 1, minute=0, second=0, microsecond=0)


def _before_the_night(last: datetime, now: datetime) -> datetime | None:
    """Return ``last``, or the evening before it when it lies in the night; None when that is over already."""
    local = timezone.localtime(last)
    if MORNING <= local.hour < NIGHT:
        return last
    evening = local.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    if local.hour < MORNING:
        evening -= timedelta(days=1)
    return evening if evening > now else None
