"""A cycle whose vote is over and not yet counted."""

from datetime import timedelta

from django.utils import timezone

from butce.models import Cycle, Proposal
from sandik.models import Option
from tests.factories.butce import ConflictPairFactory, CycleFactory, EnvelopeFactory, ProposalFactory
from tests.factories.sandik import BoxBallotFactory, BoxFactory, PaperFactory, RollEntryFactory

LIRA = 100


def closed_cycle(ballots, costs, amount, kind=None, points=None, conflict=None, **rules):
    """A cycle whose vote is over: ``ballots`` are tuples of ballot numbers, ``costs`` lira by number,
    ``conflict`` two of these numbers that cannot win together."""
    minimum = rules.pop("minimum_votes", 0)
    cycle = CycleFactory(phase="count", **rules)
    now = timezone.now()
    box = BoxFactory(opens_at=now - timedelta(days=30), closes_at=now - timedelta(days=10), publish_minimum=1)
    limits = {"points_total": 100, "points_per_choice": 100, "max_choices": None} if kind == "points" else {}
    paper = PaperFactory(box=box, options=0, **{"kind": kind or "approval", "max_choices": 5} | limits)
    envelope = EnvelopeFactory(cycle=cycle, amount=amount * LIRA, paper=paper, minimum_votes=minimum)
    for number, cost in costs.items():
        ProposalFactory(
            on_ballot=True, cycle=cycle, envelope=envelope, ballot_number=number, lot=number, cost=cost * LIRA,
            number=number, title=f"Proje {number}",
        )  # fmt: skip
        Option.objects.create(paper=paper, number=number, label=f"Proje {number}", weight=cost * LIRA)
    for choices in ballots:
        RollEntryFactory(paper=paper)
        BoxBallotFactory(paper=paper, choices=list(choices), points=points or [])
    if conflict:
        first, second = (Proposal.objects.get(cycle=cycle, ballot_number=number) for number in conflict)
        ConflictPairFactory(first=first, second=second)
    Cycle.objects.filter(pk=cycle.pk).update(box=box, frozen_at=now - timedelta(days=31))
    cycle.refresh_from_db()
    return cycle
