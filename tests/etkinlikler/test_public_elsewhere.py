"""What events tell machines, and what they add to other pages."""

import json
import re
from datetime import datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from etkinlikler.models import Event
from konsey.home import compose
from konsey.search import find
from tests.factories.etkinlikler import (
    EventFactory,
    SessionFactory,
    SessionSpeakerFactory,
    VenueFactory,
    in_days,
)
from tests.factories.konsey import DistrictFactory, NeighbourhoodFactory
from tests.factories.meclisler import BodyFactory

pytestmark = pytest.mark.django_db
State = Event.State


def titles(response):
    return [card["title"] for card in response.context["cards"]]


def on(year, month, day, hour=10):
    return timezone.make_aware(datetime(year, month, day, hour))


# --- for machines ---------------------------------------------------------------------------------------------------
def linked_data(page):
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(block)


def test_linked_data_can_be_read_by_machines(client):
    event = EventFactory(
        title="Panel </script><b>\u2028& son", places=12, starts_at=on(2099, 2, 7), ends_at=on(2099, 2, 7, 16),
        venue=VenueFactory(name="Salon", latitude=Decimal("38.4"), longitude=Decimal("27.1"), district=None),
    )  # fmt: skip
    SessionSpeakerFactory(session=SessionFactory(event=event), speaker__name="Işıl Yıldız")

    data = linked_data(client.get(event.get_absolute_url()).text)

    assert (data["@type"], data["name"]) == ("Event", event.title)
    assert (data["startDate"], data["endDate"]) == ("2099-02-07T10:00:00+03:00", "2099-02-07T16:00:00+03:00")
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 38.4, "longitude": 27.1}
    assert data["performer"] == [{"@type": "Person", "name": "Işıl Yıldız"}]
    assert data["remainingAttendeeCapacity"] == 12


@pytest.mark.parametrize(("state", "word"), [("cancelled", "EventCancelled"), ("postponed", "EventPostponed")])
def test_linked_data_says_that_an_event_is_called_off(client, state, word):
    event = EventFactory(state=state, state_note="Gerekçe.")

    assert linked_data(client.get(event.get_absolute_url()).text)["eventStatus"] == f"https://schema.org/{word}"


# --- on other pages -------------------------------------------------------------------------------------------------
def test_home_shows_the_next_events_that_take_place(client):
    EventFactory(title="Sonraki", starts_at=in_days(20), ends_at=in_days(20, 16))
    EventFactory(title="İlk", starts_at=in_days(3), ends_at=in_days(3, 16))
    EventFactory(title="İptal", state=State.CANCELLED, state_note="Gerekçe.")
    EventFactory(past=True)
    EventFactory(draft=True)

    home = compose(user=AnonymousUser(), now=timezone.now())

    assert [event.title for event in home.events] == ["İlk", "Sonraki"]
    assert "Yaklaşan etkinlikler" in client.get("/").text


def test_search_finds_coming_events_before_past_ones():
    EventFactory(title="Işık Paneli 1", past=True)
    EventFactory(title="Işık Paneli 2", starts_at=in_days(9), ends_at=in_days(9, 16))
    EventFactory(title="Işık Paneli 3", state=State.CANCELLED, state_note="Gerekçe.")

    (found,) = find("ISIK panel", now=timezone.now())

    assert found.title == "Etkinlikler"
    assert [hit.title for hit in found.hits] == ["Işık Paneli 2", "Işık Paneli 3", "Işık Paneli 1"]
    assert found.hits[1].fact.endswith("İptal edildi")


def test_places_and_bodies_show_their_next_events_or_the_last_ones(client):
    district = DistrictFactory(name="Konak", slug="konak")
    place = NeighbourhoodFactory(district=district)
    body = BodyFactory(name="Kadın Meclisi", slug="kadin-meclisi")
    pages = (district.get_absolute_url(), place.get_absolute_url(), body.get_absolute_url())
    past = EventFactory(title="Geçen panel", past=True, venue=VenueFactory(district=district), organiser=body)
    before = [client.get(page).text for page in pages]

    EventFactory(title="Yeni panel", venue=past.venue, organiser=body)
    after = [client.get(page).text for page in pages]

    assert all("Geçen panel" in page and "?zaman=gecmis&amp;" in page for page in before)
    assert all("Yeni panel" in page and "Geçen panel" not in page for page in after)
    assert "/etkinlikler/?ilce=konak" in after[0]
    assert "/etkinlikler/?duzenleyen=kadin-meclisi" in after[2]


def test_panels_cost_as_many_queries_for_thirty_events_as_for_one(client, django_assert_max_num_queries):
    district = DistrictFactory(slug="konak")
    venue = VenueFactory(district=district)
    counts = []
    for count in (1, 29):
        EventFactory.create_batch(count, venue=venue, places=3)
        with django_assert_max_num_queries(12) as queries:
            client.get(district.get_absolute_url())
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_menu_leads_to_the_events(client):
    assert '<a href="/etkinlikler/" aria-current="page">' in client.get("/etkinlikler/").text
