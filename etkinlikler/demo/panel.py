"""The panel of 7 February 2026 and its workshop, as they were announced; and one of the same size that is to come.

From the announcement: title, date, place, partners, the five named speakers, UNDP's part, five main sessions "from
city and citizens' rights to new forms of organising", about 250 people, 35 city councils. The sessions' own titles and
hours, and which councils came, are not in it: those are examples, and the pages say so.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from etkinlikler.models import (
    Allotment,
    Delegation,
    Event,
    EventPartner,
    EventPicture,
    EventReminder,
    Outcome,
    Session,
    SessionSpeaker,
    Speaker,
    Venue,
)
from konsey import text, uploads
from konsey.demo import pictures
from konsey.models import Organisation
from meclisler.models import Body

IZMIR = ZoneInfo("Europe/Istanbul")
PARTNERS = (
    "İzmir Demokrasi Platformu",
    "İzmir Kadın Kuruluşları Birliği",
    "Tülay Aktaş Gönüllü Kuruluşlar Güç Birliği",
    "Kadın Cinayetlerini Durduracağız Platformu",
    "Engelsiz Yaşam Hakkı Ağı",
    "365 Gün Engelliyiz Platformu",
    "Afalina Hayvan Hakları Topluluğu",
    "Öğrenci Kolektifleri",
)
# (name, title, institution)
MIZRAKLI = ("Ferit Mızraklı", "", "İzmir Demokrasi Platformu")
YILDIR = ("Zafer Levent Yıldır", "Dr., Belediye Başkan Vekili", "İzmir Büyükşehir Belediyesi")
IZGOREN = ("Ahmet Şerif İzgören", "Yazar, konuşmacı", "")
KURT = ("Kazım Kurt", "Belediye Başkanı", "Eskişehir Odunpazarı Belediyesi")
UNDP = ("UNDP Türkiye temsilcisi", "", "UNDP Türkiye")
EXAMPLES = (
    ("Elif Korkmaz (örnek)", "Doç. Dr.", "Ege Denizi Üniversitesi (örnek)"),
    ("Murat Aydın (örnek)", "", "Körfez Çevre Derneği (örnek)"),
    ("Sevgi Işıklı (örnek)", "Avukat", "Kemeraltı Kültür Vakfı (örnek)"),
)
Kind, MODERATOR, SPEAKER = Session.Kind, SessionSpeaker.Role.MODERATOR, SessionSpeaker.Role.SPEAKER
# minutes after the start, length, kind, title, who with which role
PROGRAMME = (
    (0, 30, Kind.OPENING, "Açılış konuşmaları", ((MIZRAKLI, SPEAKER), (YILDIR, SPEAKER))),
    (30, 40, Kind.TALK, "İlham veren konuşma", ((IZGOREN, SPEAKER),)),
    (70, 40, Kind.PANEL, "Birinci oturum: kent ve kentli hakları", ((EXAMPLES[0], MODERATOR), (EXAMPLES[2], SPEAKER))),
    (110, 40, Kind.PANEL, "İkinci oturum: kent konseyi deneyimi", ((KURT, SPEAKER), (EXAMPLES[1], MODERATOR))),
    (150, 60, Kind.BREAK, "Öğle arası", ()),
    (
        210,
        40,
        Kind.PANEL,
        "Üçüncü oturum: Türkiye'den ve dünyadan iyi örnekler",
        ((UNDP, SPEAKER), (EXAMPLES[0], MODERATOR)),
    ),
    (
        250,
        40,
        Kind.PANEL,
        "Dördüncü oturum: yerel demokraside sivil toplum",
        ((EXAMPLES[1], SPEAKER), (EXAMPLES[2], MODERATOR)),
    ),
    (
        290,
        40,
        Kind.PANEL,
        "Beşinci oturum: yeni örgütlenme biçimleri",
        ((EXAMPLES[2], SPEAKER), (EXAMPLES[0], MODERATOR)),
    ),
    (330, 30, Kind.CLOSING, "Değerlendirme ve kapanış", ()),
)
# 13 of the working group of 2010 are stored by the organisations' demo; with these there are 35.
OTHER_COUNCILS = (
    "Antalya",
    "Bağcılar",
    "Bodrum",
    "Burhaniye",
    "Edremit",
    "Eskişehir",
    "Esenyurt",
    "Gaziosmanpaşa",
    "Güzelbahçe",
    "İstanbul",
    "Karabağlar",
    "Karşıyaka",
    "Kayseri",
    "Küçükçekmece",
    "Mersin",
    "Muratpaşa",
    "Nilüfer",
    "Odunpazarı",
    "Şişli",
    "Tekirdağ",
    "Yunusemre",
    "Zeytinburnu",
)
WORKSHOP_GROUPS = ("Gençler", "Kadınlar", "İşçiler", "Kültür üreticileri")
ROAD_MAP = """Çalıştaydan çıkan yol haritasının örnek metnidir; maddeler portalın nasıl göründüğünü göstermek içindir.

