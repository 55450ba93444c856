"""Freezing, mixing, sealing."""

import pytest
from django.utils import timezone

from konsey.errors import Refused
from konsey.models import AuditEntry
from sandik.models import BoxBallot, PaperBallot, PendingBallot, RollEntry, SealedBallot
from sandik.services import mixing, sealing
from tests.factories.sandik import (
    BoxBallotFactory,
    BoxFactory,
    PaperBallotFactory,
    PaperFactory,
    PendingBallotFactory,
    RollEntryFactory,
)

pytestmark = pytest.mark.django_db


def _votes(paper, count, ballots=None):
    RollEntryFactory.create_batch(count, paper=paper)
    PendingBallotFactory.create_batch(count if ballots is None else ballots, paper=paper)


def test_freezing_gives_the_box_its_nonce_once(burak):
    paper = PaperFactory(box=BoxFactory(unfrozen=True))

    sealing.freeze_box(box=paper.box, by=burak, now=timezone.now())

    paper.box.refresh_from_db()
    assert len(paper.box.roll_nonce) == 32
    with pytest.raises(Refused, match="zaten dondurulmuş"):
        sealing.freeze_box(box=paper.box, by=burak, now=timezone.now())


def test_a_paper_without_options_cannot_open(burak):
    paper = PaperFactory(box=BoxFactory(unfrozen=True), options=0)

    with pytest.raises(Refused, match="Seçeneği olmayan"):
        sealing.freeze_box(box=paper.box, by=burak, now=timezone.now())


def test_only_papers_with_enough_pending_ballots_are_mixed():
    box = BoxFactory(batch_minimum=3)
    ripe, unripe = PaperFactory(box=box), PaperFactory(box=box)
    _votes(ripe, 3)
    _votes(unripe, 2)

    assert mixing.mix_ripe_papers() == 3
    assert mixing.mix_ripe_papers() == 0
    assert BoxBallot.objects.filter(paper=ripe).count() == 3
    assert PendingBallot.objects.filter(paper=unripe).count() == 2


def test_sealing_numbers_every_ballot_and_leaves_other_boxes_alone(burak):
    paper, other = PaperFactory(box=BoxFactory(closed=True)), PaperFactory()
    _votes(paper, 5)
    _votes(other, 2)
    BoxBallotFactory(paper=other)
    RollEntryFactory(paper=other)

    seal = sealing.seal_box(box=paper.box, by=burak)

    assert seal.ballots == {paper.pk: 5}
    numbers = SealedBallot.objects.filter(paper=paper).values_list("number", flat=True)
    assert sorted(numbers) == [1, 2, 3, 4, 5]
    assert (BoxBallot.objects.count(), PendingBallot.objects.count(), RollEntry.objects.count()) == (1, 2, 8)
    assert AuditEntry.objects.get(action="box_sealed").after == {"ballots": 5}


@pytest.mark.parametrize(("people", "ballots"), [(5, 4), (4, 5)])
def test_nothing_is_sealed_when_roll_and_box_disagree(burak, people, ballots):
    paper = PaperFactory(box=BoxFactory(closed=True))
    _votes(paper, people, ballots)

    with pytest.raises(Refused, match=f"{people} kişi, {ballots} pusula"):
        sealing.seal_box(box=paper.box, by=burak)

    paper.box.refresh_from_db()
    assert (paper.box.sealed_at, SealedBallot.objects.count()) == (None, 0)


def test_an_open_box_is_not_sealed(burak):
    with pytest.raises(Refused, match="bitmeden"):
        sealing.seal_box(box=PaperFactory().box, by=burak)


def test_a_box_is_sealed_once(burak):
    paper = PaperFactory(box=BoxFactory(closed=True))
    sealing.seal_box(box=paper.box, by=burak)

    with pytest.raises(Refused, match="zaten mühürlenmiş"):
        sealing.seal_box(box=paper.box, by=burak)


def test_paper_ballots_that_wait_for_a_second_look_hold_up_the_seal(burak):
    paper = PaperFactory(box=BoxFactory(closed=True))
    waiting = PaperBallotFactory(paper=paper)

    with pytest.raises(Refused, match="kâğıt pusulalar"):
        sealing.seal_box(box=paper.box, by=burak)

    RollEntryFactory(paper=paper, channel="desk", station=waiting.station)
    PaperBallot.objects.update(state="invalid", invalidity="blank")
    assert sealing.seal_box(box=paper.box, by=burak).ballots == {paper.pk: 1}
