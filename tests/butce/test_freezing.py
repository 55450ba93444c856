"""Freezing: the check list, the box that is built, and a database that refuses changes afterwards."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from butce.models import Cycle, Envelope, PhaseKind, Proposal
from butce.rules.opening import opening_checks
from butce.services.errata import Correction, publish_erratum, withdraw_from_ballot
from butce.services.freezing import freeze_cycle
from konsey.errors import Refused
from sandik.models import Option, Paper
from tests.factories.butce import ConflictPairFactory, CycleFactory, EnvelopeFactory, ObjectionFactory, ProposalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready():
    """A cycle in objections with one envelope and three feasible projects."""
    cycle = CycleFactory(phase="objections")
    envelope = EnvelopeFactory(cycle=cycle, max_choices=2)
    for cost in (300, 200, 100):
        ProposalFactory(feasible=True, cycle=cycle, envelope=envelope, cost=cost)
    return cycle


def test_freeze_builds_a_box_with_the_voting_phase_and_numbered_options(ready, burak):
    freeze_cycle(cycle=ready, by=burak, now=timezone.now())

    voting = ready.phases.get(kind=PhaseKind.VOTING)
    paper = Paper.objects.get(box=ready.box)
    options = dict(Option.objects.filter(paper=paper).values_list("number", "weight"))
    projects = dict(Proposal.objects.filter(cycle=ready).values_list("ballot_number", "cost"))
    assert (ready.box.opens_at, ready.box.closes_at) == (voting.starts_at, voting.ends_at)
    assert options == projects
    assert sorted(options) == [1, 2, 3]
    assert paper.max_choices == 2
    assert set(Proposal.objects.filter(cycle=ready).values_list("state", flat=True)) == {"on_ballot"}


def test_freezing_twice_is_refused(ready, burak):
    freeze_cycle(cycle=ready, by=burak, now=timezone.now())

    with pytest.raises(Refused, match="zaten dondurulmuş"):
        freeze_cycle(cycle=ready, by=burak, now=timezone.now())


def test_check_list_names_what_stops_the_vote(ready):
    Proposal.objects.filter(cost=100).update(summary="")
    Cycle.objects.update(tie_seed=" ")
    ObjectionFactory(proposal__cycle=ready)
    EnvelopeFactory(cycle=ready, title="Boş pay")
    ready.refresh_from_db()

    stopping = {check.sentence for check in opening_checks(ready, timezone.now()) if check.stops}

    assert stopping == {
        "Kura tohumu yazılmamış; eşitlikler onunla çözülür ve önceden yayımlanır.",
        "“Boş pay” payında oylanacak proje yok.",
        "1 projenin sade özeti yok.",
        "1 itiraz karara bağlanmamış.",
    }


def test_check_list_mentions_pictures_without_stopping(ready):
    sentences = {check.sentence: check.stops for check in opening_checks(ready, timezone.now())}

    assert sentences == {"3 projenin görseli yok.": False}


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Proposal, {"cost": 5}),
        (Proposal, {"title": "Başka"}),
        (Proposal, {"envelope": None}),
        (Envelope, {"amount": 5}),
        (Envelope, {"max_choices": 9}),
        (Cycle, {"rule": "mes_cost"}),
        (Cycle, {"tie_seed": "başka"}),
    ],
)
def test_database_refuses_changes_of_frozen_rules(ready, burak, model, values):
    freeze_cycle(cycle=ready, by=burak, now=timezone.now())

    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        model.objects.update(**values)


def test_database_refuses_a_new_or_missing_envelope_after_freezing(ready, burak):
    freeze_cycle(cycle=ready, by=burak, now=timezone.now())

    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        EnvelopeFactory(cycle=ready)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Envelope.objects.all()._raw_delete("default")


def test_erratum_changes_project_and_paper_and_is_numbered(ready, burak):
    freeze_cycle(cycle=ready, by=burak, now=timezone.now())
    project = Proposal.objects.get(cost=300)
    now = timezone.now()

    first = publish_erratum(
        cycle=ready, by=burak, now=now, text="Bedel düzeltildi.", proposal=project, correction=Correction(cost=350)
    )
    second = publish_erratum(cycle=ready, by=burak, now=now, text="Duyuru metni düzeltildi.")

    assert (first.version, first.before, first.after) == (1, {"cost": 300}, {"cost": 350})
    assert second.version == 2
    assert Proposal.objects.get(pk=project.pk).cost == 350
    assert Option.objects.get(number=project.ballot_number).weight == 350


def test_freeze_holds_again_after_an_erratum(ready, burak):
    freeze_cycle(cycle=ready, by=burak, now=timezone.now())
    project = Proposal.objects.get(cost=300)

    with transaction.atomic(), pytest.raises(Refused):
        publish_erratum(
            cycle=CycleFactory(), by=burak, now=timezone.now(), text="x", proposal=project,
            correction=Correction(cost=1),
        )  # fmt: skip

    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Proposal.objects.filter(pk=project.pk).update(cost=1)


def test_withdrawn_project_leaves_the_paper_but_keeps_its_number(ready, burak):
    freeze_cycle(cycle=ready, by=burak, now=timezone.now() + timedelta(seconds=0))
    project = Proposal.objects.get(cost=200)

    withdraw_from_ballot(proposal=project, by=burak, now=timezone.now(), text="Arsa satıldı.")

    project.refresh_from_db()
    assert project.state == "withdrawn"
    assert Option.objects.get(number=project.ballot_number).withdrawn_at is not None


def test_conflict_pairs_cannot_be_made_or_undone_after_freezing(ready, burak):
    first, second, third = Proposal.objects.filter(cycle=ready).order_by("pk")
    pair = ConflictPairFactory(first=first, second=second)
    freeze_cycle(cycle=ready, by=burak, now=timezone.now())

    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        ConflictPairFactory(first=second, second=third)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        pair.delete()
