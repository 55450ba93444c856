"""Locking one registration and loading its people. Take `Seats` before it where places may change."""

from etkinlikler.models import Attendee, Registration
from konsey.compiled import Compiled

_LOCKED = Compiled(
    lambda registration: (
        Registration.objects.select_for_update(of=("self",), no_key=True)
        .select_related("event__venue", "organisation", "user")
        .filter(pk=registration)
    ),
    registration=int,
)
_PEOPLE = Compiled(lambda registration: Attendee.objects.filter(registration=registration), registration=int)


def lock(registration: Registration) -> Registration:
    """Return the row locked until the transaction ends, its event beside it."""
    locked = _LOCKED.first(registration=registration.pk)
    if locked is None:
        raise Registration.DoesNotExist
    return locked


def people_of(registration: Registration, *states: str) -> list[Attendee]:
    """Return its people in order (those in ``states``, all without), each knowing this very registration."""
    everybody = _PEOPLE.rows(registration=registration.pk)
    people = [person for person in everybody if not states or person.state in states]
    for person in people:
        person.registration = registration
    return people
