"""Where somebody stands in a waiting list."""

from dataclasses import dataclass

from django.db.models import Count

from etkinlikler.models import Attendee, Registration


@dataclass(frozen=True)
class Ahead:
    """What waits before a registration in the same line."""

    registrations: int
    people: int


def ahead_of(registration: Registration) -> Ahead:
    """One query. ``registration`` has its number in line."""
    before = Attendee.objects.filter(
        allotment_id=registration.allotment_id,
        state=Attendee.State.LISTED,
        registration__allotment_id=registration.allotment_id,
        registration__state=Registration.State.WAITING,
        registration__line_number__lt=registration.line_number,
    )
    return Ahead(**before.aggregate(registrations=Count("registration", distinct=True), people=Count("pk")))
