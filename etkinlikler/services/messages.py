"""Messages of the organiser to the people of an event: counted and shown before, each address one letter."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from etkinlikler.emails import messages as emails
from etkinlikler.models import Attendee, CheckIn, Delegation, Event, EventMessage, Registration
from etkinlikler.rules import messages as rules
from konsey import audit
from konsey.errors import Refused
from konsey.models import User

audit.name_actions({"event.message_sent": gettext_lazy("Etkinliğin katılımcılarına ileti gönderildi")})
Audience = EventMessage.Audience


def recipients(event: Event, audience: str) -> dict[str, emails.Recipient]:
    """Return who gets a message, by address: contact persons, and everybody else with an address of their own."""
    found: dict[str, emails.Recipient] = {}
    for address, recipient in _FINDERS[Audience(audience)](event):
        if address:
            found.setdefault(address, recipient)
    return found


@transaction.atomic
def send_message(
    *, event: Event, audience: str, subject: str, body: str, form_key: uuid.UUID, by: User, now: datetime
) -> EventMessage:
    """Queue one letter for each address and keep what was sent. The same form twice is one message. Raises Refused."""
    locked = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    if known := EventMessage.objects.filter(form_key=form_key).first():
        return known
    people = recipients(locked, audience)
    if refusal := rules.why_not_message(locked) or rules.why_not_send(len(people)):
        raise Refused(refusal)
    message = EventMessage.objects.create(
        event=locked, audience=audience, subject=subject, body=body, by=by, sent_at=now, letters=len(people),
        form_key=form_key,
    )  # fmt: skip
    for address, recipient in people.items():
        emails.event_message(message=message, to=address, recipient=recipient)
    audit.record(by=by, action="event.message_sent", obj=locked, after={"audience": audience, "letters": len(people)})
    return message


Found = list[tuple[str, emails.Recipient]]


def _of_registrations(event: Event, states: Q, people: QuerySet[Attendee]) -> Found:
    contacts = Registration.objects.filter(states, event=event).select_related("user").order_by("pk")
    own = people.filter(event=event).order_by("pk").values_list("email", "name")
    return [
        *((row.contact_email, emails.Recipient(row.contact_name, row.user)) for row in contacts),
        *((email, emails.Recipient(name, None)) for email, name in own),
    ]


def _registered(event: Event) -> Found:
    return _of_registrations(event, Q(state=Registration.State.CONFIRMED), Attendee.objects.coming())


def _waiting(event: Event) -> Found:
    states = Q(state__in=[Registration.State.WAITING, Registration.State.OFFERED])
    return _of_registrations(event, states, Attendee.objects.none())


def _attended(event: Event) -> Found:
    """Whoever was let in; people without an address hear of it through their contact person."""
    inside = CheckIn.objects.filter(attendee__event=event, counts=True, undone_at=None)
    people = Attendee.objects.filter(pk__in=inside.values("attendee_id"))
    carried = Q(pk__in=people.filter(email="").values("registration_id"))
    return _of_registrations(event, carried, people)


def _heads(event: Event) -> Found:
    there = Delegation.objects.filter(event=event, state__in=[Delegation.State.INVITED, Delegation.State.COMING])
    return [(row.head_email, emails.Recipient(row.head_name, None)) for row in there]


_FINDERS: dict[str, Callable[[Event], Found]] = {
    Audience.REGISTERED: _registered,
    Audience.WAITING: _waiting,
    Audience.ATTENDED: _attended,
    Audience.DELEGATIONS: _heads,
}
