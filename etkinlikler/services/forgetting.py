"""An account is erased: what becomes of its registrations."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from etkinlikler.models import Attendee, Delegation, EventSteward, Invitation, Need, Registration
from etkinlikler.rules import registering as rules
from etkinlikler.services import registrations, retention
from konsey.models import User


def registrations_of(user: User) -> QuerySet[Registration]:
    """Made with the account, or with its address before there was one; a delegation's list is its institution's."""
    rows = Registration.objects.filter(Q(user=user) | Q(contact_email=user.email))
    return rows.exclude(kind=Registration.Kind.DELEGATION)


def delegations_of(user: User) -> QuerySet[Delegation]:
    """Which the person heads for an institution."""
    return Delegation.objects.filter(head_email=user.email)


def attendances_of(user: User) -> QuerySet[Attendee]:
    """The person on other people's lists."""
    return Attendee.objects.filter(email=user.email)


@transaction.atomic
def forget_person(user: User, now: datetime) -> None:
    """Give coming places to the line and take the name out of everything.

    People of the same registration who have an own address, and so an own ticket, keep their place; the others could
    no longer be reached and lose it. A delegation to come keeps its head until the institution names another.
    """
    mine = list(registrations_of(user).select_related("event"))
    for registration in mine:
        reached = registration.attendees.exclude(email__in=["", user.email])
        _cancel(registration, registration.attendees.exclude(pk__in=reached.values("pk")), now)
    for person in attendances_of(user).exclude(registration__in=mine).select_related("registration__event"):
        _cancel(person.registration, Attendee.objects.filter(pk=person.pk), now)
    _erase(user, [registration.pk for registration in mine])
    over = delegations_of(user).filter(event__ends_at__lte=now)
    Registration.objects.filter(delegation__in=over).update(contact_name="", contact_email="")
    over.update(head_name="", head_email="", note="")
    EventSteward.objects.filter(user=user).delete()
    Invitation.objects.filter(email=user.email, registration=None).delete()


def _cancel(registration: Registration, people: QuerySet[Attendee], now: datetime) -> None:
    leaving = list(people.exclude(state=Attendee.State.CANCELLED))
    if leaving and rules.why_not_cancel(registration, now) is None:
        registrations.cancel_people(registration=registration, people=leaving, by=None, now=now)


def _erase(user: User, keys: list[int]) -> None:
    """Whole registrations where nobody else is named, else only this person's part."""
    others = Attendee.objects.filter(registration__in=keys).exclude(email__in=["", user.email])
    shared = set(others.values_list("registration", flat=True))
    retention.forget([key for key in keys if key not in shared])
    Registration.objects.filter(pk__in=shared).update(contact_name="", contact_email="", user=None)
    own = Attendee.objects.filter(Q(email=user.email) | Q(registration__in=shared, email=""))
    Need.objects.filter(attendee__in=own).delete()
    own.update(name="", email="")
