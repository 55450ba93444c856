"""Letters to the heads of delegations and to the people they name."""

from collections.abc import Sequence

from django.conf import settings

from etkinlikler import tokens
from etkinlikler.emails.registering import ticket
from etkinlikler.models import Attendee, Delegation, Registration
from konsey import mail


def delegation_invited(*, delegation: Delegation, again: str = "") -> None:
    """``again`` names the occasion on which the desk sends it once more."""
    occasion = f":{again}" if again else ""
    _to_head("delegation_invited", delegation, key=f"{delegation.pk}:{delegation.head_email}{occasion}")


def delegation_cancelled(*, delegation: Delegation) -> None:
    _to_head("delegation_cancelled", delegation, key=str(delegation.pk))


def people_named(*, registration: Registration, new: Sequence[Attendee]) -> None:
    """Each new person with an own address gets their own letter, where they also say whether they come."""
    for person in new:
        if person.email:
            ticket(person=person)


def _to_head(letter: str, delegation: Delegation, *, key: str) -> None:
    mail.queue(
        f"etkinlikler/{letter}",
        to=delegation.head_email,
        key=key,
        context={
            "delegation": delegation,
            "event": delegation.event,
            "event_url": settings.SITE_URL + delegation.event.get_absolute_url(),
            "delegation_url": mail.link("etkinlikler:delegation", tokens.make(tokens.DELEGATION, delegation.key)),
            "recipient_name": delegation.head_name,
        },
        secret=True,
        about=delegation.event,
    )
