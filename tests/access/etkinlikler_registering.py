"""Registering is open to everybody; what a link of a letter opens needs nothing but the link."""

from etkinlikler import tokens
from tests.access.table import Row
from tests.factories.etkinlikler import DelegationFactory, EventFactory, InvitationFactory, RegistrationFactory


def _event() -> tuple[object, ...]:
    return (EventFactory(places=3).slug,)


def _registration() -> tuple[object, ...]:
    return (tokens.make(tokens.MANAGE, RegistrationFactory().key),)


def _ticket() -> tuple[object, ...]:
    return (tokens.make(tokens.TICKET, RegistrationFactory().attendees.get().key),)


def _delegation() -> tuple[object, ...]:
    return (tokens.make(tokens.DELEGATION, DelegationFactory().key),)


def _invitation() -> tuple[object, ...]:
    return (tokens.make(tokens.INVITATION, InvitationFactory(event=EventFactory(places=2)).key),)


def _open(args, answer: int = 200, method: str = "get") -> Row:
    return Row(answer, answer, answer, args=args, method=method)


ACCESS = {
    "etkinlikler:event_register": _open(_event),
    "etkinlikler:event_register_sent": _open(_event),
    "etkinlikler:registration": _open(_registration),
    "etkinlikler:registration_confirm": _open(_registration, 302, "post"),
    "etkinlikler:registration_answer": _open(_registration, 302, "post"),
    "etkinlikler:registration_rejoin": _open(_registration, 302, "post"),
    "etkinlikler:registration_cancel": _open(_registration),
    "etkinlikler:registration_names": _open(_registration),
    "etkinlikler:ticket": _open(_ticket),
    "etkinlikler:ticket_answer": _open(_ticket, 302, "post"),
    "etkinlikler:ticket_cancel": _open(_ticket),
    "etkinlikler:delegation": _open(_delegation),
    "etkinlikler:delegation_decline": _open(_delegation),
    "etkinlikler:invitation": _open(_invitation),
    "etkinlikler:my_registrations": Row("login", 200, 200),
}
