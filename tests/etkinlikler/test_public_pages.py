"""An event's own page."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from etkinlikler.models import Allotment, Event, EventPartner, Registration, SessionSpeaker
from etkinlikler.programmes import initials
from konsey.search import find
from tests.etkinlikler.papers import CONTENT, paper
from tests.factories.etkinlikler import (
    AllotmentFactory,
    AttendeeFactory,
    CheckInFactory,
    EventFactory,
    EventHistoryFactory,
    EventPartnerFactory,
    EventPictureFactory,
    HallFactory,
    OutcomeFactory,
    OutcomePhotoFactory,
    RegistrationFactory,
    SessionFactory,
    SessionSpeakerFactory,
    SpeakerFactory,
    SpeakerPictureFactory,
    VenueFactory,
    in_days,
)
from tests.factories.konsey import DistrictFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
State = Event.State


def titles(response):
    return [card["title"] for card in response.context["cards"]]


def on(year, month, day, hour=10):
    return timezone.make_aware(datetime(year, month, day, hour))


# --- an event's own page --------------------------------------------------------------------------------------------
def test_draft_is_nowhere(client, burak):
    event = EventFactory(title="Gizli panel", draft=True, venue=VenueFactory(district=DistrictFactory(slug="konak")))
    client.force_login(burak)

    for path in (event.get_absolute_url(), f"{event.get_absolute_url()}takvim.ics"):
        assert client.get(path).status_code == 404
    for path in ("/etkinlikler/", "/etkinlikler/takvim.ics", "/etkinlikler/atom.xml", "/", "/ara/?q=gizli",
                 "/mahalleler/konak/", event.organiser.get_absolute_url()):  # fmt: skip
        assert "Gizli panel" not in client.get(path).text
    assert find("gizli panel", now=timezone.now()) == []


def test_page_shows_what_is_known(client):
    venue = VenueFactory(
        name="Havagazı Fabrikası", address="Liman Caddesi 5", hearing_loop=True, access_note="Tramvay: Alsancak",
        latitude=Decimal("38.43812"), longitude=Decimal("27.14123"), district=DistrictFactory(name="Konak"),
    )  # fmt: skip
    event = EventFactory(
        title="Yerel Demokrasi Paneli", venue=venue, description="## Neden\n<script>alert(1)</script> **kent**",
        starts_at=on(2099, 2, 7), ends_at=on(2099, 2, 7, 16), audience="Herkes", language="Türkçe, İngilizce",
        sign_language=True, live_captions=True, live_stream="https://yayin.example.org/1",
    )  # fmt: skip
    picture = EventPictureFactory(event=event)

    page = client.get(event.get_absolute_url()).text

    for words in (
        "<b>7 Şubat</b> 2099 Cumartesi", "10.00–16.00", "Türkiye saati", "Liman Caddesi 5", "Basamaksız giriş",
        "İşitme döngüsü", "Tramvay: Alsancak", "geo:38.43812,27.14123", "Türkçe, İngilizce", "Herkes",
        "İşaret dili çevirisi var", "Anlık yazı dökümü var", "https://yayin.example.org/1", picture.srcset,
        "<strong>kent</strong>", event.organiser.get_absolute_url(), f"{event.get_absolute_url()}takvim.ics",
    ):  # fmt: skip
        assert words in page
    assert "<script>alert" not in page


def test_page_counts_free_places_of_those_anybody_may_ask_for(client):
    event = EventFactory()
    for kind, places, taken in (("general", 100, 60), ("ngo", 50, 45), ("delegation", 70, 0), ("reserve", 10, 0)):
        AllotmentFactory(event=event, kind=kind, places=places, taken=taken)

    response = client.get(event.get_absolute_url())

    assert response.context["standing"].free == 45
    assert "100 yerden 40 boş" in response.text
    assert "Heyetler" not in response.text


def test_full_event_shows_its_line(client):
    event = EventFactory(places=0)
    RegistrationFactory(event=event, waiting=True, people=3)
    RegistrationFactory(event=event, state=Registration.State.PENDING)

    response = client.get(event.get_absolute_url())

    assert response.context["waiting"] == 3
    assert "Yerler doldu." in response.text


@pytest.mark.parametrize(
    ("options", "badge", "words"),
    [
        ({}, "Kayıt açık", "Kayıt için son gün ve saat"),
        ({"free_entry": True}, "Kayıtsız, herkese açık", "doğrudan gelebilirsiniz"),
        ({"entry": "invitation"}, "Yalnızca davetle", "yalnızca davetle"),
        ({"opens_at": in_days(5)}, "Kayıt yakında açılacak", "Kayıt henüz açılmadı."),
        ({"closes_at": in_days(-1)}, "Kayıt kapandı", "Kayıt süresi doldu."),
        ({"past": True}, "Yapıldı", "sona erdi"),
        ({"past": True, "state": State.PUBLISHED}, "Sona erdi", "sona erdi"),
        ({"state": State.CANCELLED, "state_note": "Fırtına bekleniyor."}, "İptal edildi", "Fırtına bekleniyor."),
        ({"state": State.POSTPONED, "state_note": "Salon su aldı."}, "Ertelendi", "aşağıdaki tarih geçerli değil"),
    ],
)
def test_page_says_in_words_where_the_event_stands(client, options, badge, words):
    response = client.get(EventFactory(**{"opens_at": in_days(-10), **options}).get_absolute_url())

    assert response.context["standing"].badge == badge
    assert words in response.text


def test_programme_is_told_in_order_with_halls_and_people(client):
    event = EventFactory()
    hall = HallFactory(venue=event.venue, name="Sanat Kafe")
    late = SessionFactory(event=event, hall=hall, title="İkinci", starts_at=event.starts_at + timedelta(hours=2))
    first = SessionFactory(event=event, kind="opening", title="Açılış konuşmaları", description="Hoş geldiniz.")
    speaker = SpeakerFactory(name="Işıl Örnek Yıldız", biography="Kent araştırmacısı.")
    SessionSpeakerFactory(session=first, speaker=speaker)
    SessionSpeakerFactory(session=late, speaker=speaker, role=SessionSpeaker.Role.MODERATOR)
    portrait = SpeakerPictureFactory(speaker__name="Başka Konuşmacı")
    SessionSpeakerFactory(session=late, speaker=portrait.speaker, position=1)

    response = client.get(event.get_absolute_url())

    (day,) = response.context["programme"].days
    assert [(part.title, part.starts, part.hall) for part in day.parts] == [
        ("Açılış konuşmaları", "10.00", ""), ("İkinci", "12.00", "Sanat Kafe"),
    ]  # fmt: skip
    assert [(person.name, role) for person, role in day.parts[1].people] == [
        ("Işıl Örnek Yıldız", "Kolaylaştırıcı"), ("Başka Konuşmacı", ""),
    ]  # fmt: skip
    assert len(response.context["programme"].people) == 2
    for words in ("Hoş geldiniz.", "Kent araştırmacısı.", ">IY<", portrait.alt, portrait.url_at(480), "Doç. Dr."):
        assert words in response.text


def test_initials_are_turkish_capitals():
    assert [initials(name) for name in ("ışıl yıldız", "ibrahim", "Ali Veli Çınar", "")] == ["IY", "İ", "AÇ", ""]


def test_partners_stand_under_their_roles_and_only_known_ones_are_links(client):
    event = EventFactory()
    known = EventPartnerFactory(event=event, role=EventPartner.Role.SUPPORTER).organisation
    unknown = OrganisationFactory(name="Onaysız Topluluk", proposed=True)
    EventPartnerFactory(event=event, organisation=unknown, role=EventPartner.Role.CO_ORGANISER)

    response = client.get(event.get_absolute_url())

    assert [role for role, _rows in response.context["partners"]] == ["Birlikte düzenleyen", "Destekleyen"]
    assert known.get_absolute_url() in response.text
    assert unknown.get_absolute_url() not in response.text


def test_page_leads_to_what_was_before_and_what_follows(client):
    panel = EventFactory(title="Panel", past=True)
    workshop = EventFactory(title="Çalıştay", predecessor=panel)
    EventFactory(title="Gizli devam", predecessor=panel, draft=True)

    assert workshop.get_absolute_url() in client.get(panel.get_absolute_url()).text
    assert "Gizli devam" not in client.get(panel.get_absolute_url()).text
    assert panel.get_absolute_url() in client.get(workshop.get_absolute_url()).text
    assert (
        client.get(EventFactory(predecessor=EventFactory(draft=True)).get_absolute_url()).context["predecessor"] is None
    )


def test_past_event_shows_outcomes_photos_and_how_many_came(client):
    event = EventFactory(past=True)
    CheckInFactory(attendee=AttendeeFactory(registration__event=event))
    OutcomeFactory(event=event, title="Yol haritası", link="https://kayit.example.org/")
    OutcomeFactory(event=event, title="Taslak bildirge", published_at=None)
    OutcomeFactory(event=event, title="Yarınki bildirge", published_at=in_days(1))
    photo = OutcomePhotoFactory(event=event)

    response = client.get(event.get_absolute_url())

    assert response.context["figures"] == [("1", "kişi katıldı")]
    assert "Yol haritası" in response.text
    assert "https://kayit.example.org/" in response.text
    assert photo.alt in response.text
    assert "bildirge" not in response.text


def test_attendance_that_the_desk_wrote_counts_more_than_the_door(client):
    event = EventFactory(past=True, attended_count=1_240)
    CheckInFactory(attendee=AttendeeFactory(registration__event=event))

    assert client.get(event.get_absolute_url()).context["figures"] == [("1.240", "kişi katıldı")]


def test_paper_is_handed_out_as_a_download_once_it_is_published(client):
    outcome = paper()

    response = client.get(f"/etkinlikler/sonuc/{outcome.pk}/dosya/")

    assert b"".join(response.streaming_content) == CONTENT
    assert response["Content-Disposition"] == f'attachment; filename="{outcome.event.slug}-{outcome.pk}.pdf"'
    assert f"/etkinlikler/sonuc/{outcome.pk}/dosya/" in client.get(outcome.event.get_absolute_url()).text


def test_paper_of_later_or_of_a_draft_is_not_there(client):
    for outcome in (paper(published_at=in_days(1)), paper(event=EventFactory(draft=True)), OutcomeFactory()):
        assert client.get(f"/etkinlikler/sonuc/{outcome.pk}/dosya/").status_code == 404


def test_history_tells_what_moved_and_names_nobody(client, burak):
    event = EventFactory()
    EventHistoryFactory(event=event, from_state="draft", to_state="published", by=burak)
    moved = {"starts_at": "2026-11-05T07:00:00+00:00", "ends_at": "2026-11-05T09:00:00+00:00", "venue": "Eski salon"}
    EventHistoryFactory(
        event=event, from_state="published", to_state="published", before=moved, note="Yağmur.", by=burak
    )
    EventHistoryFactory(event=event, from_state="published", to_state="draft", note="Geri çekildi.")

    response = client.get(event.get_absolute_url())

    assert [step["title"] for step in response.context["history"]] == ["Duyuruldu", "Zamanı ya da yeri değişti"]
    assert "Önce: 5 Kasım 2026 Perşembe, 10.00–12.00, Eski salon · Yağmur." in response.text
    assert burak.email not in response.text


def test_page_costs_as_many_queries_for_a_large_event_as_for_a_small_one(client, ayse, django_assert_max_num_queries):
    client.force_login(ayse)
    counts = []
    for size in (1, 30):
        for event in (full_event(size), full_event(size, past=True)):
            client.get(event.get_absolute_url())
            with django_assert_max_num_queries(12) as queries:
                assert client.get(event.get_absolute_url()).status_code == 200
            counts.append(len(queries))

    assert counts[:2] == counts[2:]


def full_event(size, **options):
    """An event of which everything is there ``size`` times."""
    event = EventFactory(places=0, **options)
    AllotmentFactory(event=event, kind=Allotment.Kind.NGO, places=0)
    for _number in range(size):
        hall = HallFactory(venue=event.venue)
        session = SessionFactory(event=event, hall=hall)
        portrait = SpeakerPictureFactory()
        SessionSpeakerFactory(session=session, speaker=portrait.speaker)
        EventPartnerFactory(event=event)
        EventFactory(predecessor=event)
        EventHistoryFactory(event=event)
        OutcomeFactory(event=event)
        OutcomePhotoFactory(event=event)
        RegistrationFactory(event=event, waiting=True)
    return event


@time_machine.travel("2026-11-26 00:30:00+03:00", tick=False)
def test_days_are_counted_by_the_local_calendar(client):
    event = EventFactory(starts_at=on(2026, 11, 27, 1), ends_at=on(2026, 11, 27, 3), opens_at=on(2026, 11, 1))

    assert client.get(event.get_absolute_url()).context["left"] == 1


def test_one_click_for_somebody_signed_in_leads_to_the_registration_and_back(client, ayse):
    ayse.emailaddress_set.update_or_create(email=ayse.email, defaults={"verified": True, "primary": True})
    event = EventFactory(places=2)
    client.force_login(ayse)
    page = client.get(event.get_absolute_url()).content.decode()
    assert 'name="_tek_tik"' in page
    assert "aydınlatma metni" in page

    client.post(f"{event.get_absolute_url()}kayit/", {"_tek_tik": "1"})

    again = client.get(event.get_absolute_url()).content.decode()
    assert "Bu etkinliğe kaydınız var." in again
    assert 'name="_tek_tik"' not in again
    assert event.allotments.get().taken == 1
