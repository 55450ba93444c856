"""The staff's steps with a request: asking back, approving with conditions, rejecting, looking at it again.

Locks in one order: the zone, the request, then (in the triggers) the equipment by key. That two approved uses of one
zone never overlap and that no more is lent than there is, is decided by the database alone.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy

from etkinlikler.emails import parkuse as emails
from etkinlikler.models import Event, ParkUseRequest, ParkZone
from etkinlikler.rules import parkuse as rules
from etkinlikler.services import parkevents
from etkinlikler.services.parkuse import advance, lock
from konsey import audit
from konsey.constraints import refused_as
from konsey.errors import Refused
from konsey.models import User
from meclisler.models import Body

State = ParkUseRequest.State
SENTENCES = {
    "etkinlikler_parkuserequest_zone_free": gettext_lazy("Bu bölüm o saatlerde başka bir gruba verildi."),
    "etkinlikler_equipmentloan_within_stock": gettext_lazy(
        "İstenen malzeme o saatlerde yetmiyor: stok başka gruplara verildi."
    ),
}
audit.name_actions(
    {
        "parkuse.info_asked": gettext_lazy("Park başvurusunda bilgi istendi"),
        "parkuse.approved": gettext_lazy("Park başvurusu onaylandı"),
        "parkuse.rejected": gettext_lazy("Park başvurusu kabul edilmedi"),
        "parkuse.reopened": gettext_lazy("Park başvurusu yeniden incelemeye alındı"),
    }
)


@dataclass(frozen=True)
class Approval:
    """What the staff decide. ``places`` counts only where people register (``entry`` open)."""

    organiser: Body
    summary: str
    conditions: str = ""
    entry: str = Event.Entry.FREE
    places: int | None = None


@transaction.atomic
def ask_back(*, use: ParkUseRequest, by: User, question: str, now: dt.datetime) -> ParkUseRequest:
    locked = lock(use)
    advance(locked, to=State.NEEDS_INFO, by=by, now=now, text=question)
    audit.record(by=by, action="parkuse.info_asked", obj=locked)
    emails.info_asked(use=locked, question=question)
    return locked


@transaction.atomic
def approve(*, use: ParkUseRequest, by: User, approval: Approval, now: dt.datetime) -> ParkUseRequest:
    """Give the zone and the equipment, and announce the event, in one transaction. Raises Refused."""
    ParkZone.objects.select_for_update(of=("self",), no_key=True).get(pk=use.zone_id)
    locked = lock(use)
    _refuse_approval(locked, approval, now)
    locked.conditions, locked.decided_by, locked.decided_at = approval.conditions, by, now
    with refused_as(SENTENCES):
        advance(locked, to=State.APPROVED, by=by, now=now, text=approval.conditions)
    locked.event = parkevents.publish_event(
        use=locked, by=by, organiser=approval.organiser, summary=approval.summary,
        places=approval.places if approval.entry == Event.Entry.OPEN else None, now=now,
    )  # fmt: skip
    locked.save(update_fields=["event"])
    audit.record(by=by, action="parkuse.approved", obj=locked, after={"event": locked.event.pk})
    emails.approved(use=locked)
    return locked


@transaction.atomic
def reject(*, use: ParkUseRequest, by: User, reason: str, now: dt.datetime) -> ParkUseRequest:
    locked = lock(use)
    locked.reason, locked.decided_by, locked.decided_at = reason, by, now
    advance(locked, to=State.REJECTED, by=by, now=now, text=reason)
    audit.record(by=by, action="parkuse.rejected", obj=locked, reason=reason)
    emails.rejected(use=locked)
    return locked


@transaction.atomic
def reopen(*, use: ParkUseRequest, by: User, now: dt.datetime) -> ParkUseRequest:
    """A rejection was a mistake: the request waits for a decision again."""
    locked = lock(use)
    if refusal := rules.why_not_reopen(locked, now):
        raise Refused(refusal)
    locked.reason, locked.decided_by, locked.decided_at = "", None, None
    advance(locked, to=State.SUBMITTED, by=by, now=now)
    audit.record(by=by, action="parkuse.reopened", obj=locked)
    emails.reopened(use=locked)
    return locked


def _refuse_approval(use: ParkUseRequest, approval: Approval, now: dt.datetime) -> None:
    refusal = rules.why_not_approve(use, now)
    if refusal is None and approval.entry == Event.Entry.OPEN:
        refusal = rules.why_not_places(use, approval.places)
    if refusal:
        raise Refused(refusal)
