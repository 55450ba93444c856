"""Queuing the same letter to many: in small transactions, so that a hall of hundreds holds nobody up."""

from collections.abc import Callable, Sequence

from django.db import transaction

from etkinlikler.models import Event
from etkinlikler.recipients import Recipient
from etkinlikler.services.events import lock_event

BATCH = 20  # some 8 ms of work a letter


def queue_all(event: Event, recipients: Sequence[Recipient], letter: Callable[[Recipient], object]) -> bool:
    """Queue a letter to everybody, under the lock of the event's row in each batch.

    Returns False, and stops, when time, place or state of the event changed meanwhile: the letter would not be true.
    What was queued stays, and asking again queues the rest: each letter has its unique key.
    """
    for first in range(0, len(recipients), BATCH):
        with transaction.atomic():
            if lock_event(event).revision != event.revision:
                return False
            for recipient in recipients[first : first + BATCH]:
                letter(recipient)
    return True
