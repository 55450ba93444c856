"""Planning reminders: which are due, to whom, and what became of them. Two planners at once send nothing twice."""

from datetime import datetime
from functools import partial

from django.db.models import QuerySet
from django.utils import timezone

from etkinlikler.emails import events as letters
from etkinlikler.models import Attendee, Event, EventReminder
from etkinlikler.recipients import Recipient, of_people, with_registrations
from etkinlikler.rules import reminders as rules
from etkinlikler.services.mailing import queue_all
from konsey.services import jobs


def send_due(now: datetime) -> int:
    """Queue the reminders that are due, and mark those that were missed. Returns how many letters these were."""
    coming = EventReminder.objects.filter(event__state=Event.State.PUBLISHED, event__starts_at__gt=now)
    due = [row.pk for row in coming.select_related("event") if rules.outcome_now(row, now)]
    return sum(_send(key, now) for key in due)


def _send(key: int, now: datetime) -> int:
    with jobs.single(f"etkinlikler.reminder:{key}") as is_mine:
        row = EventReminder.objects.select_related("event__venue").filter(pk=key).first() if is_mine else None
        outcome = rules.outcome_now(row, now) if row and row.event.state == Event.State.PUBLISHED else None
        if row is None or outcome is None:
            return 0
        recipients = [] if outcome == rules.Outcome.MISSED else of_people(_people(row.event))
        if not queue_all(row.event, recipients, partial(_letter, row)):
            return 0  # the event has moved meanwhile: the next run sees whether the reminder is still due
        EventReminder.objects.filter(pk=key).update(
            handled_for=row.event.starts_at, handled_at=now, outcome=outcome, letters=len(recipients)
        )
        return len(recipients)


def _people(event: Event) -> QuerySet[Attendee]:
    return with_registrations(Attendee.objects.coming().filter(event=event))


def _letter(row: EventReminder, recipient: Recipient) -> bool:
    """The day is in the key: on another day people are reminded anew, at another hour of the day they are not."""
    return letters.reminder(
        row.event,
        recipient,
        occasion=f"{row.days_before}:{timezone.localdate(row.event.starts_at)}",
        days=row.days_before,
        expires_at=rules.last_moment(row.event.starts_at, row.days_before),
    )
