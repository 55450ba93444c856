"""The door is its stewards' alone; only the worker's script, which says nothing of the event, is everybody's."""

import uuid

from etkinlikler import tokens
from tests.access.table import Row
from tests.etkinlikler.doors import door_now
from tests.factories.etkinlikler import CheckInFactory, RegistrationFactory

_made: list = []


def _door() -> tuple[object, ...]:
    _made[:] = [door_now()]
    return (_made[0].event.slug,)


def _with_person() -> tuple[object, ...]:
    return (*_door(), RegistrationFactory(event=_made[0].event).attendees.get().pk)


def _with_checkin() -> tuple[object, ...]:
    slug = _door()
    person = RegistrationFactory(event=_made[0].event).attendees.get()
    return (*slug, CheckInFactory(attendee=person).pk)


def _ticket() -> tuple[object, ...]:
    _door()
    return (tokens.make(tokens.TICKET, RegistrationFactory(event=_made[0].event).attendees.get().key),)


def _steward():
    return _made[0].user


def _row(**options: object) -> Row:
    defaults = {"args": _door, "visitor": "login", "resident": 403, "clerk": 403, "owner": 200, "owner_user": _steward}
    return Row(**{**defaults, **options})


def _act(**options: object) -> Row:
    return _row(**{"method": "post", "data": {"form_key": uuid.uuid4()}, "owner": 302, **options})


ACCESS = {
    "etkinlikler:my_doors": Row(visitor="login", resident=200, clerk=200),
    "etkinlikler:door": _row(),
    "etkinlikler:door_let_in": _act(args=_with_person),
    "etkinlikler:door_entry": _row(args=_with_checkin),
    "etkinlikler:door_undo": _act(args=_with_checkin),
    "etkinlikler:door_walk_in": _row(),
    "etkinlikler:door_absent": _row(),
    "etkinlikler:door_release": _act(),
    "etkinlikler:door_shell": _row(),
    "etkinlikler:door_list": _row(),
    "etkinlikler:door_send": _row(method="post", data={}, owner=400),
    "etkinlikler:door_worker": _row(visitor=200, resident=200, clerk=200),
    "etkinlikler:ticket_let_in": _act(args=_ticket),
}
