"""Letters about what becomes of an event, to everybody it concerns; each address gets each of them at most once.

They go to hundreds, so they stand behind the letters that answer somebody's act (`OutboxMessage.Priority.LIST`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from etkinlikler import calendars, tokens
from etkinlikler.emails.registering import manage_url, ticket_url
from etkinlikler.models import Event, Outcome
from etkinlikler.recipients import Recipient
from konsey import mail
from konsey.models import OutboxMessage

ONCE = OutboxMessage.Delivery.AT_MOST_ONCE


@dataclass(frozen=True)
class Change:
    """What people are told: the time and place they knew (None: the same), the note, the history row it is about."""

    occasion: int
    note: str
    before: tuple[datetime, datetime, str] | None = None


def event_changed(event: Event, recipient: Recipient, change: Change) -> bool:
    """Another time or place, or it takes place after all; with the calendar entry that replaces the old one."""
    return _of_change("event_changed", event, recipient, change)


def event_postponed(event: Event, recipient: Recipient, change: Change) -> bool:
    return _of_change("event_postponed", event, recipient, change)


def event_cancelled(event: Event, recipient: Recipient, change: Change) -> bool:
    return _of_change("event_cancelled", event, recipient, change)


def reminder(event: Event, recipient: Recipient, *, occasion: str, days: int, expires_at: datetime) -> bool:
    """At most once: nobody is reminded twice, and one that may be lost is shown to staff as unsure."""
    return _queue("reminder", event, recipient, occasion, delivery=ONCE, expires_at=expires_at, days=days)


def thank_you(event: Event, recipient: Recipient) -> bool:
    """To those who were let in; certificate and survey are on the person's own page."""
    return _queue("thank_you", event, recipient, "")


def outcomes_published(event: Event, recipient: Recipient, outcomes: Sequence[Outcome]) -> bool:
    return _queue("outcomes_published", event, recipient, "", outcomes=outcomes)


def _of_change(letter: str, event: Event, recipient: Recipient, change: Change) -> bool:
    paper = mail.Attachment("etkinlik.ics", "text/calendar", calendars.event_file(event))
    occasion = str(change.occasion)
    return _queue(letter, event, recipient, occasion, attachments=[paper], change=change, standing=recipient.standing)


def _queue(
    letter: str,
    event: Event,
    recipient: Recipient,
    occasion: str,
    *,
    delivery: str = OutboxMessage.Delivery.AT_LEAST_ONCE,
    expires_at: datetime | None = None,
    attachments: Sequence[mail.Attachment] = (),
    **context: object,
) -> bool:
    event_url = settings.SITE_URL + event.get_absolute_url()
    return mail.queue(
        f"etkinlikler/{letter}",
        to=recipient.address,
        user=recipient.user,
        key=f"{event.pk}:{occasion}:{recipient.address}",
        context={
            "event": event,
            "event_url": event_url,
            "ticket": ticket_url(recipient.own) if recipient.own else "",
            "page_url": _own_page(recipient) or event_url,
            "carried": [(person, ticket_url(person)) for person in recipient.carried],
            "recipient_name": recipient.name,
            **context,
        },
        delivery=delivery,
        expires_at=expires_at,
        attachments=attachments,
        secret=True,
        priority=OutboxMessage.Priority.LIST,
        about=event,
    )


def _own_page(recipient: Recipient) -> str:
    """The page from which this reader can do most."""
    if recipient.registration:
        return manage_url(recipient.registration)
    if recipient.delegation:
        return mail.link("etkinlikler:delegation", tokens.make(tokens.DELEGATION, recipient.delegation.key))
    return ticket_url(recipient.own) if recipient.own else ""
