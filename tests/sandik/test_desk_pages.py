"""The desk's pages: mark, enter, read again, settle, protocol; nothing of one reading is shown to the next clerk."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from konsey import roles
from konsey.models import AuditEntry
from sandik import electorates, protocol
from sandik.choices import Choices
from sandik.models import Box, PaperBallot, PendingBallot, RollEntry, Station
from sandik.services import desk
from tests.client import PortalClient
from tests.factories.konsey import RegisterEntryFactory, UserFactory
from tests.factories.sandik import BoxFactory, PaperFactory, RollEntryFactory, StationFactory

pytestmark = pytest.mark.django_db
NUMBER, YEAR = "10000000146", 1980


def _clerk(role="verifier"):
    clerk = UserFactory(is_staff=True)
    clerk.groups.set(Group.objects.filter(name=roles.ROLES[role].group))
    client = PortalClient()
    client.force_login(clerk)
    return client


@pytest.fixture
def station():
    paper = PaperFactory(title="Kent pusulası")

    def papers_for(box, person, now):
        return [electorates.Right(paper, "konak/alsancak")] if box == paper.box else None

    electorates.register(papers_for)
    yield StationFactory(box=paper.box, name="Alsancak masası")
    electorates.unregister(papers_for)


def _close(station):
    Box.objects.filter(pk=station.box_id).update(closes_at=timezone.now() - timedelta(minutes=1))
    return station.box.papers.get()


def _mark(client, station, number=NUMBER):
    address = reverse("sandik:station_mark", args=[station.pk])
    return client.post(address, {"number": number, "birth_year": str(YEAR)}).content.decode()


def test_a_person_is_marked_with_number_and_birth_year_and_nothing_of_them_stays(station):
    RegisterEntryFactory(number=NUMBER, birth_year=YEAR)
    client = _clerk()

    first, second = _mark(client, station), _mark(client, station)

    assert "Veriniz" in first
    assert "Kent pusulası" in first
    assert "Vermeyiniz" in second
    assert "daha önce kaydedilmiş" in second
    assert NUMBER not in first + second
    assert RollEntry.objects.get().station == station
    assert AuditEntry.objects.exclude(action="signin.done").count() == 0


def test_somebody_who_is_not_in_the_register_is_not_marked(station):
    page = _mark(_clerk(), station)

    assert "belediye kaydında birlikte bulunamadı" in page
    assert RollEntry.objects.count() == 0


def test_a_box_that_no_room_knows_has_no_paper_for_anybody():
    RegisterEntryFactory(number=NUMBER, birth_year=YEAR)

    assert "oy kullanabileceği pusula yok" in _mark(_clerk(), StationFactory())


def test_three_clerks_take_a_disputed_paper_through_the_pages(station):
    paper = _close(station)
    RollEntryFactory(paper=paper, station=station, channel="desk")
    first, second, third = _clerk(), _clerk(), _clerk()

    first.post(
        reverse("sandik:ballot_enter", args=[station.pk, paper.pk]),
        {"serial": "7", "numbers": "1, 2", "invalidity": ""},
    )
    ballot = PaperBallot.objects.get()
    read = reverse("sandik:ballot_read", args=[station.pk, ballot.pk])
    own = first.post(read, {"numbers": "1 2", "invalidity": ""}).content.decode()
    seen = second.get(read).content.decode()
    second.post(read, {"numbers": "", "invalidity": "torn"})
    waiting = third.get(reverse("sandik:station_detail", args=[station.pk])).content.decode()
    third.post(read, {"numbers": "2;1", "invalidity": ""})

    assert "ikinci bir görevli okumalıdır" in own
    assert 'value="1' not in seen
    assert "Uyuşmadı, üçüncü kişi bekleniyor" in waiting
    ballot.refresh_from_db()
    assert ballot.state == "confirmed"
    assert PendingBallot.objects.get().choices == [1, 2]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"serial": "1", "numbers": "", "invalidity": ""}, "Ya seçilen numaraları yazınız"),
        ({"serial": "1", "numbers": "1", "invalidity": "blank"}, "Ya seçilen numaraları yazınız"),
        ({"serial": "1", "numbers": "1, iki", "invalidity": ""}, "Virgülle: 3, 7, 12"),
        ({"serial": "1", "numbers": "1:500", "invalidity": ""}, "Virgülle: 3, 7, 12"),
        ({"serial": "1", "numbers": "1,2,3,4", "invalidity": ""}, "En çok 3 proje"),
        ({"serial": "0", "numbers": "1", "invalidity": ""}, "1 ile 1.000.000 arasında"),
    ],
)
def test_what_cannot_be_a_reading_is_said_in_a_sentence(station, data, words):
    paper = _close(station)
    RollEntryFactory(paper=paper, station=station, channel="desk")

    page = _clerk().post(reverse("sandik:ballot_enter", args=[station.pk, paper.pk]), data).content.decode()

    assert words in page
    assert PaperBallot.objects.count() == 0


def test_points_are_read_as_pairs():
    paper = PaperFactory(points=True, box=BoxFactory(closed=True))
    station = StationFactory(box=paper.box)
    RollEntryFactory(paper=paper, station=station, channel="desk")

    _clerk().post(
        reverse("sandik:ballot_enter", args=[station.pk, paper.pk]),
        {"serial": "1", "numbers": "3: 4, 1:6", "invalidity": ""},
    )

    assert PaperBallot.objects.get().first_reading == {"choices": [1, 3], "points": [6, 4]}


def test_the_list_holds_only_boxes_that_are_frozen_and_not_sealed(station):
    StationFactory(box=BoxFactory(unfrozen=True), name="Erken masa")

    page = _clerk().get(reverse("sandik:station_list")).content.decode()

    assert "Alsancak masası" in page
    assert "Erken masa" not in page


def test_a_protocol_adds_up_and_is_a_paper_to_sign(station):
    paper = _close(station)
    RollEntryFactory.create_batch(4, paper=paper, station=station, channel="desk")
    readings = [desk.Reading(Choices((1,))), desk.Reading(invalidity="blank")]
    for serial, reading in enumerate(readings, 1):
        entered = desk.enter_paper_ballot(
            station=station, paper=paper, serial=serial, reading=reading, by=UserFactory()
        )
        desk.confirm_paper_ballot(ballot=entered, reading=reading, by=UserFactory())
    desk.enter_paper_ballot(station=station, paper=paper, serial=3, reading=readings[0], by=UserFactory())

    [line] = protocol.lines(station)
    answer = _clerk().get(reverse("sandik:station_protocol", args=[station.pk]))

    assert (line.marked, line.valid, line.invalid, line.waiting, line.missing) == (4, 1, {"Boş": 1}, 1, 1)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("count", [1, 30])
def test_a_desk_takes_the_same_queries_for_one_paper_and_for_thirty(count, django_assert_num_queries):
    box = BoxFactory()
    station = StationFactory(box=box)
    PaperFactory.create_batch(count, box=box, options=1)

    with django_assert_num_queries(3):
        assert len(protocol.lines(station)) == count


def test_who_runs_the_vote_sets_up_a_desk_and_others_do_not():
    box, address = BoxFactory(), reverse("sandik:station_add")
    data = {"box": str(box.pk), "name": "Konak masası", "address": ""}
    client = _clerk("budget_staff")

    client.post(address, data)
    again = client.post(address, data).content.decode()

    assert Station.objects.get().name == "Konak masası"
    assert "bu adla bir masa zaten var" in again
    assert AuditEntry.objects.filter(action="station_opened").count() == 1
    assert _clerk().post(address, data | {"name": "Başka"}).status_code == 403
