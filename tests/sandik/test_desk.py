"""Voting on paper: marked once, read by two people who differ, settled by a third, never more papers than people."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from konsey.errors import Refused
from konsey.models import AuditEntry
from sandik import electorates
from sandik.choices import Choices
from sandik.models import BoxBallot, Option, PaperBallot, PendingBallot, RollEntry
from sandik.services import casting, desk, mixing
from sandik.services.desk import Reading
from sandik.voters import roll_key
from tests.factories.konsey import NeighbourhoodFactory, UserFactory
from tests.factories.sandik import BoxFactory, PaperFactory, RollEntryFactory, StationFactory
from tests.sandik.test_race import _together

pytestmark = pytest.mark.django_db
ONE, TWO = Reading(Choices((1, 2))), Reading(Choices((3,)))
BLANK = Reading(invalidity="blank")


def _station(marked=3, **values):
    values.setdefault("box", BoxFactory(closed=bool(marked)))
    paper = PaperFactory(**values)
    station = StationFactory(box=paper.box)
    RollEntryFactory.create_batch(marked, paper=paper, station=station, channel="desk")
    return station, paper


def _enter(station, paper, reading=ONE, serial=1, by=None):
    return desk.enter_paper_ballot(station=station, paper=paper, serial=serial, reading=reading, by=by or UserFactory())


@pytest.fixture
def everybody():
    """A room that lets everybody born before 2010 vote on the first paper of a box, and on no other."""

    def papers_for(box, person, now):
        first, *others = box.papers.order_by("pk")
        young = "Yaş sınırı." if person.birth_year > 2010 else None
        return [electorates.Right(first, "konak", young, (b"old",))] + [
            electorates.Right(paper, "konak", "Bu mahallede oturmuyor.") for paper in others
        ]

    electorates.register(papers_for)
    yield
    electorates.unregister(papers_for)


def _person(identity=b"ayse", year=1980):
    return electorates.Person(identity, NeighbourhoodFactory(), year)


def test_a_person_is_marked_once_and_told_which_papers_to_get(everybody):
    station, paper = _station(marked=0)
    other = PaperFactory(box=paper.box)
    now = timezone.now()

    first = desk.mark_person(station=station, person=_person(), now=now)
    second = desk.mark_person(station=station, person=_person(), now=now)
    young = desk.mark_person(station=station, person=_person(b"can", 2015), now=now)

    assert first == [desk.Marked(paper), desk.Marked(other, "Bu mahallede oturmuyor.")]
    assert second[0].why_not == casting.already_voted()
    assert young[0].why_not == "Yaş sınırı."
    entry = RollEntry.objects.get()
    assert (entry.channel, entry.station, entry.area) == ("desk", station, "konak")
    assert AuditEntry.objects.count() == 0


def test_somebody_who_voted_under_an_earlier_identity_is_not_marked(everybody):
    station, paper = _station(marked=0)
    RollEntryFactory(paper=paper, voter=roll_key(paper.box, b"old"))

    [answer] = desk.mark_person(station=station, person=_person(), now=timezone.now())

    assert answer.why_not == casting.already_voted()


def test_no_room_knows_the_box_so_nobody_is_marked():
    station, _paper = _station(marked=0)

    assert desk.mark_person(station=station, person=_person(), now=timezone.now()) == []


def test_two_equal_readings_put_an_unlinked_ballot_into_the_box():
    station, paper = _station()
    ballot = _enter(station, paper, Reading(Choices((2, 1))))

    settled = desk.confirm_paper_ballot(ballot=ballot, reading=ONE, by=UserFactory())

    pending = PendingBallot.objects.get()
    assert (pending.channel, pending.choices, len(pending.receipt)) == ("desk", [1, 2], 32)
    settled.refresh_from_db()
    assert (settled.state, settled.first_reading, settled.second_reading) == ("confirmed", None, None)
    told = [str(entry.after) + entry.action for entry in AuditEntry.objects.order_by("pk")]
    assert len(told) == 2
    assert not any("[1, 2]" in line for line in told)


def test_unequal_readings_wait_for_a_third_person():
    station, paper = _station()
    first, second, third = UserFactory.create_batch(3)
    ballot = _enter(station, paper, ONE, by=first)
    with pytest.raises(Refused, match="giren kişi onaylayamaz"):
        desk.confirm_paper_ballot(ballot=ballot, reading=ONE, by=first)
    with pytest.raises(Refused, match="uyuşmazlık yok"):
        desk.settle_paper_ballot(ballot=ballot, reading=ONE, by=third)

    assert desk.confirm_paper_ballot(ballot=ballot, reading=TWO, by=second).state == "disputed"
    assert PendingBallot.objects.count() == 0
    for clerk in (first, second):
        with pytest.raises(Refused, match="üçüncü bir görevli"):
            desk.settle_paper_ballot(ballot=ballot, reading=TWO, by=clerk)
    with pytest.raises(Refused, match="beklemiyor"):
        desk.confirm_paper_ballot(ballot=ballot, reading=ONE, by=third)

    settled = desk.settle_paper_ballot(ballot=ballot, reading=TWO, by=third)
    assert (settled.state, settled.settled_by) == ("confirmed", third)
    assert PendingBallot.objects.get().choices == [3]


def test_an_invalid_paper_is_counted_with_its_reason_and_puts_nothing_into_the_box():
    station, paper = _station()

    settled = desk.confirm_paper_ballot(ballot=_enter(station, paper, BLANK), reading=BLANK, by=UserFactory())

    assert (settled.state, settled.invalidity, PendingBallot.objects.count()) == ("invalid", "blank", 0)


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (Reading(Choices((1, 2, 3, 4))), "En çok 3 proje seçebilirsiniz. Pusulada böyle yazıyorsa"),
        (Reading(Choices((9,))), "bu pusulada yok"),
        (Reading(), "Pusula boş"),
        (Reading(invalidity="ugly"), "listede yok"),
    ],
)
def test_a_reading_that_cannot_stand_is_refused_with_a_sentence(reading, words):
    station, paper = _station()

    with pytest.raises(Refused, match=words):
        _enter(station, paper, reading)
    assert PaperBallot.objects.count() == 0


def test_what_was_withdrawn_after_printing_is_left_out():
    station, paper = _station()
    Option.objects.filter(paper=paper, number=2).update(withdrawn_at=timezone.now())

    desk.confirm_paper_ballot(ballot=_enter(station, paper, ONE), reading=ONE, by=UserFactory())

    assert PendingBallot.objects.get().choices == [1]


def test_no_more_papers_than_people_marked_at_this_desk():
    station, paper = _station(marked=1)
    elsewhere = StationFactory(box=paper.box)
    RollEntryFactory(paper=paper)
    _enter(station, paper)

    for where, serial in ((station, 2), (elsewhere, 1)):
        with pytest.raises(Refused, match="işaretlenen kişi sayısından fazla"):
            _enter(where, paper, serial=serial)
    with pytest.raises(Refused, match="başka bir sandığın"):
        _enter(station, PaperFactory())


def test_no_paper_is_entered_while_voting_goes_on():
    station, paper = _station(box=BoxFactory())

    with pytest.raises(Refused, match="oylama bitmeden girilemez"):
        _enter(station, paper)


def test_a_serial_is_entered_once():
    station, paper = _station()
    _enter(station, paper)

    with pytest.raises(Refused, match="zaten girilmiş"):
        _enter(station, paper, TWO)


def test_nothing_is_entered_into_a_sealed_box():
    station, paper = _station(box=BoxFactory(closed=True, sealed_at=timezone.now()))

    with pytest.raises(Refused, match="mühürlendi"):
        _enter(station, paper)


def test_the_database_itself_refuses_one_person_twice_and_readings_that_outlive_the_ballot():
    station, paper = _station()
    ballot = _enter(station, paper)
    wrong = [
        {"confirmed_by": ballot.entered_by},
        {"settled_by": ballot.entered_by, "confirmed_by": UserFactory()},
        {"state": "confirmed"},
        {"state": "invalid", "first_reading": None},
    ]
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            PaperBallot.objects.filter(pk=ballot.pk).update(**values)


@pytest.mark.django_db(transaction=True)
def test_many_clerks_at_once_enter_no_more_than_marked_and_confirm_each_once():
    station, paper = _station(marked=5)
    clerks = UserFactory.create_batch(16)
    entered = _together(16, lambda n: _enter(station, paper, serial=n + 1, by=clerks[n]).pk)
    ballots = list(PaperBallot.objects.all())
    second = UserFactory.create_batch(15)

    answers = _together(15, lambda n: desk.confirm_paper_ballot(ballot=ballots[n % 5], reading=ONE, by=second[n]).state)

    assert sum(isinstance(answer, int) for answer in entered) == len(ballots) == 5
    assert answers.count("confirmed") == 5
    assert PendingBallot.objects.count() == 5
    mixing.mix_all([paper])
    assert BoxBallot.objects.filter(channel="desk").count() == 5
