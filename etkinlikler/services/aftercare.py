"""Letters after an event: thanks to those who were let in, and that its outcomes can be read."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy

from etkinlikler.emails import events as letters
from etkinlikler.models import Attendee, CheckIn, Event
from etkinlikler.recipients import Recipient, let_in, of_people, with_registrations
from etkinlikler.rules import aftercare as rules
from etkinlikler.services.events import lock_event
from etkinlikler.services.mailing import queue_all
from konsey import audit
from konsey.errors import Refused
from konsey.models import User
from konsey.services import jobs

audit.name_actions({"event.outcomes_announced": gettext_lazy("Etkinliğin çıktıları katılanlara duyuruldu")})


def thank(now: datetime) -> int:
    """Queue the thanks that are due, once an event. Returns how many letters these were."""
    entries = CheckIn.objects.filter(attendee__event=OuterRef("pk"), counts=True, undone_at=None)
    over = Event.objects.filter(Exists(entries), thanked_at=None, ends_at__lte=now, ends_at__gt=now - rules.UNTIL)
    due = [event for event in over.select_related("venue") if rules.may_thank(event, now)]
    return sum(_once(event, "thanked_at", let_in(event), partial(letters.thank_you, event), now) for event in due)


@transaction.atomic
def announce_outcomes(*, event: Event, by: User, now: datetime) -> Event:
    """Let those who came know that the outcomes can be read; the letters leave in the background. Raises Refused."""
    locked = lock_event(event)
    if refusal := rules.why_not_announce_outcomes(locked, now):
        raise Refused(refusal)
    locked.outcomes_announced_at = now
    locked.save(update_fields=["outcomes_announced_at"])
    audit.record(by=by, action="event.outcomes_announced", obj=locked)
    return locked


def tell_outcomes(now: datetime) -> int:
    """Queue the letters about announced outcomes. Returns how many letters these were."""
    announced = Event.objects.filter(outcomes_announced_at__isnull=False, outcomes_told_at=None)
    return sum(_tell_outcomes(event, now) for event in announced.select_related("venue"))


def _tell_outcomes(event: Event, now: datetime) -> int:
    """Where nobody counted at the door, everybody who had a place is told."""
    coming = with_registrations(Attendee.objects.coming().filter(event=event))
    outcomes = list(event.outcomes.filter(published_at__lte=now))
    letter = partial(letters.outcomes_published, event, outcomes=outcomes)
    return _once(event, "outcomes_told_at", list(let_in(event)) or coming, letter, now)


def _once(
    event: Event, mark: str, people: Iterable[Attendee], letter: Callable[[Recipient], object], now: datetime
) -> int:
    """Queue a letter to people and note it in the field ``mark``; a run that was killed is taken up by the next."""
    with jobs.single(f"etkinlikler.{mark}:{event.pk}") as is_mine:
        if not is_mine or not Event.objects.filter(pk=event.pk, **{mark: None}).exists():
            return 0
        recipients = of_people(people)
        if not queue_all(event, recipients, letter):
            return 0
        Event.objects.filter(pk=event.pk).update(**{mark: now})
        return len(recipients)
