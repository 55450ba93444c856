"""The formal check and the coordinator's decision. At the end of each step author and followers are told."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from butce.emails import review as letters
from butce.models import Assessment, Envelope, Proposal
from butce.rules import review as rules
from butce.services.proposals import advance_proposal
from konsey.errors import Refused
from konsey.models import User

State = Proposal.State


@dataclass(frozen=True)
class Verdict:
    """What a project needs before it may go to the vote; money in kuruş."""

    cost: int
    running_cost: int | None
    summary: str
    envelope: Envelope


@transaction.atomic
def pass_check(*, proposal: Proposal, by: User, now: datetime, note: str = "") -> Proposal:
    """The idea keeps the rules of form: it goes to the technical review."""
    locked = lock_for(proposal, by)
    refuse(rules.why_not_check(locked, now))
    _advance(proposal, State.UNDER_REVIEW, by, now, note=note)
    letters.step_finished(proposal)
    return proposal


@transaction.atomic
def return_to_author(*, proposal: Proposal, by: User, now: datetime, sentence: str, note: str = "") -> Proposal:
    """Something is missing that the author can mend. Followers are not told: the step is not finished."""
    locked = lock_for(proposal, by)
    refuse(rules.why_not_check(locked, now) or _why_no_sentence(sentence))
    _advance(proposal, State.RETURNED, by, now, sentence=sentence, note=note)
    letters.returned(proposal, sentence)
    return proposal


@transaction.atomic
def redirect_complaint(*, proposal: Proposal, by: User, now: datetime, sentence: str, note: str = "") -> Proposal:
    """A personal complaint is no project: it leaves the public pages, and the author is told where to bring it."""
    locked = lock_for(proposal, by)
    refuse(rules.why_not_check(locked, now) or _why_no_sentence(sentence))
    _advance(proposal, State.REDIRECTED, by, now, sentence=sentence, note=note)
    letters.redirected(proposal, sentence)
    return proposal


@transaction.atomic
def take_back(*, proposal: Proposal, by: User, now: datetime, note: str = "") -> Proposal:
    """It was a project after all."""
    locked = lock_for(proposal, by)
    refuse(rules.why_not_take_back(locked, now))
    _advance(proposal, State.SUBMITTED, by, now, note=note)
    letters.returned_to_check(proposal)
    return proposal


@transaction.atomic
def find_ineligible(
    *, proposal: Proposal, by: User, now: datetime, reason: str, sentence: str, note: str = ""
) -> Proposal:
    """Refuse with a coded reason and a sentence that everybody reads; the departments' answers become public."""
    locked = lock_for(proposal, by)
    refuse(
        rules.why_not_refuse(locked, now)
        or rules.why_not_decide_again(by, locked)
        or (None if reason else _("Gerekçe kodunu seçiniz."))
        or _why_no_sentence(sentence)
    )
    _publish(locked, now)
    _advance(proposal, State.INELIGIBLE, by, now, reason=reason, sentence=sentence, note=note)
    letters.step_finished(proposal)
    return proposal


@transaction.atomic
def find_feasible(
    *, proposal: Proposal, by: User, now: datetime, verdict: Verdict, sentence: str = "", note: str = ""
) -> Proposal:
    """Give the project its official cost, its summary and its envelope; the departments' answers become public."""
    locked = lock_for(proposal, by)
    refuse(rules.why_not_find_feasible(locked, now) or rules.why_not_decide_again(by, locked))
    set_verdict(locked, verdict)
    _publish(locked, now)
    _advance(proposal, State.FEASIBLE, by, now, sentence=sentence, note=note)
    letters.step_finished(proposal)
    return proposal


@transaction.atomic
def back_to_check(*, proposal: Proposal, by: User, now: datetime, note: str) -> Proposal:
    """The coordinator sends an idea back to the formal check; what departments said stays unpublished until decided."""
    locked = lock_for(proposal, by)
    refuse(rules.why_not_decide(locked, now))
    return _advance(proposal, State.SUBMITTED, by, now, note=note)


@transaction.atomic
def reopen(*, proposal: Proposal, by: User, now: datetime, sentence: str) -> Proposal:
    """Something came up after a project was found feasible."""
    locked = lock_for(proposal, by)
    refuse(rules.why_not_reopen(locked, now) or _why_no_sentence(sentence))
    _advance(proposal, State.UNDER_REVIEW, by, now, sentence=sentence)
    letters.step_finished(proposal)
    return proposal


def lock_for(proposal: Proposal, by: User) -> Proposal:
    """Return the row, held until the transaction ends. Raises Refused for one's own idea."""
    rows = Proposal.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("cycle", "neighbourhood", "category").get(pk=proposal.pk)
    refuse(rules.why_not_own(by, locked))
    return locked


def set_verdict(proposal: Proposal, verdict: Verdict) -> None:
    """Raises Refused where the envelope does not fit or the summary is missing."""
    refuse(rules.why_not_envelope(proposal, verdict.envelope, verdict.cost))
    if not verdict.summary.strip():
        raise Refused(_("Pusulada görünecek sade özeti yazınız."))
    proposal.cost, proposal.running_cost = verdict.cost, verdict.running_cost
    proposal.summary, proposal.envelope = verdict.summary, verdict.envelope
    proposal.save(update_fields=["cost", "running_cost", "summary", "envelope", "changed_at"])


def refuse(why_not: str | None) -> None:
    if why_not:
        raise Refused(why_not)


def _publish(proposal: Proposal, now: datetime) -> None:
    """What was withdrawn before anybody answered stays the desk's own."""
    rows = Assessment.objects.filter(proposal=proposal, published_at__isnull=True)
    rows.exclude(state=Assessment.State.CANCELLED).update(published_at=now)


def _advance(
    proposal: Proposal, to: str, by: User, now: datetime, *, reason: str = "", sentence: str = "", note: str = ""
) -> Proposal:
    return advance_proposal(proposal=proposal, to=to, by=by, now=now, reason=reason, sentence=sentence, note=note)


def _why_no_sentence(sentence: str) -> str | None:
    return None if sentence.strip() else _("Açıklamayı bir cümleyle yazınız.")
