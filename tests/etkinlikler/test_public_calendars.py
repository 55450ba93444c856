"""Calendar files and the Atom feed: what programs subscribe to."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import icalendar
import pytest
from django.utils import timezone

from etkinlikler.models import Event
from etkinlikler.views.calendars import KEPT
from tests.factories.etkinlikler import EventFactory, VenueFactory, in_days
from tests.factories.konsey import DistrictFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(response):
    return icalendar.Calendar.from_ical(response.content).walk("VEVENT")


def names(response):
    return [str(entry["SUMMARY"]) for entry in entries(response)]


def test_file_of_an_event_can_be_read_by_calendars(client):
    event = EventFactory(
        title="Panel; kent, deniz", slug="panel", summary="Birlikte\\konuşuyoruz.", revision=3,
        starts_at=datetime(2027, 2, 7, 7, 0, tzinfo=UTC), ends_at=datetime(2027, 2, 7, 13, 0, tzinfo=UTC),
        venue=VenueFactory(name="Salon", address="Liman Caddesi 5, Konak"),
    )  # fmt: skip

    response = client.get("/etkinlikler/panel/takvim.ics")

    raw = response.content.decode()
    assert "\r\nDTSTART:20270207T070000Z\r\nDTEND:20270207T130000Z\r\n" in raw
    assert "\r\nSEQUENCE:3\r\n" in raw
    assert "\r\nSTATUS:CONFIRMED\r\n" in raw
    assert "\r\nSUMMARY:Panel\\; kent\\, deniz\r\n" in raw
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="panel.ics"'
    (entry,) = entries(response)
    assert str(entry["UID"]).startswith(f"etkinlik-{event.pk}@")
    assert str(entry["LOCATION"]) == "Salon, Liman Caddesi 5, Konak"
    assert str(entry["DESCRIPTION"]).startswith("Birlikte\\konuşuyoruz.\n")


def test_long_turkish_lines_are_folded_by_bytes_and_come_back_whole(client):
    title = "Ğüşıöç " * 20
    event = EventFactory(title=title.strip(), slug="uzun")

    response = client.get("/etkinlikler/uzun/takvim.ics")

    assert max(len(line) for line in response.content.split(b"\r\n")) <= 75
    assert names(response) == [event.title]


@pytest.mark.parametrize(("state", "status"), [("cancelled", "CANCELLED"), ("postponed", "TENTATIVE")])
def test_what_is_called_off_stays_in_calendars_and_says_so(client, state, status):
    EventFactory(state=state, state_note="Gerekçe.", revision=2)

    (entry,) = entries(client.get("/etkinlikler/takvim.ics"))

    assert (entry["STATUS"], entry["SEQUENCE"]) == (status, 2)


def test_feed_holds_what_is_coming_and_what_is_not_long_over(client):
    long_ago = timezone.now() - KEPT - timedelta(days=2)
    EventFactory(title="Gelecek")
    EventFactory(title="Geçen", past=True)
    EventFactory(title="Eski", past=True, starts_at=long_ago, ends_at=long_ago + timedelta(hours=2))
    EventFactory(title="Taslak", draft=True)

    assert names(client.get("/etkinlikler/takvim.ics")) == ["Geçen", "Gelecek"]


def test_feed_is_narrowed_like_the_list(client):
    EventFactory(title="Panel", venue=VenueFactory(district=DistrictFactory(slug="konak")))
    EventFactory(title="Forum", kind=Event.Kind.FORUM)

    assert names(client.get("/etkinlikler/takvim.ics?tur=forum")) == ["Forum"]
    assert names(client.get("/etkinlikler/takvim.ics?ilce=konak&q=PANEL")) == ["Panel"]


def test_calendar_feed_costs_as_many_queries_for_fifty_events_as_for_one(client, django_assert_max_num_queries):
    counts = []
    for count in (1, 49):
        EventFactory.create_batch(count)
        with django_assert_max_num_queries(5) as queries:
            client.get("/etkinlikler/takvim.ics")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_atom_feed_tells_when_and_where_first_and_no_draft(client):
    EventFactory(title="Taslak", draft=True)
    event = EventFactory(
        title="Panel", description="**Neden** <script>", published_at=timezone.now(),
        venue=VenueFactory(name="Salon", district=DistrictFactory(name="Konak")),
    )  # fmt: skip
    EventFactory(title="Eski", state="cancelled", state_note="Fırtına.", published_at=in_days(-30))

    root = ElementTree.fromstring(client.get("/etkinlikler/atom.xml").content)

    found = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in found] == ["Panel", "İptal edildi: Eski"]
    summary = found[0].findtext(f"{ATOM}summary")
    assert "(Türkiye saati)" in summary.split("Salon, Konak")[0]
    assert "<strong>Neden</strong>" in summary
    assert "<script>" not in summary
    assert found[0].findtext(f"{ATOM}id").endswith(f":event/{event.pk}")


def test_feeds_can_be_discovered(client):
    event = EventFactory()
    pages = (client.get("/etkinlikler/?tur=panel").text, client.get(event.get_absolute_url()).text)

    assert '<link rel="alternate" type="text/calendar" href="/etkinlikler/takvim.ics?tur=panel"' in pages[0]
    assert '<link rel="alternate" type="application/atom+xml" href="/etkinlikler/atom.xml"' in pages[0]
    assert f'<link rel="alternate" type="text/calendar" href="{event.get_absolute_url()}takvim.ics"' in pages[1]
