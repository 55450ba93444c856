"""Correcting who comes: a name that was written wrong, or a colleague who comes instead, until the cut-off."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from etkinlikler.emails import registering as emails
from etkinlikler.models import Attendee, Registration
from etkinlikler.rules import registering as rules
from etkinlikler.services.locking import lock, people_of
from etkinlikler.services.seats import Seats, refuse_who_is_there
from konsey.errors import Refused


@transaction.atomic
def correct_names(*, registration: Registration, names: Mapping[int, tuple[str, str]], now: datetime) -> Registration:
    """Write names and addresses (normal forms) of people who are on the list. ``names``: by the person's key.

    A new address gets the ticket's letter, with a new code: the old one is no longer anybody's. Raises Refused.
    """
    Seats(registration.event_id)  # addresses are compared under its lock
    locked = lock(registration)
    if refusal := rules.why_not_correct_names(locked.event, now):
        raise Refused(refusal)
    people = [person for person in people_of(locked) if person.state not in Attendee.NOT_COUNTED]
    moved = [person for person in people if _changes_address(person, names)]
    for person in people:
        if person.pk in names:
            person.name, person.email = names[person.pk]
    refuse_repeated(people)
    refuse_who_is_there(locked.event, people)
    free_the_codes(moved)
    Attendee.objects.bulk_update(people, ["name", "email", "key"])
    for person in moved:
        if person.state == Attendee.State.SEATED and person.email and person.email != locked.contact_email:
            emails.ticket(person=person)
    return locked


def _changes_address(person: Attendee, names: Mapping[int, tuple[str, str]]) -> bool:
    return person.pk in names and names[person.pk][1] != person.email


def free_the_codes(moved: Sequence[Attendee]) -> None:
    """Let go of the old addresses first (two people may have changed theirs with each other), then of the codes."""
    Attendee.objects.filter(pk__in=[person.pk for person in moved]).update(email="")
    for person in moved:
        person.key = uuid.uuid4()


class _Addressed(Protocol):
    @property
    def email(self) -> str: ...


def refuse_repeated(people: Iterable[_Addressed]) -> None:
    addresses = [person.email for person in people if person.email]
    if len(addresses) != len(set(addresses)):
        raise Refused(_("Aynı e-posta adresi birden çok kişide yazılı. Her adres yalnızca bir kişinin olabilir."))
