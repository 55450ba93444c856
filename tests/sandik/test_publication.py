"""What is published, to whom and when; what a receipt code finds; turnout."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from konsey.errors import Refused
from konsey.models import AuditEntry
from sandik import receipts, rules
from sandik.choices import Choices
from sandik.models import Box
from sandik.services import casting, mixing, publication, sealing
from sandik.services.publication import OptionSum, PublishedBallot
from sandik.voters import roll_key
from tests.factories.sandik import BoxFactory, PaperFactory, RollEntryFactory, SealedBallotFactory, TurnoutHourFactory

pytestmark = pytest.mark.django_db


def _sealed(*, published=True, **values):
    now = timezone.now()
    return BoxFactory(closed=True, sealed_at=now, results_published_at=now if published else None, **values)


def test_nobody_sees_anything_before_the_count_is_published(burak):
    now = timezone.now()
    paper = PaperFactory(box=BoxFactory())
    readers = [publication.published_ballots, publication.option_sums, publication.receipt_list]
    for read in readers:
        with pytest.raises(Refused, match="hiç kimse, görevliler de"):
            read(paper, now)
    with pytest.raises(Refused, match="mühürlenmeden"):
        publication.sealed_ballots(paper)
    with pytest.raises(Refused, match="Mühürlenmemiş"):
        publication.publish_results(box=paper.box, by=burak, now=now)

    Box.objects.update(closes_at=now - timedelta(hours=1), sealed_at=now)
    paper.box.refresh_from_db()
    for read in readers:
        with pytest.raises(Refused, match="sayım tamamlanıp yayımlandığında"):
            read(paper, now)
    assert list(publication.sealed_ballots(paper)) == []

    publication.publish_results(box=paper.box, by=burak, now=now)
    publication.publish_results(box=paper.box, by=burak, now=now)
    paper.box.refresh_from_db()
    assert rules.may_see_results(paper.box, now)
    assert not rules.may_see_results(paper.box, now - timedelta(seconds=1))
    assert AuditEntry.objects.filter(action="box_published").count() == 1


def test_ballots_come_in_order_of_their_numbers_with_sums_receipts_and_hash():
    paper, now = PaperFactory(points=True, box=_sealed(publish_minimum=2)), timezone.now()
    SealedBallotFactory(paper=paper, number=2, receipt=b"\x01" * 32, choices=[1], points=[4])
    SealedBallotFactory(paper=paper, number=1, receipt=b"\x02" * 32, choices=[1, 3], points=[6, 4])

    assert list(publication.published_ballots(paper, now)) == [
        PublishedBallot(1, (1, 3), (6, 4)),
        PublishedBallot(2, (1,), (4,)),
    ]
    assert publication.option_sums(paper, now)[:3] == [OptionSum(1, 2, 10), OptionSum(2, 0, 0), OptionSum(3, 1, 4)]
    assert list(publication.receipt_list(paper, now)) == [("01" * 32, 2), ("02" * 32, 1)]
    assert publication.ballots_hash(paper) == hashlib.sha256(b"1;1,3;6,4\n2;1;4\n").hexdigest()


def test_few_ballots_are_published_as_sums_only():
    paper, now = PaperFactory(box=_sealed(publish_minimum=3)), timezone.now()
    SealedBallotFactory.create_batch(2, paper=paper, choices=[2])

    assert list(publication.published_ballots(paper, now)) == []
    assert publication.option_sums(paper, now)[1] == OptionSum(2, 2, 0)
    assert [number for _receipt, number in publication.receipt_list(paper, now)] == [None, None]
    assert len(list(publication.sealed_ballots(paper))) == 2


def test_a_receipt_code_finds_its_ballot_at_every_stage_but_tells_choices_only_when_sealed(burak):
    paper = PaperFactory()
    voter = roll_key(paper.box, b"ayse")
    code = casting.cast_ballot(paper=paper, voter=voter, area="konak", choices=Choices((1, 4))).code

    pending = publication.find_by_code(paper.box, code)
    mixing.mix_all([paper])
    boxed = publication.find_by_code(paper.box, code)
    Box.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    sealing.seal_box(box=paper.box, by=burak)
    sealed = publication.find_by_code(paper.box, code)

    assert pending == boxed
    assert (pending.paper_id, pending.ballot) == (paper.pk, None)
    assert "Pusulanız sandıkta" in pending.words
    assert sealed.ballot == PublishedBallot(1, (1, 4))
    assert "1 numarayla mühürlü" in sealed.words
    assert publication.find_by_code(paper.box, receipts.new_code()) is None
    assert publication.find_by_code(BoxFactory(), code) is None
    with pytest.raises(Refused, match="yirmi harf"):
        publication.find_by_code(paper.box, "abc")


def test_turnout_is_counted_by_place_and_way_from_the_roll(django_assert_num_queries):
    paper, other = PaperFactory(), PaperFactory()
    RollEntryFactory.create_batch(2, paper=paper, area="konak/alsancak")
    RollEntryFactory(paper=paper, area="konak/alsancak", channel="desk")
    RollEntryFactory(paper=paper, area="bornova/erzene")
    RollEntryFactory(paper=other)

    with django_assert_num_queries(1):
        found = rules.turnout(paper)

    assert found == [rules.AreaTurnout("bornova/erzene", 1, 0), rules.AreaTurnout("konak/alsancak", 2, 1)]
    assert found[1].total == 3
    assert rules.turnout(PaperFactory()) == []


def test_turnout_by_the_hour_comes_in_order():
    paper, noon = PaperFactory(), timezone.now().replace(minute=0, second=0, microsecond=0)
    TurnoutHourFactory(paper=paper, hour=noon, voters=9)
    TurnoutHourFactory(paper=paper, hour=noon - timedelta(hours=1), voters=4)

    assert rules.turnout_by_hour(paper) == [(noon - timedelta(hours=1), 4), (noon, 9)]