## İlk altı ay
- Her masa, kendi konusunda bir çalışma grubunun kurulmasını genel kurula önerir.
- Kent konseyleri arasında ortak bir iletişim listesi açılır.

## İlk yıl
- Panelin konuları ilçelerde birer forumla sürdürülür.
- Sonuçlar bir sonraki panelde değerlendirilir.
"""


@dataclass(frozen=True)
class Frame:
    """What the real panel and the coming one do not have in common."""

    title: str
    starts_at: datetime
    state: str
    summary: str
    description: str


def real(venue: Venue, workshop_venue: Venue, organiser: Body) -> tuple[Event, Event]:
    """Store the panel of 2026 and its workshop, both held, with what came out of them."""
    frame = Frame(
        "Yerel Demokrasi ve Sivil Toplum Paneli",
        datetime(2026, 2, 7, 10, tzinfo=IZMIR),
        Event.State.HELD,
        "İzmir'den ve başka kentlerden yaklaşık 250 sivil toplum temsilcisi ile 35 kent konseyi bir arada.",
        "İzmir Kent Konseyinin eşgüdümünde sekiz kuruluşla birlikte hazırlandı. Kent ve kentli haklarından yeni "
        "örgütlenme biçimlerine beş ana oturum yapıldı; UNDP Türkiye, Türkiye'den ve dünyadan iyi örnekleri "
        "anlattı.\n\nOturumların ayrıntılı saatleri ve bazı konuşmacılar örnektir.",
    )
    panel = _panel(frame, venue, organiser, attended=250)
    _delegations(panel, quota=2, state=Delegation.State.COMING)
    Outcome.objects.create(
        event=panel,
        kind=Outcome.Kind.DECLARATION,
        title="Panelin sonuç metni (örnek)",
        body="Panele katılan kurumlar, konuların çalıştayda sürdürülmesini ve yol haritalarının izlenmesini diledi.",
        published_at=panel.ends_at + timedelta(days=7),
    )
    return panel, _workshop(panel, workshop_venue, organiser)


def _workshop(panel: Event, venue: Venue, organiser: Body) -> Event:
    workshop = Event.objects.create(
        title="Yerel Demokrasi ve Sivil Toplum Çalıştayı",
        slug=text.slug("Yerel Demokrasi ve Sivil Toplum Çalıştayı"),
        kind=Event.Kind.WORKSHOP,
        summary="Panelin konuları gençlerle, kadınlarla, işçilerle ve kültür üreticileriyle masalarda sürdü.",
        description="Çıktısı somut yol haritalarıdır.",
        venue=venue,
        organiser=organiser,
        predecessor=panel,
        starts_at=datetime(2026, 2, 9, 10, tzinfo=IZMIR),
        ends_at=datetime(2026, 2, 9, 17, tzinfo=IZMIR),
        audience=", ".join(WORKSHOP_GROUPS),
        capacity=120,
        state=Event.State.HELD,
        published_at=datetime(2026, 1, 21, 11, tzinfo=IZMIR),
        sign_language=True,
    )
    _partners(workshop)
    _tables(workshop)
    Outcome.objects.create(
        event=workshop,
        kind=Outcome.Kind.ROAD_MAP,
        title="Yol haritası (örnek)",
        body=ROAD_MAP,
        published_at=workshop.ends_at + timedelta(days=14),
    )
    return workshop


def _tables(workshop: Event) -> None:
    hall = workshop.venue.halls.first()
    Session.objects.create(
        event=workshop,
        hall=hall,
        kind=Kind.WORKSHOP,
        title="Masa çalışmaları",
        description="Masalar: " + ", ".join(WORKSHOP_GROUPS),
        starts_at=workshop.starts_at,
        ends_at=workshop.starts_at + timedelta(hours=5),
    )
    Session.objects.create(
        event=workshop,
        hall=hall,
        kind=Kind.CLOSING,
        title="Yol haritalarının sunumu",
        starts_at=workshop.starts_at + timedelta(hours=5, minutes=30),
        ends_at=workshop.ends_at,
    )


def coming(now: datetime, venue: Venue, organiser: Body, predecessor: Event) -> Event:
    """Store the panel that is to come: a Saturday, some three and a half weeks from now."""
    day = now.astimezone(IZMIR) + timedelta(days=21)
    saturday = day + timedelta(days=(5 - day.weekday()) % 7)
    frame = Frame(
        "Yerel Demokrasi ve Sivil Toplum Paneli II (örnek)",
        saturday.replace(hour=10, minute=0, second=0, microsecond=0),
        Event.State.PUBLISHED,
        "İlk panelin yol haritalarından bu yana ne yapıldı: 250 kişi, 35 kent konseyi, beş oturum.",
        "İlk panelin devamıdır. Kayıtlar açıktır; yer kalmadıysa bekleme listesine yazılabilirsiniz.\n\n"
        "Bu etkinlik, portalın nasıl çalıştığını göstermek için hazırlanmış bir örnektir.",
    )
    event = _panel(frame, venue, organiser, attended=None)
    event.predecessor = predecessor
    event.opens_at = now - timedelta(days=12)
    event.save()
    _delegations(event, quota=2, state=Delegation.State.INVITED)
    EventReminder.objects.bulk_create(EventReminder(event=event, days_before=days) for days in (7, 1))
    return event


def _panel(frame: Frame, venue: Venue, organiser: Body, *, attended: int | None) -> Event:
    event = Event.objects.create(
        title=frame.title,
        slug=text.slug(frame.title),
        kind=Event.Kind.PANEL,
        summary=frame.summary,
        description=frame.description,
        venue=venue,
        organiser=organiser,
        starts_at=frame.starts_at,
        ends_at=frame.starts_at + timedelta(hours=6),
        audience="Sivil toplum kuruluşları, kent konseyleri ve ilgilenen herkes",
        sign_language=True,
        live_captions=True,
        capacity=250,
        state=frame.state,
        published_at=frame.starts_at - timedelta(days=40),
        attended_count=attended,
    )
    picture = pictures.drawn("seats", 0 if attended else 1)
    EventPicture.objects.create(
        event=event,
        token=uploads.store_picture(picture),
        width=picture.width,
        height=picture.height,
        alt=pictures.MOTIFS["seats"],
        credit="Çizim",
    )
    for kind, places in (("general", 60), ("ngo", 110), ("delegation", 70), ("reserve", 6), ("wheelchair", 4)):
        Allotment.objects.create(event=event, kind=kind, places=places)
    _partners(event)
    _programme(event)
    return event


def _partners(event: Event) -> None:
    found = {row.name: row for row in Organisation.objects.filter(name__in=PARTNERS)}
    EventPartner.objects.bulk_create(
        EventPartner(event=event, organisation=found[name], position=place)
        for place, name in enumerate(PARTNERS)
        if name in found
    )


def _programme(event: Event) -> None:
    hall = event.venue.halls.first()
    for after, minutes, kind, title, people in PROGRAMME:
        start = event.starts_at + timedelta(minutes=after)
        session = Session.objects.create(
            event=event, hall=hall, kind=kind, title=title, starts_at=start, ends_at=start + timedelta(minutes=minutes)
        )
        for place, ((name, standing, institution), role) in enumerate(people):
            speaker, _new = Speaker.objects.get_or_create(
                name=name, institution=institution, defaults={"title": standing}
            )
            SessionSpeaker.objects.create(session=session, speaker=speaker, role=role, position=place)


def _delegations(event: Event, *, quota: int, state: str) -> None:
    councils = list(Organisation.objects.filter(kind=Organisation.Kind.CITY_COUNCIL).order_by("name_sort")[:35])
    answered = event.published_at if state == Delegation.State.COMING else None
    Delegation.objects.bulk_create(
        Delegation(
            event=event,
            organisation=council,
            quota=quota,
            head_name="Örnek Heyet Başkanı",
            head_email=f"heyet{place}@demo.example",
            state=state,
            invited_at=event.published_at,
            answered_at=answered,
            note="Katılan konseylerin adları duyuruda yoktur; örnektir.",
        )
        for place, council in enumerate(councils)
    )
    event.allotments.filter(kind=Allotment.Kind.DELEGATION).update(taken=quota * len(councils))
