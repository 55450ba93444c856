"""Measures what events' pages cost: processor time, queries and size, beside an empty view in the same run.

    script/server --port 8000          (in another terminal; it loads the demo)
    script/manage shell < benchmarks/pages_etkinlikler.py

It makes an event of 30 sessions, 20 speakers and 400 registrations and fifty more beside it, in a transaction that is
rolled back at the end. Pages are asked in this process, with the database of the running portal: no web server, no
network and no log.
"""

import logging
import statistics
import time
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone

from etkinlikler.models import (
    Allotment,
    Attendee,
    Event,
    EventHistory,
    EventPartner,
    Hall,
    Registration,
    Session,
    SessionSpeaker,
    Speaker,
    Venue,
)
from konsey import urls
from konsey.models import District, Organisation
from meclisler.models import Body

SESSIONS, SPEAKERS, PLACES, REGISTRATIONS, OTHERS, RUNS = 30, 20, 250, 400, 50, 60
TEXT = "Kent hakkından yeni örgütlenme biçimlerine, yerel demokrasiyi sivil toplumla birlikte konuşuyoruz. "

urls.urlpatterns.insert(0, path("bos-sayfa/", login_not_required(lambda request: HttpResponse("")), name="empty"))
client = Client(headers={"host": "localhost"})


def panel() -> Event:
    """A full event with a line, and others beside it."""
    venue = Venue.objects.create(
        name="Ölçüm Salonu",
        address="Liman Caddesi 5",
        capacity=1_000,
        step_free=True,
        district=District.objects.first(),
    )
    found = event(venue, "olcum-paneli", 30, description=f"## Neden\n\n{TEXT * 12}")
    programme(found, venue)
    registrations(found)
    for organisation in Organisation.objects.all()[:8]:
        EventPartner.objects.create(event=found, organisation=organisation)
    EventHistory.objects.create(event=found, at=timezone.now(), from_state="draft", to_state="published")
    for number in range(OTHERS):
        Allotment.objects.create(event=event(venue, f"olcum-{number}", number), kind="general", places=50)
    return found


def event(venue: Venue, slug: str, days: int, **options: str) -> Event:
    start = timezone.now() + timedelta(days=days + 1)
    return Event.objects.create(
        title=f"Ölçüm {slug}", slug=slug, kind="panel", summary=TEXT, venue=venue, organiser=Body.objects.first(),
        starts_at=start, ends_at=start + timedelta(hours=16), state="published", published_at=timezone.now(),
        capacity=PLACES, **options,
    )  # fmt: skip


def programme(found: Event, venue: Venue) -> None:
    halls = [Hall.objects.create(venue=venue, name=f"Salon {number}") for number in range(3)]
    speakers = [
        Speaker.objects.create(
            name=f"Örnek Konuşmacı {number}", title="Doç. Dr.", institution="Üniversite", biography=TEXT * 3
        )
        for number in range(SPEAKERS)
    ]  # fmt: skip
    for number in range(SESSIONS):
        start = found.starts_at + timedelta(hours=number // 3)
        session = Session.objects.create(
            event=found, hall=halls[number % 3], title=f"Oturum {number}: kentte birlikte karar", starts_at=start,
            ends_at=start + timedelta(minutes=50), description=TEXT,
        )  # fmt: skip
        for place in range(2):
            SessionSpeaker.objects.create(
                session=session, speaker=speakers[(number * 2 + place) % SPEAKERS], position=place
            )


def registrations(found: Event) -> None:
    """The first ones have a place, the others stand in line."""
    places = Allotment.objects.create(event=found, kind="general", places=PLACES, taken=PLACES)
    for number in range(REGISTRATIONS):
        waits = number >= PLACES
        registration = Registration.objects.create(
            event=found, allotment=places, kind="self", state="waiting" if waits else "confirmed",
            contact_name=f"Kişi {number}", created_at=timezone.now(), line_number=number if waits else None,
        )  # fmt: skip
        Attendee.objects.create(
            registration=registration, event=found, allotment=places, name=f"Kişi {number}",
            state="listed" if waits else "seated",
        )  # fmt: skip


def measured(address: str) -> tuple[float, int, float]:
    """Return the median of processor milliseconds, the number of queries and the size in kB."""
    response = client.get(address)
    assert response.status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    count = len(queries)  # the next request empties the list
    times = []
    for _run in range(RUNS):
        start = time.process_time()
        client.get(address)
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times), count, len(response.content) / 1000


logging.disable(logging.INFO)
with transaction.atomic():
    address = panel().get_absolute_url()
    local = timezone.localtime()
    empty, _queries, _size = measured("/bos-sayfa/")
    print(f"{'empty view':<36} {empty:6.2f} ms")
    for page in ("/etkinlikler/", f"/etkinlikler/ay/{local.year}/{local.month}/", address, f"{address}takvim.ics"):
        cost, count, size = measured(page)
        print(f"{page:<36} {cost:6.2f} ms  {cost / empty:5.1f} x  {count:3} queries  {size:6.1f} kB")
    transaction.set_rollback(True)
