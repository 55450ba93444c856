"""The state machine of proposals: every pair of states, numbers and history."""

import itertools

import pytest
from django.utils import timezone

from butce.models import TRANSITIONS, Proposal, ProposalHistory
from butce.services.proposals import advance_proposal
from konsey.errors import Refused
from tests.factories.butce import ProposalFactory

pytestmark = pytest.mark.django_db
State = Proposal.State


def _in_state(state: str) -> Proposal:
    target = ProposalFactory() if state == State.MERGED else None
    reason = {"reason": "technical", "reason_text": "Zemin uygun değil."} if state == State.INELIGIBLE else {}
    proposal = ProposalFactory(on_ballot=True)
    values = {"state": state, "merged_into": target, "reason": "", "reason_text": "", **reason}
    Proposal.objects.filter(pk=proposal.pk).update(**values)
    proposal.refresh_from_db()
    return proposal


@pytest.mark.parametrize(("start", "end"), list(itertools.product(State.values, State.values)))
def test_advance_allows_exactly_the_transitions(start, end):
    proposal = _in_state(start)
    target = ProposalFactory(cycle=proposal.cycle) if end == State.MERGED else None
    words = {"reason": "technical", "sentence": "Zemin uygun değil."} if end == State.INELIGIBLE else {}

    if end in TRANSITIONS[start]:
        advance_proposal(proposal=proposal, to=end, by=None, now=timezone.now(), merged_into=target, **words)
    else:
        with pytest.raises(Refused):
            advance_proposal(proposal=proposal, to=end, by=None, now=timezone.now(), merged_into=target, **words)

    proposal.refresh_from_db()
    assert proposal.state == (end if end in TRANSITIONS[start] else start)
    assert ProposalHistory.objects.filter(proposal=proposal).count() == (1 if end in TRANSITIONS[start] else 0)


def test_first_submission_gives_the_next_number_of_the_cycle():
    older = ProposalFactory(number=7)
    draft = ProposalFactory(draft=True, cycle=older.cycle)

    advance_proposal(proposal=draft, to=State.SUBMITTED, by=draft.author, now=timezone.now())

    assert draft.number == 8
    assert draft.submitted_at is not None
