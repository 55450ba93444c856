"""Twenty other events over the year, and the bookings of the parks; dates relative to the day of loading."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

from etkinlikler.demo.panel import IZMIR
from etkinlikler.models import Allotment, Event, EventReminder, ParkUseHistory, ParkUseRequest, ParkZone, Venue
from konsey import text
from konsey.models import User
from meclisler.models import Body

FILE = Path(__file__).parent / "texts" / "etkinlikler.csv"
NOTES = {
    Event.State.CANCELLED: "Konuşmacıların programı uymadığı için yapılamıyor.",
    Event.State.POSTPONED: "Hava koşulları nedeniyle ertelendi; yeni tarih duyurulacak.",
}
State = ParkUseRequest.State
# zone, days from now, from hour, to hour, state, title, group, how many
USES = (
    (0, -20, 10, 13, State.REPORTED, "Zeytin Altında Masal (örnek)", "Masal Gönüllüleri (örnek)", 45),
    (2, 12, 11, 14, State.APPROVED, "Çık Dışarı Oynayalım: Sokak Oyunları (örnek)", "Oyun Gönüllüleri (örnek)", 80),
    (2, 19, 15, 18, State.APPROVED, "Amfide Halk Dansları (örnek)", "Bornova Dans Topluluğu (örnek)", 110),
    (4, 16, 10, 12, State.APPROVED, "Terasta Yoga (örnek)", "Nefes Grubu (örnek)", 35),
    (5, 21, 13, 17, State.SUBMITTED, "Uçurtma Şenliği (örnek)", "Rüzgâr Kulübü (örnek)", 150),
    (3, 24, 10, 13, State.NEEDS_INFO, "Komşu Pikniği (örnek)", "Meriç Komşuları (örnek)", 70),
    (1, 15, 18, 21, State.REJECTED, "Gece Konseri (örnek)", "Yelki Gençleri (örnek)", 120),
)


def load_events(now: datetime, venues: dict[str, Venue], bodies: dict[str, Body]) -> None:
    with FILE.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows, delimiter=";"):
            _event(row, now, venues[row["yer"]], bodies[row["kurul"]])


def load_uses(now: datetime, zones: list[ParkZone], applicant: User, clerk: User, organiser: Body) -> None:
    for number, (zone, days, begin, end, state, title, group, expected) in enumerate(USES, 1):
        day = (now.astimezone(IZMIR) + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
        decided = state not in {State.SUBMITTED, State.NEEDS_INFO}
        asked_at = now - timedelta(days=30 - number)
        use = ParkUseRequest.objects.create(
            number=number,
            zone=zones[zone],
            starts_at=day.replace(hour=begin),
            ends_at=day.replace(hour=end),
            title=title,
            description="Herkese açık, ücretsiz bir buluşma. Örnek başvurudur.",
            expected_count=expected,
            applicant=applicant,
            group_name=group,
            responsible_adult=applicant.name,
            has_sound=zone in {2},
            state=state,
            submitted_at=asked_at,
            decided_by=clerk if decided else None,
            decided_at=now - timedelta(days=20) if decided else None,
            conditions="Park temiz bırakılır; ses sistemi 20.00'de kapatılır." if state == State.APPROVED else "",
            reason="Bu bölümde akşam ses sistemi kullanılamıyor." if state == State.REJECTED else "",
            attended_count=40 if state == State.REPORTED else None,
            report="Çocuklar çok eğlendi, yeniden yapmak istiyoruz." if state == State.REPORTED else "",
            reported_at=now - timedelta(days=15) if state == State.REPORTED else None,
        )
        ParkUseHistory.objects.create(
            use=use, at=asked_at, by=applicant, from_state=State.DRAFT, to_state=State.SUBMITTED
        )
        if state in {State.APPROVED, State.REPORTED}:
            use.event = _park_event(use, organiser, now)
            use.save()


def _event(row: dict[str, str], now: datetime, venue: Venue, organiser: Body) -> None:
    start = (now.astimezone(IZMIR) + timedelta(days=int(row["gun"]))).replace(
        hour=int(row["saat"]), minute=0, second=0, microsecond=0
    )
    places = int(row["yer_sayisi"])
    event = Event.objects.create(
        title=row["baslik"],
        slug=text.slug(row["baslik"]),
        kind=row["tur"],
        summary=row["ozet"],
        venue=venue,
        organiser=organiser,
        starts_at=start,
        ends_at=start + timedelta(hours=int(row["sure"])),
        entry=row["katilim"],
        capacity=places,
        state=row["durum"],
        state_note=NOTES.get(Event.State(row["durum"]), ""),
        published_at=min(now, start) - timedelta(days=20),
        opens_at=min(now, start) - timedelta(days=15) if places else None,
        sign_language=row["isaret_dili"] == "1",
        attended_count=max(places, 40) * 3 // 4 if row["durum"] == Event.State.HELD else None,
    )
    if places:
        Allotment.objects.create(event=event, kind=Allotment.Kind.GENERAL, places=places)
        EventReminder.objects.bulk_create(EventReminder(event=event, days_before=days) for days in (7, 1))


def _park_event(use: ParkUseRequest, organiser: Body, now: datetime) -> Event:
    park = use.zone.park
    venue, _new = Venue.objects.get_or_create(
        name=str(use.zone), defaults={"district": park.district, "capacity": use.zone.capacity, "step_free": True}
    )
    return Event.objects.create(
        title=use.title,
        slug=text.slug(use.title),
        kind=Event.Kind.OPEN_AIR,
        summary=f"Bir yurttaş grubunun düzenlediği açık hava etkinliği. Düzenleyen grup: {use.group_name}.",
        description=use.description,
        venue=venue,
        organiser=organiser,
        starts_at=use.starts_at,
        ends_at=use.ends_at,
        entry=Event.Entry.FREE,
        state=Event.State.HELD if use.ends_at < now else Event.State.PUBLISHED,
        published_at=min(now, use.starts_at) - timedelta(days=10),
        attended_count=use.attended_count,
    )
