"""The public pages of events in a real browser: good looks at both widths and colours, and without JavaScript."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from etkinlikler.models import Allotment, Event, EventPartner, Session, SessionSpeaker
from konsey.models import District
from konsey.services.places import import_places
from tests.browser.looks import assert_good_looks
from tests.etkinlikler.papers import paper
from tests.factories.etkinlikler import (
    AllotmentFactory,
    EventFactory,
    EventHistoryFactory,
    EventPartnerFactory,
    HallFactory,
    SessionFactory,
    SessionSpeakerFactory,
    SpeakerFactory,
    VenueFactory,
    in_days,
)
from tests.factories.konsey import OrganisationFactory
from tests.factories.meclisler import BodyFactory

pytestmark = pytest.mark.django_db(transaction=True)

DESCRIPTION = """Kent hakkından yeni örgütlenme biçimlerine, **beş oturumda** yerel demokrasiyi konuşuyoruz.

## Neden şimdi
Türkiye’nin dört bir yanından kent konseyleri deneyimlerini paylaşacak.

- Kent ve yurttaş hakları
- Engelli hakları ve erişilebilir kent
"""
PROGRAMME = (
    ("opening", "Açılış konuşmaları", 0, 30, ("Ferit Örnek", "Zafer Levent Örnek")),
    ("talk", "Bir kent birlikte nasıl kurulur", 30, 75, ("Işıl Çınar Yıldız",)),
    ("break", "Çay arası", 75, 90, ()),
    ("panel", "Kent hakkı ve yurttaşlık", 90, 150, ("Ferit Örnek", "Güneş Irmak")),
    ("closing", "Kapanış ve sonraki adımlar", 300, 360, ()),
)


@pytest.fixture
def panel():
    """A panel with everything a page can show, and events around it."""
    import_places()
    konak = District.objects.get(slug="konak")
    venue = VenueFactory(
        name="İzmir Tarihi Havagazı Fabrikası", address="Liman Caddesi 5, Alsancak", district=konak, hearing_loop=True,
        accessible_toilet=True, access_note="Tramvay durağı: Havagazı. Girişte asansör var.",
        latitude=Decimal("38.43512"), longitude=Decimal("27.15234"),
    )  # fmt: skip
    body = BodyFactory(name="İzmir Kent Konseyi Genel Kurulu", slug="genel-kurul")
    event = EventFactory(
        title="Yerel Demokrasi ve Sivil Toplum Paneli", slug="panel", venue=venue, organiser=body,
        summary="Yerel demokrasinin bugününü ve yarınını sivil toplumla birlikte konuşuyoruz.",
        description=DESCRIPTION, audience="Sivil toplum kuruluşları ve bütün İzmirliler", sign_language=True,
        live_stream="https://yayin.example.org/panel",
        predecessor=EventFactory(title="Hazırlık Forumu", slug="forum", kind=Event.Kind.FORUM, past=True, venue=venue),
    )  # fmt: skip
    for kind, places, taken in (("general", 120, 97), ("ngo", 80, 80), ("wheelchair", 6, 2)):
        AllotmentFactory(event=event, kind=Allotment.Kind(kind), places=places, taken=taken)
    _programme(event, HallFactory(venue=venue, name="Sanat Kafe"))
    for name, role in (("Engelsiz Yaşam Hakkı Ağı", "partner"), ("İzmir Demokrasi Platformu", "co_organiser")):
        EventPartnerFactory(event=event, organisation=OrganisationFactory(name=name), role=EventPartner.Role(role))
    EventHistoryFactory(event=event, at=timezone.now() - timedelta(days=20))
    EventHistoryFactory(
        event=event, from_state="published", to_state="published", note="Daha büyük bir salona geçildi.",
        before={"venue": "Küçük Salon"}, after={"venue": venue.name},
    )  # fmt: skip
    EventFactory(title="Sonuçları Konuşma Çalıştayı", slug="calistay", kind=Event.Kind.WORKSHOP, predecessor=event,
                 starts_at=in_days(32), ends_at=in_days(32, 17), venue=venue, places=0)  # fmt: skip
    EventFactory(title="Gençlik Konseri", slug="konser", kind=Event.Kind.CONCERT, state=Event.State.CANCELLED,
                 state_note="Fırtına bekleniyor.", starts_at=in_days(6, 20), ends_at=in_days(6, 22))  # fmt: skip
    paper(event=event.predecessor, title="Forum sonuç bildirgesi", kind="declaration", body="## Kararlar\nİlk adım.")
    Event.objects.filter(slug="forum").update(attended_count=84)
    return event


def _programme(event, hall):
    speakers = {}
    for kind, title, start, end, names in PROGRAMME:
        session = SessionFactory(
            event=event, hall=hall, kind=Session.Kind(kind), title=title,
            starts_at=event.starts_at + timedelta(minutes=start), ends_at=event.starts_at + timedelta(minutes=end),
        )  # fmt: skip
        for position, name in enumerate(names):
            if name not in speakers:
                speakers[name] = SpeakerFactory(name=name, biography="Yirmi yıldır kent hakkı üzerine çalışıyor.")
            role = SessionSpeaker.Role.MODERATOR if position and kind == "panel" else SessionSpeaker.Role.SPEAKER
            SessionSpeakerFactory(session=session, speaker=speakers[name], position=position, role=role)


def test_pages_look_good(page, panel):
    month = timezone.localtime(panel.starts_at)
    for address in (
        "/etkinlikler/",
        "/etkinlikler/?zaman=gecmis&tur=forum",
        "/etkinlikler/?q=yok&tur=abc",
        f"/etkinlikler/ay/{month.year}/{month.month}/",
        panel.get_absolute_url(),
        "/etkinlikler/forum/",
        "/etkinlikler/konser/",
        "/mahalleler/konak/",
        "/",
    ):
        page.goto(address)
        assert_good_looks(page)


def test_finding_an_event_on_a_phone_without_javascript(open_page, panel):
    page = open_page(width=360, javascript=False)
    page.goto("/etkinlikler/")
    page.get_by_text("Arama ve süzgeç").click()
    page.get_by_label("Etkinliklerde arayın").fill("SONUCLARI calistay")
    page.get_by_label("İlçe").select_option(label="Konak")
    page.get_by_role("button", name="Süzün").click()

    assert page.locator("article.card").count() == 1
    page.get_by_role("link", name="Aylık takvim").click()
    days = (timezone.localdate(in_days(32)).replace(day=1) - timezone.localdate().replace(day=1)).days
    for _month in range(round(days / 30.4)):
        page.get_by_role("link", name="Sonraki ay").click()
    page.get_by_role("link", name="Sonuçları Konuşma Çalıştayı").click()

    assert page.get_by_text("Yerler doldu.").is_visible()
    page.get_by_role("link", name="Yerel Demokrasi ve Sivil Toplum Paneli").click()
    assert page.get_by_role("heading", name="Program", exact=True).is_visible()


def test_month_is_a_table_on_a_desk_and_a_list_of_full_days_on_a_phone(page, panel):
    month = timezone.localtime(panel.starts_at)
    page.goto(f"/etkinlikler/ay/{month.year}/{month.month}/")

    assert page.get_by_role("columnheader", name="Pazartesi").is_visible()
    assert page.locator(".month td:visible").count() % 7 == 0
    page.set_viewport_size({"width": 360, "height": 900})

    assert not page.get_by_role("columnheader", name="Pazartesi").is_visible()
    assert page.locator(".month td.is-free:visible").count() == 0
    assert page.locator(".month td:visible").count() == page.locator(".month td:not(.is-free, .is-outside)").count()
