"""Venues, speakers and sessions at the desk."""

import pytest
from django.urls import reverse
from django.utils import timezone

from etkinlikler.models import Hall, Session, SessionSpeaker, Speaker, Venue
from konsey.models import AuditEntry
from tests.factories.etkinlikler import EventFactory, HallFactory, SessionFactory, SpeakerFactory, VenueFactory
from tests.files import picture_bytes, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(as_role):
    return as_role("events_staff")


def _rows(prefix, *rows, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": str(initial)}
    return data | {f"{prefix}-{place}-{name}": value for place, row in enumerate(rows) for name, value in row.items()}


def _local(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_venue_is_written_with_its_halls(client, clerk):
    halls = _rows("halls", {"name": "Büyük Salon", "position": "0"}, {"name": "Atölye", "position": "1"})

    client.post(reverse("admin:etkinlikler_venue_add"), {"name": "Işık Merkezi", "capacity": "300", **halls})

    assert Venue.objects.get().name_fold == "isik merkezi"
    assert list(Hall.objects.values_list("name", flat=True)) == ["Büyük Salon", "Atölye"]


def test_venue_does_not_shrink_below_what_an_event_gives_out(client, clerk):
    venue = VenueFactory(capacity=300)
    EventFactory(venue=venue, capacity=250)
    address = reverse("admin:etkinlikler_venue_change", args=[venue.pk])

    page = client.post(address, {"name": venue.name, "capacity": "200", **_rows("halls")}, follow=True).content.decode()

    venue.refresh_from_db()
    assert "Bu yerde daha çok kişilik yer verilmiş bir etkinlik var" in page
    assert venue.capacity == 300


def test_speaker_gets_a_picture_with_words_for_it(client, clerk):
    upload = sent(picture_bytes("JPEG"), "ben.jpg")
    picture = _rows("picture", {"upload": upload, "alt": "Gülümseyen bir kadın."})

    client.post(reverse("admin:etkinlikler_speaker_add"), {"name": "Işıl Öz", "title": "Dr.", **picture})

    speaker = Speaker.objects.get()
    assert speaker.picture.alt == "Gülümseyen bir kadın."
    assert speaker.picture.width > 0
    assert AuditEntry.objects.get(action="event_picture.added").by == clerk


@pytest.mark.parametrize(
    ("content", "alt", "sentence"),
    [(b"<svg onload=alert(1)>", "Bir kadın.", "Hata:"), (None, "", "Görseli anlatan metin")],
)
def test_what_is_no_picture_or_has_no_words_is_refused(client, clerk, content, alt, sentence):
    upload = sent(content or picture_bytes("JPEG"), "ben.jpg")
    picture = _rows("picture", {"upload": upload, "alt": alt})

    answer = client.post(reverse("admin:etkinlikler_speaker_add"), {"name": "Işıl Öz", **picture})

    assert sentence in answer.content.decode()
    assert Speaker.objects.count() == 0


def test_session_names_its_speakers(client, clerk):
    session, speaker = SessionFactory(), SpeakerFactory()
    address = reverse("admin:etkinlikler_session_change", args=[session.pk])
    sheet = {
        "kind": "panel", "title": "Açılış", "hall": "", "starts_at": _local(session.starts_at),
        "ends_at": _local(session.ends_at), "description": "",
        **_rows("appearances", {"speaker": speaker.pk, "role": "moderator", "position": "0"}),
    }  # fmt: skip

    client.post(address, sheet)

    assert SessionSpeaker.objects.values_list("session", "speaker", "role").get() == (
        session.pk, speaker.pk, "moderator",
    )  # fmt: skip


def test_session_in_a_hall_that_is_taken_is_refused_beside_the_form(client, clerk):
    hall = HallFactory()
    taken = SessionFactory(hall=hall)
    sheet = {
        "event": EventFactory().pk, "kind": "talk", "title": "Çakışan", "hall": hall.pk, "description": "",
        "starts_at": _local(taken.starts_at), "ends_at": _local(taken.ends_at), **_rows("appearances"),
    }  # fmt: skip

    answer = client.post(reverse("admin:etkinlikler_session_add"), sheet)

    assert "Bu salonda aynı saatte başka bir oturum var." in answer.content.decode()
    assert 'value="Çakışan"' in answer.content.decode()
    assert Session.objects.count() == 1


def test_editor_reads_speakers_and_changes_none(client, as_role):
    speaker = SpeakerFactory()
    as_role("editor")
    address = reverse("admin:etkinlikler_speaker_change", args=[speaker.pk])

    assert client.get(address).status_code == 200
    assert client.post(address, {"name": "Başka"}).status_code == 403
