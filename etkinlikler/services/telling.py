"""Telling people what happened to an event: changes of time, place and state, collected for a moment, told once."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from etkinlikler.emails import events as letters
from etkinlikler.models import Event, EventHistory
from etkinlikler.recipients import Recipient, of_event
from etkinlikler.rules.events import OFF
from etkinlikler.services.events import time_and_place
from etkinlikler.services.mailing import queue_all
from konsey.services import jobs

SETTLE = timedelta(minutes=2)  # a slip that is put right at once makes no letter, or one instead of two
State = Event.State
Letter = Callable[[Event, Recipient, letters.Change], bool]


def tell_changes(now: datetime) -> int:
    """Queue the letters about what has changed. Safe to run twice and at once. Returns how many letters these were."""
    waiting = EventHistory.objects.filter(to_tell=True).values("event")
    return sum(
        _tell(key, now) for key in Event.objects.filter(pk__in=waiting).order_by("pk").values_list("pk", flat=True)
    )


def _tell(key: int, now: datetime) -> int:
    with jobs.single(f"etkinlikler.tell:{key}") as is_mine:
        event = Event.objects.select_related("venue").get(pk=key)
        rows = list(event.history.filter(to_tell=True)) if is_mine else []
        if not rows or rows[-1].at > now - SETTLE or _waits_for_a_date(event, rows[0]):
            return 0
        letter = _letter_about(event, rows) if event.ends_at > now else None
        recipients = of_event(event) if letter else []
        change = letters.Change(rows[-1].pk, rows[-1].note, _before(event, rows))
        if letter and not queue_all(event, recipients, lambda recipient: letter(event, recipient, change)):
            return 0  # changed again meanwhile: told together with that
        EventHistory.objects.filter(pk__in=[row.pk for row in rows]).update(to_tell=False)
        EventHistory.objects.filter(pk=rows[-1].pk).update(letters=len(recipients))
        return len(recipients)


def _waits_for_a_date(event: Event, first: EventHistory) -> bool:
    """People know that it is postponed; they hear again when it takes place, or is given up."""
    return event.state == State.POSTPONED and first.from_state == State.POSTPONED


def _letter_about(event: Event, rows: Sequence[EventHistory]) -> Letter | None:
    """Compare what people knew (before the first row) with what is now."""
    known = rows[0].from_state
    if event.state == State.CANCELLED:
        return letters.event_cancelled if known != State.CANCELLED else None
    if event.state == State.POSTPONED:
        return letters.event_postponed
    if event.state == State.PUBLISHED and (known in OFF or _before(event, rows)):
        return letters.event_changed
    return None


def _before(event: Event, rows: Sequence[EventHistory]) -> tuple[datetime, datetime, str] | None:
    """Return the time and place people knew, None when it is the same as now."""
    known = next((row.before for row in rows if row.before), None)
    if known is None or known == time_and_place(event):
        return None
    place = ", ".join(part for part in (known["venue"], known["address"]) if part)
    return datetime.fromisoformat(known["starts_at"]), datetime.fromisoformat(known["ends_at"]), place
