"""Where somebody stands in a waiting list."""

from dataclasses import dataclass

from django.db.models import Count

from etkinlikler.models import Attendee, Registration
from konsey.compiled import Compiled


@dataclass(frozen=True)
class Ahead:
    """What waits before a registration in the same line."""

    registrations: int
    people: int


def ahead_of(registration: Registration) -> Ahead:
    """One query. ``registration`` has its number in line."""
    before = _BEFORE.first(allotment=registration.allotment_id, number=registration.line_number)
    return Ahead(*before) if before else Ahead(0, 0)


_BEFORE = Compiled(
    lambda allotment, number: (
        Attendee.objects.filter(
            allotment_id=allotment,
            state=Attendee.State.LISTED,
            registration__allotment_id=allotment,
            registration__state=Registration.State.WAITING,
            registration__line_number__lt=number,
        )
        .order_by()
        .values("allotment_id")
        .annotate(registrations=Count("registration", distinct=True), people=Count("pk"))
        .values_list("registrations", "people")
    ),
    allotment=int,
    number=int,
)
