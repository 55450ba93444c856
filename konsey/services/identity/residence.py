"""Declaring where one lives. Former places stay as history."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from konsey.emails import identity as letters
from konsey.errors import Refused
from konsey.models import Neighbourhood, Residence, User
from konsey.rules import identity as rules
from konsey.services.identity.grants import lock_person


@transaction.atomic
def declare_residence(*, user: User, neighbourhood: Neighbourhood, now: datetime) -> Residence:
    """Write the person's own declaration. Raises Refused.

    A verification stays what it is: proof for its own neighbourhood. It counts again when that is declared again, or
    moves along when the register shows the new place.
    """
    person = lock_person(user)
    if refusal := rules.why_not_declare(person, neighbourhood, now):
        raise Refused(refusal)
    former = rules.current_residence(person)
    residence = move(user=person, neighbourhood=neighbourhood, source=Residence.Source.SELF, now=now)
    if former is not None:
        letters.residence_changed(residence, former=former, verified=rules.is_verified(person, now))
    return residence


def move(*, user: User, neighbourhood: Neighbourhood, source: str, now: datetime) -> Residence:
    """Close the current stretch and open the next in the caller's transaction; ``user`` must be locked.

    Servers' clocks may differ a little: a stretch never ends before it began.
    """
    Residence.objects.current().filter(user=user).update(until=Greatest(F("since"), Value(now)))
    return Residence.objects.create(user=user, neighbourhood=neighbourhood, source=source, since=now)
