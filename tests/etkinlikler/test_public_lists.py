"""The list of events and the month, with their filters."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from etkinlikler.models import Event
from tests.factories.etkinlikler import (
    AllotmentFactory,
    EventFactory,
    EventPictureFactory,
    VenueFactory,
    in_days,
)
from tests.factories.konsey import DistrictFactory
from tests.factories.meclisler import BodyFactory

pytestmark = pytest.mark.django_db
State = Event.State


def titles(response):
    return [card["title"] for card in response.context["cards"]]


def on(year, month, day, hour=10):
    return timezone.make_aware(datetime(year, month, day, hour))


# --- the list -------------------------------------------------------------------------------------------------------
def test_list_shows_what_is_coming_soonest_first_and_no_draft(client):
    EventFactory(title="Sonraki", starts_at=in_days(20), ends_at=in_days(20, 16))
    EventFactory(title="İlk", starts_at=in_days(3), ends_at=in_days(3, 16))
    EventFactory(title="Geçen", past=True)
    EventFactory(title="Taslak", draft=True)

    assert titles(client.get("/etkinlikler/")) == ["İlk", "Sonraki"]
    assert titles(client.get("/etkinlikler/?zaman=gecmis")) == ["Geçen"]


def test_event_that_is_going_on_is_still_coming(client):
    now = timezone.now()
    EventFactory(title="Süren", starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))

    response = client.get("/etkinlikler/")

    assert titles(response) == ["Süren"]
    assert "Şu anda sürüyor" in response.text


def test_list_without_events_says_so(client):
    assert "Şu anda duyurulmuş bir etkinlik yok." in client.get("/etkinlikler/").text
    assert "Henüz geçmiş bir etkinlik yok." in client.get("/etkinlikler/?zaman=gecmis").text
    assert "Aramanıza uyan bir etkinlik yok." in client.get("/etkinlikler/?q=yok").text


@pytest.fixture
def two_events():
    """A workshop that has everything a filter asks for, and a panel that has nothing of it."""
    EventFactory(
        title="İstasyon Çalıştayı", kind=Event.Kind.WORKSHOP, sign_language=True,
        venue=VenueFactory(step_free=True, district=DistrictFactory(name="Çiğli", slug="cigli")),
        organiser=BodyFactory(name="Kadın Meclisi", slug="kadin-meclisi"),
        starts_at=in_days(10), ends_at=in_days(10, 16),
    )  # fmt: skip
    EventFactory(
        title="Başka Panel", summary="Deniz.", starts_at=in_days(40), ends_at=in_days(40, 16),
        venue=VenueFactory(step_free=False, district=DistrictFactory(slug="konak")),
        organiser=BodyFactory(slug="baska"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "query",
    ["q=ISTASYON", "q=calistayi+kentin", "tur=workshop", "ilce=cigli", "duzenleyen=kadin-meclisi", "giris=evet",
     "isaret=evet", "son={near}", "q=istasyon&tur=workshop&ilce=cigli"],
)  # fmt: skip
def test_each_filter_narrows_the_list(client, two_events, query):
    near = timezone.localdate(in_days(20)).isoformat()

    assert titles(client.get("/etkinlikler/?" + query.format(near=near))) == ["İstasyon Çalıştayı"]


def test_first_day_of_the_filter_leaves_out_what_is_before(client, two_events):
    day = timezone.localdate(in_days(20)).isoformat()

    assert titles(client.get(f"/etkinlikler/?ilk={day}")) == ["Başka Panel"]


@pytest.mark.parametrize(
    "query", ["tur=yok", "ilk=dün", "ilce=%00", "duzenleyen=x", "zaman=yok", "page=999", "giris=belki"]
)
def test_wishes_that_are_not_understood_break_nothing(client, two_events, query):
    assert client.get("/etkinlikler/?" + query).status_code == 200


def test_filter_of_past_events_stays_with_the_past(client, two_events):
    EventFactory(title="Geçen", past=True, kind=Event.Kind.FORUM)

    page = client.get("/etkinlikler/?zaman=gecmis&tur=forum")

    assert titles(page) == ["Geçen"]
    assert '<input type="hidden" name="zaman" value="gecmis">' in page.text
    assert "?zaman=gecmis&amp;tur=forum" in page.text
    assert "webcal://testserver/etkinlikler/takvim.ics?tur=forum" in page.text


def test_list_costs_as_many_queries_for_fifty_events_as_for_one(client, django_assert_max_num_queries):
    counts = []
    for count in (1, 49):
        for _number in range(count):
            EventPictureFactory(event=EventFactory(places=5))
        with django_assert_max_num_queries(12) as queries:
            client.get("/etkinlikler/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_card_says_how_many_places_are_left(client):
    AllotmentFactory(event=EventFactory(), places=40, taken=28)
    EventFactory(places=0)

    page = client.get("/etkinlikler/").text

    assert "Kayıt açık, 12 yer" in page
    assert "Bekleme listesine kayıt" in page


# --- the month ------------------------------------------------------------------------------------------------------
def test_month_shows_each_event_on_each_of_its_days(client):
    EventFactory(title="Tek gün", starts_at=on(2026, 11, 5), ends_at=on(2026, 11, 5, 16))
    EventFactory(title="Üç gün", starts_at=on(2026, 11, 28), ends_at=on(2026, 12, 1, 0))
    EventFactory(title="Taslak", draft=True, starts_at=on(2026, 11, 5), ends_at=on(2026, 11, 5, 16))
    EventFactory(title="Ocak", starts_at=on(2027, 1, 5), ends_at=on(2027, 1, 5, 16))

    month = client.get("/etkinlikler/ay/2026/11/").context["month"]

    shown = {
        day.date.isoformat(): [entry.event.title for entry in day.entries]
        for week in month.weeks for day in week if day.entries
    }  # fmt: skip
    assert shown == {
        "2026-11-05": ["Tek gün"], "2026-11-28": ["Üç gün"], "2026-11-29": ["Üç gün"], "2026-11-30": ["Üç gün"],
    }  # fmt: skip
    assert month.events == 2


def test_month_leads_to_its_neighbours_with_the_same_filter(client):
    page = client.get("/etkinlikler/ay/2026/12/?tur=panel").text

    assert 'rel="prev" href="/etkinlikler/ay/2026/11/?tur=panel"' in page
    assert 'rel="next" href="/etkinlikler/ay/2027/1/?tur=panel"' in page
    assert "Bu ay için duyurulmuş bir etkinlik yok." in page


def test_month_is_narrowed_by_the_filter(client, two_events):
    day = timezone.localdate(in_days(10))

    page = client.get(f"/etkinlikler/ay/{day.year}/{day.month}/?q=başka").text

    assert "İstasyon Çalıştayı" not in page


@pytest.mark.parametrize("path", ["ay/2026/13/", "ay/2026/0/", "ay/1/1/", "ay/99999/1/"])
def test_month_that_nobody_knows_is_not_found(client, path):
    assert client.get("/etkinlikler/" + path).status_code == 404


def test_month_costs_as_many_queries_for_fifty_events_as_for_one(client, django_assert_max_num_queries):
    counts = []
    for count in (1, 49):
        EventFactory.create_batch(count, starts_at=on(2026, 11, 5), ends_at=on(2026, 11, 5, 16))
        with django_assert_max_num_queries(12) as queries:
            client.get("/etkinlikler/ay/2026/11/")
        counts.append(len(queries))

    assert counts[0] == counts[1]
