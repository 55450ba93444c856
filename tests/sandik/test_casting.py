"""One vote a person, changed by receipt, decided by the database's clock."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from konsey.errors import Refused
from sandik import receipts
from sandik.choices import Choices
from sandik.models import BoxBallot, PendingBallot, RollEntry
from sandik.services import casting, mixing
from sandik.voters import roll_key
from tests.factories.sandik import BoxFactory, PaperFactory, StationFactory

pytestmark = pytest.mark.django_db


def _cast(paper, person=b"ayse", choices=(1, 2)):
    return casting.cast_ballot(
        paper=paper, voter=roll_key(paper.box, person), area="konak/alsancak", choices=Choices(tuple(choices))
    )


def test_casting_enters_the_person_and_drops_a_ballot_that_does_not_name_them():
    paper = PaperFactory()

    receipt = _cast(paper)

    entry, ballot = RollEntry.objects.get(), PendingBallot.objects.get()
    assert bytes(entry.voter) == roll_key(paper.box, b"ayse")
    assert (entry.area, entry.channel, entry.day) == ("konak/alsancak", "online", timezone.localdate())
    assert bytes(ballot.receipt) == receipts.digest(paper.box_id, receipt.code)
    assert (ballot.choices, ballot.points) == ([1, 2], [])


def test_casting_is_one_statement_and_no_insert_of_a_second_vote():
    paper = PaperFactory()
    _cast(paper)

    with pytest.raises(Refused, match="daha önce kaydedilmiş"):
        _cast(paper, choices=(3,))

    assert (RollEntry.objects.count(), PendingBallot.objects.get().choices) == (1, [1, 2])


def test_the_same_person_may_vote_on_each_paper_of_a_box():
    paper = PaperFactory()
    other = PaperFactory(box=paper.box)

    _cast(paper)
    _cast(other)

    assert (RollEntry.objects.count(), PendingBallot.objects.count()) == (2, 2)


@pytest.mark.parametrize("trait", ["closed", "unfrozen", "later"])
def test_nothing_is_cast_while_the_box_is_not_open(trait):
    later = {"opens_at": timezone.now() + timedelta(hours=1)}
    box = BoxFactory(**later) if trait == "later" else BoxFactory(**{trait: True})
    paper = PaperFactory(box=box)

    with pytest.raises(Refused):
        _cast(paper)

    assert (RollEntry.objects.count(), PendingBallot.objects.count()) == (0, 0)


def test_the_databases_clock_decides_not_the_web_servers(time_machine):
    paper = PaperFactory(box=BoxFactory(closed=True))
    time_machine.move_to(paper.box.closes_at - timedelta(hours=5))

    with pytest.raises(Refused, match="açık değil"):
        _cast(paper)


@pytest.mark.parametrize("mixed", [False, True])
def test_a_receipt_changes_the_ballot_wherever_it_is(mixed):
    paper = PaperFactory()
    receipt = _cast(paper)
    if mixed:
        mixing.mix_all([paper])

    casting.change_ballot(paper=paper, code=receipt.code.replace("-", " ").replace("0", "O"), choices=Choices((4,)))

    assert (RollEntry.objects.count(), BoxBallot.objects.count()) == (1, 0)
    assert PendingBallot.objects.get().choices == [4]


def test_a_forged_or_foreign_receipt_changes_nothing():
    paper, foreign = PaperFactory(), PaperFactory()
    _cast(paper)
    code = _cast(foreign).code

    for wrong in (code, receipts.new_code()):
        with pytest.raises(Refused, match="bulunamadı"):
            casting.change_ballot(paper=paper, code=wrong, choices=Choices((4,)))
    with pytest.raises(Refused, match="yirmi harf"):
        casting.change_ballot(paper=paper, code="12345", choices=Choices((4,)))

    assert sorted(PendingBallot.objects.values_list("choices", flat=True)) == [[1, 2], [1, 2]]


def test_somebody_marked_at_the_desk_cannot_vote_online_and_the_other_way_round():
    paper = PaperFactory()
    station = StationFactory(box=paper.box)
    key = roll_key(paper.box, b"ayse")

    casting.mark_desk_voter(paper=paper, voter=key, area="konak/alsancak", station_id=station.pk)
    with pytest.raises(Refused, match="daha önce"):
        _cast(paper)
    _cast(paper, person=b"burak")
    with pytest.raises(Refused, match="daha önce"):
        casting.mark_desk_voter(
            paper=paper, voter=roll_key(paper.box, b"burak"), area="konak/alsancak", station_id=station.pk
        )

    assert (RollEntry.objects.count(), PendingBallot.objects.count()) == (2, 1)


def test_two_boxes_know_the_same_person_under_different_hashes():
    assert roll_key(BoxFactory(), b"ayse") != roll_key(BoxFactory(), b"ayse")


def test_no_column_of_roll_or_ballot_holds_a_time_or_a_counter():
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT table_name || '.' || column_name FROM information_schema.columns
               WHERE table_name IN ('sandik_rollentry', 'sandik_pendingballot', 'sandik_boxballot')
                 AND (data_type LIKE 'timestamp%' OR is_identity = 'YES' OR column_default IS NOT NULL)"""
        )
        assert cursor.fetchall() == []
        cursor.execute("SHOW track_commit_timestamp")
        assert cursor.fetchone() == ("off",)
