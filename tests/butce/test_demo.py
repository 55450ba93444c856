"""The demo's budget: a vote that is open whenever it is loaded, large enough to be real."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from butce.models import Cycle, Envelope, EnvelopeResult, Implementation, Proposal
from butce.rules.phases import current_phase
from sandik.models import BoxBallot, RollEntry

pytestmark = pytest.mark.django_db


def _check_past():
    closed = EnvelopeResult.objects.get(rule=Cycle.Rule.SHARES_COST)
    states = set(Implementation.objects.exclude(proposal__cycle=closed.count.cycle).values_list("state", flat=True))
    finished = Implementation.objects.filter(proposal__cycle=closed.count.cycle)
    assert closed.voters > 30_000
    assert set(closed.outcome["other"]["winners"]) != set(closed.outcome["winners"])
    assert set(finished.values_list("state", flat=True)) == {"finished"}
    assert states == {"finished", "building", "delayed", "tender", "planned"}


def test_demo_vote_is_open_with_five_envelopes_and_sixty_projects():
    call_command("demo", stdout=io.StringIO())

    cycle = Cycle.objects.get(box__sealed_at__isnull=True)
    now = timezone.now()
    projects = Proposal.objects.filter(cycle=cycle, state=Proposal.State.ON_BALLOT)
    scopes = list(Envelope.objects.filter(cycle=cycle).values_list("scope", flat=True))
    assert current_phase(cycle, now).kind == "voting"
    assert cycle.box.opens_at <= now - timedelta(days=2)
    assert cycle.box.closes_at >= now + timedelta(days=3)
    assert sorted(scopes) == ["city", *["neighbourhood"] * 4]
    assert projects.count() >= 60
    assert projects.filter(summary="").count() == 0
    assert (
        RollEntry.objects.filter(paper__box=cycle.box).count() == BoxBallot.objects.filter(paper__box=cycle.box).count()
    )
    _check_past()
