"""Letters of the waiting list. Each goes out once per registration and offer."""

from collections.abc import Sequence

from etkinlikler.emails.registering import ticket, to_contact
from etkinlikler.models import Attendee, Registration


def place_offered(*, registration: Registration, people: Sequence[Attendee]) -> None:
    """Not worth sending after its time is over."""
    to_contact(
        "place_offered",
        registration,
        key=f"{registration.pk}:{registration.offers}",
        expires_at=registration.offer_until,
        people=people,
        places=len(people),
    )


def offer_expired(*, registration: Registration) -> None:
    to_contact("offer_expired", registration, key=f"{registration.pk}:{registration.offers}")


def promoted(*, registration: Registration, people: Sequence[Attendee]) -> None:
    """The hall has grown: a place without asking."""
    to_contact("promoted", registration, key=f"{registration.pk}:{registration.line_number}", people=people)
    for person in people:
        if person.email and person.email != registration.contact_email:
            ticket(person=person)
