"""What only the desk does with delegations: many from a file, another head, the invitation once more."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.delegationfiles import PlannedDelegation
from etkinlikler.emails import delegations as emails
from etkinlikler.models import Delegation, Event
from etkinlikler.rules import delegations as rules
from etkinlikler.services.delegations import add_delegation
from konsey import audit
from konsey.errors import Refused
from konsey.models import Organisation, User
from konsey.services.organisations import add_organisation

audit.name_actions(
    {
        "delegations.imported": gettext_lazy("Heyetler dosyadan aktarıldı"),
        "delegation.invited_again": gettext_lazy("Heyet daveti yeniden gönderildi"),
        "delegation.head_changed": gettext_lazy("Heyet başkanı değiştirildi"),
    }
)


@transaction.atomic
def import_delegations(
    *, event: Event, planned: Sequence[PlannedDelegation], by: User, now: datetime
) -> list[Delegation]:
    """Add every delegation of a file (`etkinlikler.delegationfiles.read`), or none: Refused names the line."""
    stored = [_add(event, row, by, now) for row in planned]
    audit.record(by=by, action="delegations.imported", obj=event, after={"delegations": len(stored)})
    return stored


@transaction.atomic
def invite_again(*, delegation: Delegation, by: User, now: datetime) -> Delegation:
    """Send the head the letter once more; pressed twice within a minute it is one letter. Raises Refused."""
    locked = _lock(delegation)
    if refusal := rules.why_not_end(locked, now):
        raise Refused(refusal)
    audit.record(by=by, action="delegation.invited_again", obj=locked)
    emails.delegation_invited(delegation=locked, again=f"{now:%Y%m%d%H%M}")
    return locked


@transaction.atomic
def change_head(*, delegation: Delegation, head: tuple[str, str], by: User, now: datetime) -> Delegation:
    """Another person answers for the delegation: the old link ends, the new head is invited. Raises Refused."""
    locked = _lock(delegation)
    if refusal := rules.why_not_end(locked, now):
        raise Refused(refusal)
    before = {"email": locked.head_email}
    locked.head_name, locked.head_email = head
    locked.key = uuid.uuid4()
    locked.save(update_fields=["head_name", "head_email", "key"])
    audit.record(by=by, action="delegation.head_changed", obj=locked, before=before, after={"email": head[1]})
    emails.delegation_invited(delegation=locked, again=f"{now:%Y%m%d%H%M%S}")
    return locked


def _add(event: Event, row: PlannedDelegation, by: User, now: datetime) -> Delegation:
    try:
        organisation = row.organisation or add_organisation(
            by=by, organisation=Organisation(name=row.name, kind=Organisation.Kind.CITY_COUNCIL)
        )
        return add_delegation(
            event=event,
            organisation=organisation,
            quota=row.quota,
            head=(row.head_name, row.head_email),
            by=by,
            now=now,
        )
    except Refused as refusal:
        line = {"line": row.line, "problem": refusal.message}
        raise Refused(_("Hiçbir satır aktarılmadı. Satır %(line)d: %(problem)s") % line) from refusal


def _lock(delegation: Delegation) -> Delegation:
    rows = Delegation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("event__venue", "organisation").get(pk=delegation.pk)
