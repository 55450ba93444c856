"""Files of an event at the desk: pictures and outcomes that pretend get a sentence, whole ones lose what was hidden."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from etkinlikler.models import EventPicture, Outcome, OutcomePhoto, SpeakerPicture
from konsey import uploads
from konsey.models import AuditEntry
from tests.etkinlikler.deskpages import sheet_of
from tests.factories.etkinlikler import CertificateFactory, EventFactory, OutcomeFactory, SpeakerFactory
from tests.files import docx_bytes, pdf_bytes, picture_bytes, sent

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PLACE = {0x8825: {1: "N", 2: (38.0, 25.0, 0.0)}}


@pytest.fixture
def media(settings, tmp_path):
    """Files go into a folder of the test."""
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def clerk(as_role):
    return as_role("events_staff")


def _save(client, address, **more):
    return client.post(address, sheet_of(client, address, **more))


def _event():
    return reverse("admin:etkinlikler_event_change", args=[EventFactory().pk])


def _picture(prefix, content, name, alt="Söz alan bir katılımcı."):
    return {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-0-upload": sent(content, name), f"{prefix}-0-alt": alt}


BAD = [
    (SVG, "afis.svg", "Bu türde bir dosya yüklenemez."),
    (SVG, "afis.png", "Dosya okunamadı."),
    (b"<html><script>alert(1)</script>", "afis.jpg", "Dosya okunamadı."),
    (b"MZ" + bytes(2000), "afis.webp", "Dosya okunamadı."),
    (picture_bytes("PNG", (40, 40)) + bytes(10 * 1024 * 1024), "buyuk.png", "Dosya en fazla 8 MB olabilir."),
    (b"", "bos.png", "Seçtiğiniz dosya boş."),
]


@pytest.mark.parametrize(("content", "name", "sentence"), BAD, ids=[each[1] for each in BAD])
def test_file_that_is_no_picture_is_a_sentence_and_what_was_typed_stays(client, clerk, media, content, name, sentence):
    page = _save(client, _event(), **_picture("picture", content, name), title="Yeni ad").content.decode()

    assert sentence in page
    assert "Söz alan bir katılımcı." in page
    assert 'value="Yeni ad"' in page
    assert not EventPicture.objects.exists()


def test_picture_without_words_for_the_blind_is_refused(client, clerk, media):
    page = _save(client, _event(), **_picture("picture", picture_bytes(), "afis.png", alt=" ")).content.decode()

    assert "Görseli anlatan metin" in page
    assert not EventPicture.objects.exists()


def test_picture_is_made_anew_without_the_place_it_was_taken(client, clerk, media):
    exif = Image.Exif()
    exif.get_ifd(0x8825).update(PLACE[0x8825])
    photo = picture_bytes("JPEG", (2000, 1000), exif=exif)

    _save(client, _event(), **_picture("picture", photo, "afis.jpg"))

    stored = EventPicture.objects.get()
    assert (stored.width, stored.height, stored.alt) == (1600, 800, "Söz alan bir katılımcı.")
    with uploads.open_picture(stored.token, 1600) as file:
        content = file.read()
    assert dict(Image.open(io.BytesIO(content)).getexif()) == {}


@pytest.mark.parametrize(
    ("prefix", "model", "address"),
    [
        ("photos", OutcomePhoto, _event),
        ("picture", SpeakerPicture, lambda: reverse("admin:etkinlikler_speaker_change", args=[SpeakerFactory().pk])),
    ],
)
def test_photos_of_outcomes_and_speakers_pass_the_same_gate(client, clerk, media, prefix, model, address):
    where = address()

    refused = _save(client, where, **_picture(prefix, SVG, "foto.png")).content.decode()
    _save(client, where, **{**_picture(prefix, picture_bytes(), "foto.png"), f"{prefix}-0-position": "0"})

    assert "Dosya okunamadı." in refused
    assert model.objects.get().alt == "Söz alan bir katılımcı."


# --- outcomes -----------------------------------------------------------------------------------------------------
def _outcome(content, name):
    return {
        "outcomes-TOTAL_FORMS": "1", "outcomes-0-kind": "road_map", "outcomes-0-title": "Yol haritası",
        "outcomes-0-position": "0", "outcomes-0-file": sent(content, name),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (pdf_bytes(catalog=b"/OpenAction << /S /JavaScript /JS (x) >>"), "yol.pdf", "PDF içinde betik"),
        (b"MZ not a pdf", "yol.pdf", "Dosya geçerli bir PDF değil."),
        (b"<html></html>", "yol.html", "Bu türde bir dosya yüklenemez."),
        (b"PK\x03\x04 not a document", "yol.docx", "Dosya okunamadı veya bozuk."),
    ],
)
def test_outcome_that_pretends_is_a_sentence(client, clerk, content, name, sentence):
    page = _save(client, _event(), **_outcome(content, name)).content.decode()

    assert sentence in page
    assert not Outcome.objects.exists()


@pytest.mark.parametrize(("content", "name"), [(pdf_bytes(), "Gizli ad.pdf"), (docx_bytes(), "a.docx")])
def test_whole_outcome_is_stored_under_a_name_of_ours_and_waits_for_its_time(client, clerk, content, name):
    _save(client, _event(), **_outcome(content, name))

    stored = Outcome.objects.get()
    assert (stored.file_size, stored.published_at) == (len(content), None)
    assert stored.file.name.startswith("sonuclar/")
    assert "Gizli" not in stored.file.name
    assert client.get(reverse("etkinlikler:outcome_file", args=[stored.pk])).status_code == 404


def test_outcomes_are_announced_once_and_only_when_there_is_something_to_read(client, clerk):
    event = EventFactory(past=True)
    act = reverse("admin:etkinlikler_event_act", args=[event.pk, "duyuru"])

    early = client.post(act, follow=True).content.decode()
    OutcomeFactory(event=event)
    announced = client.post(act, follow=True).content.decode()
    again = client.post(act, follow=True).content.decode()

    event.refresh_from_db()
    assert "Önce en az bir çıktı yayımlayınız." in early
    assert "Çıktılar katılanlara duyuruluyor" in announced
    assert "daha önce duyuruldu" in again
    assert event.outcomes_announced_at
    assert AuditEntry.objects.filter(action="event.outcomes_announced").count() == 1


def test_certificate_is_found_at_the_desk_and_never_written_there(client, clerk):
    certificate = CertificateFactory(number="KB-7F3M-Q9ZT-X2KD", attendee__name="Işıl Işık")
    address = reverse("admin:etkinlikler_certificate_changelist")

    by_name = client.get(f"{address}?q=isil").context["cl"].result_list
    by_number = client.get(f"{address}?q=7F3M").context["cl"].result_list
    record = client.get(reverse("admin:etkinlikler_certificate_change", args=[certificate.pk])).content.decode()

    assert list(by_name) == list(by_number) == [certificate]
    assert 'name="number"' not in record
    assert client.get(reverse("admin:etkinlikler_certificate_add")).status_code == 403
    assert AuditEntry.objects.filter(action="personal.viewed", object_type="etkinlikler.Certificate").count() == 1
