"""What is printed: who is on it, in which order, on how many pages; and who may print it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from etkinlikler import papers
from etkinlikler.models import Allotment, Attendee, Certificate, EventPartner, SessionSpeaker
from etkinlikler.papers import programme
from etkinlikler.papers.badges import Badge, badges_of
from konsey import pdf
from konsey.models import AuditEntry
from tests.etkinlikler.pdfs import is_tagged, page_count
from tests.factories.etkinlikler import (
    AllotmentFactory,
    AttendeeFactory,
    CertificateFactory,
    CheckInFactory,
    DelegationFactory,
    EventFactory,
    EventPartnerFactory,
    EventStewardFactory,
    HallFactory,
    RegistrationFactory,
    SessionFactory,
    SessionSpeakerFactory,
    SpeakerFactory,
)
from tests.factories.konsey import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
LONG = "Muhammed Abdurrahman Hacıeminoğlu Küçükçekmecelioğlu Karşıyakalıoğullarındanmısınızcasına"


@pytest.fixture
def sheets(monkeypatch):
    """What was given to the typesetter; the PDF is made all the same."""
    given, render = [], pdf.render

    def remember(name, data):
        given.append(data)
        return render(name, data)

    monkeypatch.setattr(pdf, "render", remember)
    return given


def person(event, name, organisation="", **options):
    registration = RegistrationFactory(event=event, people=0, organisation_name=organisation)
    return AttendeeFactory(registration=registration, name=name, **options)


def names(event):
    return [badge.name for badge in badges_of(event)]


# --- badges -----------------------------------------------------------------------------------------------------
def test_badges_are_in_the_order_of_the_turkish_alphabet():
    event = EventFactory()
    for name in ("Ilgın Can", "İpek Can", "Hale Can", "Çiğdem Can", "Cem Can", "Şule Can", "Suna Can"):
        person(event, name)

    assert names(event) == [
        "Cem Can", "Çiğdem Can", "Hale Can", "Ilgın Can", "İpek Can", "Suna Can", "Şule Can",
    ]  # fmt: skip


def test_badges_say_who_is_who():
    event = EventFactory()
    person(event, "Ayşe Yurttaş", "Örnek Derneği")
    delegation = DelegationFactory(event=event, organisation=OrganisationFactory(name="Bursa Kent Konseyi"))
    row = RegistrationFactory(
        event=event, kind="delegation", delegation=delegation, people=0, organisation_name="Bursa Kent Konseyi"
    )
    AttendeeFactory(registration=row, name="Bora Delege")
    EventStewardFactory(event=event, user=UserFactory(name="Can Görevli"))
    session = SessionFactory(event=event)
    SessionSpeakerFactory(session=session, speaker=SpeakerFactory(name="Deniz Hoca", institution="Ege Üniversitesi"))
    moderator = SpeakerFactory(name="Ece Yönetir", title="Yazar", institution="")
    SessionSpeakerFactory(session=session, speaker=moderator, role=SessionSpeaker.Role.MODERATOR)

    assert badges_of(event) == [
        Badge("Ayşe Yurttaş", "Örnek Derneği", "Katılımcı", "guest"),
        Badge("Bora Delege", "Bursa Kent Konseyi", "Heyet", "delegation"),
        Badge("Can Görevli", "", "Görevli", "staff"),
        Badge("Doç. Dr. Deniz Hoca", "Ege Üniversitesi", "Konuşmacı", "speaker"),
        Badge("Ece Yönetir", "", "Kolaylaştırıcı", "speaker"),
    ]


def test_speaker_who_registered_too_gets_one_badge_and_who_waits_gets_none():
    event = EventFactory()
    speaker = SpeakerFactory(name="Işıl Işık", title="")
    for session in (SessionFactory(event=event), SessionFactory(event=event)):
        SessionSpeakerFactory(session=session, speaker=speaker)
    person(event, "IŞIL IŞIK")
    person(event, "Vazgeçen", state=Attendee.State.CANCELLED)
    RegistrationFactory(event=event, waiting=True)

    assert [(badge.name, badge.role) for badge in badges_of(event)] == [("Işıl Işık", "Konuşmacı")]


@pytest.mark.parametrize(("people", "pages"), [(1, 1), (10, 1), (11, 2), (20, 2)])
def test_badges_leave_no_blank_page(people, pages):
    event = EventFactory()
    registration = RegistrationFactory(event=event, people=0, organisation_name=LONG)
    for number in range(people):
        AttendeeFactory(registration=registration, name=LONG if number % 2 else "Ğ")

    content = papers.badges(event)

    assert page_count(content) == pages
    assert is_tagged(content)


# --- the list -----------------------------------------------------------------------------------------------------
def test_list_holds_those_with_a_place_of_one_allotment(sheets):
    event = EventFactory(title="Örnek Panel")
    person(event, "Şule", "Örnek Derneği")
    person(event, "Suna")
    person(event, "Gelmeyen", state=Attendee.State.CANCELLED)
    ngo = AllotmentFactory(event=event, kind=Allotment.Kind.NGO)
    AttendeeFactory(registration=RegistrationFactory(event=event, allotment=ngo, people=0), name="Zeki")

    whole, part = papers.signing_list(event), papers.signing_list(event, ngo)

    assert sheets[0]["people"] == [["1", "Suna", ""], ["2", "Şule", "Örnek Derneği"], ["3", "Zeki", ""]]
    assert sheets[1]["people"] == [["1", "Zeki", ""]]
    assert ["Yer payı", "Sivil toplum kuruluşları"] in sheets[1]["facts"]
    assert (page_count(whole), page_count(part)) == (1, 1)
    assert is_tagged(whole)


# --- leaflet ------------------------------------------------------------------------------------------------------
def test_leaflet_tells_the_programme_with_halls_speakers_and_partners(sheets):
    event = EventFactory(title="Yerel Demokrasi Paneli", sign_language=True)
    hall = HallFactory(venue=event.venue, name="Sanat Kafe")
    session = SessionFactory(event=event, hall=hall, title="Açılış")
    SessionSpeakerFactory(
        session=session, speaker=SpeakerFactory(name="Ahmet Şerif İzgören", title="", institution="Yazar")
    )
    EventPartnerFactory(event=event, organisation=OrganisationFactory(name="Engelsiz Yaşam Hakkı Ağı"))
    EventPartnerFactory(
        event=event, organisation=OrganisationFactory(name="Ev Sahibi Vakfı"), role=EventPartner.Role.HOST
    )

    content = papers.leaflet(event)

    (data,) = sheets
    assert [(day["place"], [part["title"] for part in day["sessions"]]) for day in data["days"]] == [
        ("Sanat Kafe", ["Açılış"])
    ]
    assert data["days"][0]["sessions"][0]["people"] == [
        {"name": "Ahmet Şerif İzgören", "standing": "Yazar", "role": ""}
    ]
    assert data["partners"] == [
        {"role": "Düzenleyen", "names": [event.organiser.name]},
        {"role": "Paydaş", "names": ["Engelsiz Yaşam Hakkı Ağı"]},
        {"role": "Ev sahibi", "names": ["Ev Sahibi Vakfı"]},
    ]
    assert data["access"] == "Basamaksız giriş, İşaret dili çevirisi"
    assert page_count(content) == 1
    assert is_tagged(content)


def test_leaflet_names_halls_at_their_sessions_when_there_are_several():
    event = EventFactory()
    for name in ("Büyük salon", "Küçük salon"):
        SessionFactory(event=event, hall=HallFactory(venue=event.venue, name=name), title=name)

    (day,) = programme._days(event)

    assert day["place"] == ""
    assert [part["place"] for part in day["sessions"]] == ["Büyük salon", "Küçük salon"]


def test_leaflet_asks_as_much_for_one_session_as_for_ten(django_assert_num_queries):
    event = EventFactory()
    for _each in range(10):
        SessionSpeakerFactory(session=SessionFactory(event=event, hall=HallFactory(venue=event.venue)))

    with django_assert_num_queries(4):
        papers.leaflet(event)


def test_leaflet_is_set_once_until_something_on_it_changes(sheets):
    event = EventFactory()
    session = SessionFactory(event=event, title="Açılış")

    first, second = papers.leaflet(event), papers.leaflet(event)
    session.title = "Hoş geldiniz"
    session.save()
    papers.leaflet(event)

    assert first == second
    assert [data["days"][0]["sessions"][0]["title"] for data in sheets] == ["Açılış", "Hoş geldiniz"]


def test_leaflet_of_a_draft_is_nobodys(client, burak):
    event = EventFactory(draft=True)
    client.force_login(burak)

    assert client.get(reverse("etkinlikler:event_leaflet", args=[event.slug])).status_code == 404


def test_leaflet_of_a_cancelled_event_says_so(sheets):
    papers.leaflet(EventFactory(state="cancelled", state_note="Salon kapandı."))

    assert sheets[0]["state"] == "İptal edildi: Salon kapandı."


# --- certificate --------------------------------------------------------------------------------------------------
def test_certificate_is_one_tagged_sheet_whatever_the_names(sheets):
    event = EventFactory(past=True, title="Çok uzun adlı bir etkinlik ve onun devamı olan çalıştay " * 2)
    registration = RegistrationFactory(event=event, people=0, organisation_name=LONG)
    certificate = CertificateFactory(attendee=AttendeeFactory(registration=registration, name=LONG))

    content = papers.certificate_sheet(certificate)

    assert page_count(content) == 1
    assert is_tagged(content)
    assert sheets[0]["sheets"][0]["number"] == certificate.number


def test_all_certificates_are_one_file_for_those_who_were_let_in(client, as_role, sheets):
    clerk, event = as_role("events_staff"), EventFactory(past=True)
    people = [person(event, name) for name in ("Zeynep", "Çiğdem", "Işıl", "Cem")]
    CertificateFactory(attendee=people[0])
    for each in people[:3]:
        CheckInFactory(attendee=each)
    undone = person(event, "Bora")
    CheckInFactory(attendee=undone, undone_at=timezone.now(), undone_by=clerk)
    address = reverse("etkinlikler:event_certificates", args=[event.slug])

    answers = [client.post(address) for _time in range(2)]

    assert [page_count(answer.content) for answer in answers] == [3, 3]
    assert is_tagged(answers[0].content)
    assert [sheet["name"] for sheet in sheets[0]["sheets"]] == ["Çiğdem", "Işıl", "Zeynep"]
    assert Certificate.objects.filter(attendee__event=event).count() == 3
    ids = {str(each.pk) for each in people[:3]}
    assert [set(entry.after["ids"]) for entry in AuditEntry.objects.filter(action="personal.exported")] == [ids, ids]


@pytest.mark.parametrize(
    ("past", "entries", "sentence"),
    [(False, 1, "etkinlik sona erince"), (True, 0, "Kapıda girişi kaydedilen kimse yok")],
)
def test_no_certificates_to_print_is_a_sentence(client, as_role, past, entries, sentence):
    as_role("events_staff")
    event = EventFactory(past=past)
    CheckInFactory.create_batch(entries, attendee=person(event, "Ayşe"))

    page = client.post(reverse("etkinlikler:event_certificates", args=[event.slug]), follow=True)

    assert sentence in page.content.decode()
    assert not Certificate.objects.exists()


def test_certificates_are_no_link(client, as_role):
    as_role("events_staff")
    event = EventFactory(past=True)

    assert client.get(reverse("etkinlikler:event_certificates", args=[event.slug])).status_code == 405


# --- who may ------------------------------------------------------------------------------------------------------
PRINTED = ("event_badges", "event_signing_list")


@pytest.mark.parametrize("name", PRINTED)
def test_printing_people_is_recorded_person_by_person(client, as_role, name):
    clerk, event = as_role("events_staff"), EventFactory(past=True)
    people = [person(event, "Ayşe"), person(event, "Bora")]

    answer = client.get(reverse(f"etkinlikler:{name}", args=[event.slug]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    entry = AuditEntry.objects.get(action="personal.exported")
    assert (entry.by, entry.after["ids"]) == (clerk, [str(each.pk) for each in people])


@pytest.mark.parametrize("role", ["secretariat", "editor", "budget_staff"])
def test_other_roles_print_nobody(client, as_role, role):
    as_role(role)
    event = EventFactory()

    answers = {client.get(reverse(f"etkinlikler:{name}", args=[event.slug])).status_code for name in PRINTED}

    assert answers == {403}
    assert not AuditEntry.objects.filter(action="personal.exported").exists()


def test_right_to_print_sleeps_until_the_second_step(client, as_role):
    clerk, event = as_role("events_staff"), EventFactory()
    client.force_login(clerk, second_factor=False)

    answer = client.get(reverse("etkinlikler:event_papers", args=[event.slug]))

    assert answer.status_code in {302, 403}
    assert "Yaka kartları" not in answer.content.decode()


def test_papers_page_lists_all_and_no_badges_is_a_sentence(client, as_role, django_assert_max_num_queries):
    as_role("events_staff")
    event = EventFactory(places=5)

    with django_assert_max_num_queries(20):
        page = client.get(reverse("etkinlikler:event_papers", args=[event.slug])).content.decode()
    refused = client.get(reverse("etkinlikler:event_badges", args=[event.slug]), follow=True).content.decode()

    assert "Katılım listesi: Genel (PDF)" in page
    assert "Bu etkinlikte yaka kartı basılacak kimse yok." in refused
