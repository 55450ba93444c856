"""Inviting to an event that is by invitation: a personal link for each address."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.emails import invitations as emails
from etkinlikler.models import Event, Invitation
from etkinlikler.rules import registering as rules
from konsey import audit
from konsey.errors import Refused
from konsey.models import User

audit.name_actions({"event.invited": gettext_lazy("Etkinliğe davet gönderildi")})


@transaction.atomic
def invite(*, event: Event, addresses: Sequence[tuple[str, str]], by: User, now: datetime) -> int:
    """Invite people (name or "", address in its normal form). Whoever is invited already gets no second letter.

    Returns how many were invited now. Raises Refused.
    """
    if event.entry == Event.Entry.FREE:
        raise Refused(_("Bu etkinlik için kayıt gerekmiyor; davet gönderilmez."))
    if refusal := rules.why_not_register(event, now, invited=True):
        raise Refused(refusal)
    wished = {address: name for name, address in reversed(addresses)}
    known = set(Invitation.objects.filter(event=event, email__in=wished).values_list("email", flat=True))
    new = [
        Invitation(event=event, email=address, name=name, invited_by=by, invited_at=now)
        for name, address in addresses
        if address not in known and wished.pop(address, None) is not None
    ]
    Invitation.objects.bulk_create(new, ignore_conflicts=True)
    for invitation in Invitation.objects.filter(event=event, key__in=[each.key for each in new]):
        invitation.event = event
        emails.invited(invitation=invitation)
    if new:
        audit.record(by=by, action="event.invited", obj=event, after={"invitations": len(new)})
    return len(new)
