"""The one way in which a proposal changes its state, and who follows it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from butce.models import TRANSITIONS, Cycle, Follow, Proposal, ProposalHistory
from konsey import audit
from konsey.errors import Refused
from konsey.models import User

State = Proposal.State
audit.name_actions({"proposal.advanced": gettext_lazy("Önerinin durumu değiştirildi")})


@transaction.atomic
def advance_proposal(
    *,
    proposal: Proposal,
    to: str,
    by: User | None,
    now: datetime,
    reason: str = "",
    sentence: str = "",
    note: str = "",
    merged_into: Proposal | None = None,
) -> Proposal:
    """Move a proposal to another state and write its history.

    ``sentence`` is read by everybody, ``note`` by the desk. ``by`` is None where the clock or the count decides. Raises
    Refused where ``TRANSITIONS`` does not allow it. Letters are the caller's, since only it knows when a step is over.
    """
    locked = Proposal.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.pk)
    if to not in TRANSITIONS[locked.state]:
        raise Refused(
            _("“%(now)s” durumundaki bir öneri “%(to)s” durumuna geçemez.")
            % {"now": locked.get_state_display(), "to": State(to).label}
        )
    before, locked.state = locked.state, to
    locked.merged_into = merged_into if to == State.MERGED else None
    locked.reason, locked.reason_text = (reason, sentence) if to == State.INELIGIBLE else ("", "")
    if to == State.SUBMITTED and locked.number is None:
        locked.number, locked.submitted_at = next_number(locked.cycle), now
    locked.save()
    ProposalHistory.objects.create(
        proposal=locked, from_state=before, to_state=to, reason=reason, sentence=sentence, note=note, by=by, at=now
    )
    if by is not None and by.is_staff:
        audit.record(
            by=by,
            action="proposal.advanced",
            obj=locked,
            before={"state": before},
            after={"state": to, "reason": reason},
        )
    for field in ("state", "merged_into", "reason", "reason_text", "number", "submitted_at"):
        setattr(proposal, field, getattr(locked, field))
    return proposal


def next_number(cycle: Cycle) -> int:
    """Return the next public number of the cycle, which is locked until the transaction ends."""
    Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=cycle.pk)
    return (Proposal.objects.filter(cycle=cycle).aggregate(most=Max("number"))["most"] or 0) + 1


def follow_proposal(*, proposal: Proposal, user: User, now: datetime) -> None:
    """Safe to run twice."""
    Follow.objects.bulk_create([Follow(proposal=proposal, user=user, since=now)], ignore_conflicts=True)


def unfollow_proposal(*, proposal: Proposal, user: User) -> None:
    Follow.objects.filter(proposal=proposal, user=user).delete()
