"""Locking one registration and loading its people. Take `Seats` before it where places may change."""

from etkinlikler.models import Attendee, Registration


def lock(registration: Registration) -> Registration:
    """Return the row locked until the transaction ends, its event beside it."""
    rows = Registration.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("event__venue", "organisation", "user").get(pk=registration.pk)


def people_of(registration: Registration, *states: str) -> list[Attendee]:
    """Return its people in order (those in ``states``, all without), each knowing this very registration."""
    people = [person for person in registration.attendees.all() if not states or person.state in states]
    for person in people:
        person.registration = registration
    return people
