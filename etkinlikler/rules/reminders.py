"""When a reminder is due. Pure clock: morning of the day so many days before the start, never in the night.

A reminder may be late (the portal was down), but only on its own day; after that it is missed and never sent.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from etkinlikler.models import EventReminder

MORNING, EVENING = 10, 22  # local hours between which reminders leave
LATE_AFTER = timedelta(minutes=30)
Outcome = EventReminder.Outcome


def due_at(starts_at: datetime, days_before: int) -> datetime:
    """Return when the reminder leaves."""
    return day_hour(starts_at, -days_before, MORNING)


def last_moment(starts_at: datetime, days_before: int) -> datetime:
    """Return from when on the reminder is not worth sending any more: the evening of its day."""
    return day_hour(starts_at, -days_before, EVENING)


def outcome_now(reminder: EventReminder, now: datetime) -> Outcome | None:
    """Return what is to be done with a reminder now, None for nothing. ``reminder.event`` is loaded."""
    starts_at = reminder.event.starts_at
    due = due_at(starts_at, reminder.days_before)
    if now < due or is_handled(reminder):
        return None
    if now >= last_moment(starts_at, reminder.days_before):
        return Outcome.MISSED
    return Outcome.LATE if now >= due + LATE_AFTER else Outcome.SENT


def is_handled(reminder: EventReminder) -> bool:
    """Whether it was sent (or missed) for the day of the event; another hour of that day needs no second one."""
    if reminder.handled_for is None:
        return False
    return timezone.localdate(reminder.handled_for) == timezone.localdate(reminder.event.starts_at)


def day_hour(moment: datetime, days: int, hour: int) -> datetime:
    """Return a full local hour, so many days after the local day of a moment."""
    there = timezone.localtime(moment) + timedelta(days=days)
    return there.replace(hour=hour, minute=0, second=0, microsecond=0)
