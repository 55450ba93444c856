"""Two coordinators at the same moment: one decision, and never a circle of merged ideas."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from butce.models import Proposal, ProposalHistory
from butce.services import review
from butce.services.merging import merge_proposals
from konsey.errors import Refused
from konsey.models import OutboxMessage
from tests.factories.butce import AssessmentFactory, CycleFactory, EnvelopeFactory, ProposalFactory
from tests.factories.konsey import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
State = Proposal.State


def _together(*acts):
    barrier, outcomes = threading.Barrier(len(acts)), []

    def run(act):
        try:
            barrier.wait(30)
            act()
            outcomes.append("done")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(outcomes)


def test_two_coordinators_decide_once():
    idea, now = ProposalFactory(cycle=CycleFactory(phase="technical_review"), state=State.UNDER_REVIEW), timezone.now()
    AssessmentFactory(proposal=idea, answered=True)
    verdict = review.Verdict(cost=1000, running_cost=None, summary="Özet.", envelope=EnvelopeFactory(cycle=idea.cycle))

    def decide():
        mine = Proposal.objects.get(pk=idea.pk)
        review.find_feasible(proposal=mine, by=UserFactory(), now=now, verdict=verdict)

    assert _together(decide, decide) == ["done", "refused"]
    assert ProposalHistory.objects.filter(to_state=State.FEASIBLE).count() == 1
    assert OutboxMessage.objects.filter(letter="butce/review_step").count() == 1


def test_merging_into_each_other_leaves_one_idea():
    cycle, now = CycleFactory(phase="preliminary_review"), timezone.now()
    one, two = ProposalFactory(cycle=cycle), ProposalFactory(cycle=cycle)

    def merge(source, target):
        rows = Proposal.objects.in_bulk([source.pk, target.pk])
        merge_proposals(
            source=rows[source.pk], target=rows[target.pk], by=UserFactory(), now=now, sentence="Aynı fikir."
        )

    assert _together(lambda: merge(one, two), lambda: merge(two, one)) == ["done", "refused"]
    states = sorted(Proposal.objects.values_list("state", flat=True))
    assert states == [State.MERGED, State.SUBMITTED]
