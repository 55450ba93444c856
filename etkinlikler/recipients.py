"""Who gets a letter about an event, and what it has to carry: one letter an address, however many roles it has.

A person with an own address gets an own letter; people without one are on the letter of their contact person.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet

from etkinlikler.models import Attendee, CheckIn, Delegation, Event, Invitation, Registration
from konsey.models import User

WAITING_OR_SEATED = (Attendee.State.SEATED, Attendee.State.HELD, Attendee.State.LISTED)


@dataclass
class Recipient:
    """``own`` is the person who has this address, ``carried`` are those who are reached only through it."""

    address: str
    name: str
    user: User | None = None
    own: Attendee | None = None
    carried: list[Attendee] = field(default_factory=list)
    registration: Registration | None = None  # of which this address is the contact
    delegation: Delegation | None = None  # of which this address is the head

    @property
    def standing(self) -> str:
        """ "seated" when the letter is about somebody who has a place, "listed" for others, "" for nobody yet."""
        people = [*self.carried, *([self.own] if self.own else [])]
        if any(person.state == Attendee.State.SEATED for person in people):
            return "seated"
        return "listed" if people else ""


def of_people(people: Iterable[Attendee]) -> list[Recipient]:
    """Return the recipients of a letter that is about people only (``registration__user``, ``…delegation`` loaded)."""
    return list(_by_address(people).values())


def of_event(event: Event) -> list[Recipient]:
    """Return everybody who counts on the event: people, their contacts, heads of delegations, those invited."""
    people = with_registrations(Attendee.objects.filter(event=event, state__in=WAITING_OR_SEATED))
    found = _by_address(people)
    for person in people:
        _add_contact(found, person.registration)
    heads = Delegation.objects.filter(event=event, state__in=[Delegation.State.INVITED, Delegation.State.COMING])
    for delegation in heads.order_by("pk"):
        head = found.setdefault(delegation.head_email, Recipient(delegation.head_email, delegation.head_name))
        head.delegation = delegation
    for invitation in Invitation.objects.filter(event=event, used_at=None):
        found.setdefault(invitation.email, Recipient(invitation.email, invitation.name))
    return list(found.values())


def with_registrations(people: QuerySet[Attendee]) -> QuerySet[Attendee]:
    return people.select_related("registration__user", "registration__delegation").order_by("pk")


def _by_address(people: Iterable[Attendee]) -> dict[str, Recipient]:
    found: dict[str, Recipient] = {}
    for person in people:
        if person.email:
            recipient = found.setdefault(person.email, Recipient(person.email, person.name))
            recipient.own, recipient.name = person, person.name
        if not person.email or person.email == person.registration.contact_email:
            _add_contact(found, person.registration)
        if not person.email and person.registration.contact_email:
            found[person.registration.contact_email].carried.append(person)
    return found


def _add_contact(found: dict[str, Recipient], registration: Registration) -> None:
    address = registration.contact_email
    if not address:
        return
    recipient = found.setdefault(address, Recipient(address, registration.contact_name))
    recipient.user = recipient.user or registration.user
    if registration.delegation:
        recipient.delegation = registration.delegation
    else:
        recipient.registration = registration


def let_in(event: Event) -> QuerySet[Attendee]:
    """Those who were let in at the door."""
    entries = CheckIn.objects.filter(attendee=OuterRef("pk"), counts=True, undone_at=None)
    return with_registrations(Attendee.objects.filter(Exists(entries), event=event))
