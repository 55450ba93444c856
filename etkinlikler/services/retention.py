"""What the events room forgets, and when. Numbers stay (how many registered, how many came), names do not.

Times count from the end of the event; the days are data (`konsey.retention`), which staff may change. A postponed
event is still to come: what people need there waits until its registrations are forgotten.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import (
    Count,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)

from etkinlikler.models import Answer, Attendee, CheckIn, Delegation, Event, Invitation, Need, Registration
from etkinlikler.rules.registering import CONFIRM_WITHIN
from konsey import retention

BATCH = 500


@transaction.atomic
def drop_unconfirmed(now: datetime) -> int:
    """Forget registrations whose address nobody confirmed in time; they hold no place. Returns how many."""
    stale = Registration.objects.filter(
        state=Registration.State.UNCONFIRMED, created_at__lte=now - CONFIRM_WITHIN
    ).order_by("pk")
    keys = [row.pk for row in stale.select_for_update(of=("self",), skip_locked=True)[:BATCH]]
    Registration.objects.filter(pk__in=keys).delete()
    return len(keys)


@retention.destroyer("event_needs")
def destroy_needs(older_than: datetime, limit: int) -> int:
    over = Need.objects.filter(attendee__event__in=_over(older_than))
    return _delete(over, limit)


@retention.destroyer("event_answers")
def destroy_answers(older_than: datetime, limit: int) -> int:
    """Each question says how many days after the event its answers are kept; the rule's own days come on top."""
    days = ExpressionWrapper(F("question__retention_days") * Value(timedelta(days=1)), output_field=DurationField())
    until = ExpressionWrapper(F("question__event__ends_at") + days, output_field=DateTimeField())
    over = Answer.objects.alias(until=until).filter(until__lt=older_than, question__event__in=_over(older_than))
    return _delete(over, limit)


@retention.destroyer("event_invitations")
def destroy_invitations(older_than: datetime, limit: int) -> int:
    return _delete(Invitation.objects.filter(event__in=_over(older_than), used_at=None, registration=None), limit)


@retention.destroyer("event_registrations")
def forget_registrations(older_than: datetime, limit: int) -> int:
    """Take the names out of everything about old events; how many came is noted first."""
    events = Event.objects.filter(ends_at__lt=older_than)
    named = Exists(Attendee.objects.filter(registration=OuterRef("pk")).exclude(name=""))
    rows = Registration.objects.filter(~Q(contact_name="") | named, event__in=events).order_by("pk")
    keys = [row.pk for row in rows.select_for_update(of=("self",), skip_locked=True)[:limit]]
    _note_attendance(Event.objects.filter(registrations__in=keys, attended_count=None).distinct())
    forget(keys)
    Delegation.objects.filter(event__in=events).exclude(head_name="").update(head_name="", head_email="", note="")
    Registration.objects.filter(event__in=events).exclude(invitation=None).update(invitation=None)
    Invitation.objects.filter(event__in=events).delete()
    return len(keys)


def forget(keys: Collection[int]) -> None:
    """Take the people out of these registrations; rows, states and check-ins stay for the figures.

    A certificate's number stays too: its page says that the name is no longer kept.
    """
    people = Attendee.objects.filter(registration__in=keys)
    Need.objects.filter(attendee__in=people).delete()
    Answer.objects.filter(registration__in=keys).delete()
    people.update(name="", email="")
    Registration.objects.filter(pk__in=keys).update(contact_name="", contact_email="", user=None, reason="")


def _over(older_than: datetime) -> QuerySet[Event]:
    return Event.objects.filter(ends_at__lt=older_than).exclude(state=Event.State.POSTPONED)


def _note_attendance(events: QuerySet[Event]) -> None:
    entries = CheckIn.objects.filter(attendee__event__in=events, counts=True, undone_at=None)
    counts = entries.order_by().values_list("attendee__event").annotate(Count("pk"))
    for event, count in list(counts):
        Event.objects.filter(pk=event).update(attended_count=count)


def _delete(rows: QuerySet, limit: int) -> int:
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
    rows.model.objects.filter(pk__in=keys).delete()
    return len(keys)
