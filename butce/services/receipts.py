"""What a receipt code opens. Wrong codes count against the network they came from, as wrong identities do."""

from datetime import datetime

from django.db import transaction

from konsey.errors import Refused
from konsey.services.identity import lockouts
from konsey.services.identity.claims import locked_sentence
from sandik.models import Box
from sandik.services.publication import Found, find_by_code


@transaction.atomic(durable=True)
def look_up(*, box: Box, code: str, network: str, now: datetime) -> Found | None:
    """Return what is known of the ballot with this receipt; None after a wrong code. Raises Refused while locked."""
    gate = lockouts.enter(user=None, network=network, now=now)
    if until := gate.locked_until(now):
        raise Refused(locked_sentence(until))
    found = find_by_code(box, code)
    if found is None:
        gate.fail(now)
    return found
