"""Certificates: only for those who were let in, one each, found by number, gone with the check-in."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from etkinlikler import tokens
from etkinlikler.certificatenumbers import ALPHABET, new_number, read
from etkinlikler.models import Attendee, Certificate, CheckIn, Event
from etkinlikler.services import door
from etkinlikler.services.certificates import issue_certificate, revoke_certificate
from konsey.errors import Refused
from konsey.models import AuditEntry
from tests.factories.etkinlikler import (
    AttendeeFactory,
    CertificateFactory,
    CheckInFactory,
    EventFactory,
    RegistrationFactory,
    SurveyQuestionFactory,
    in_days,
)
from tests.factories.konsey import UserFactory

pytestmark = pytest.mark.django_db
NUMBER = "KB-7F3M-Q9ZT-X2KD"


def guest(*, is_in=True, name="Işıl Işık", **event):
    row = RegistrationFactory(event=EventFactory(**({"past": True} | event)), people=0)
    person = AttendeeFactory(registration=row, name=name)
    if is_in:
        CheckInFactory(attendee=person)
    return person


def issued(person):
    return issue_certificate(person=person, now=timezone.now())


def undo_checkin(person, by):
    CheckIn.objects.filter(attendee=person).update(undone_at=timezone.now(), undone_by=by)


def file_address(person):
    return reverse("etkinlikler:certificate_file", args=[tokens.make(tokens.TICKET, person.key)])


def look(client, number=NUMBER):
    return client.get(reverse("etkinlikler:certificate", args=[number]))


# --- numbers ------------------------------------------------------------------------------------------------------
def test_numbers_are_random_and_cannot_be_misread():
    numbers = {new_number() for _each in range(500)}

    assert len(numbers) == 500
    assert all(re.fullmatch(rf"KB(-[{ALPHABET}]{{4}}){{3}}", number) for number in numbers)
    assert set(ALPHABET) & set("AEIOU01L") == set()


@pytest.mark.parametrize(
    "typed",
    [NUMBER, "kb-7f3m-q9zt-x2kd", "KB 7F3M Q9ZT X2KD", " 7f3mq9ztx2kd ", "kb7f3mq9ztx2kd", "KB–7F3M–Q9ZT–X2KD"],
)
def test_number_is_read_however_it_is_typed(typed):
    assert read(typed) == NUMBER


@pytest.mark.parametrize("typed", ["", "KB", "KB-7F3M-Q9ZT-X2K", "KB-7F3M-Q9ZT-X2KDD", "KB-7F3M-Q9ZT-X2Kİ", "ı" * 12])
def test_what_is_no_number_is_none(typed):
    assert read(typed) is None


# --- issuing ------------------------------------------------------------------------------------------------------
def test_who_was_let_in_gets_one_certificate_however_often_they_ask():
    person = guest()

    first, second = issued(person), issued(person)

    assert first == second
    assert Certificate.objects.get().attendee == person


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"is_in": False}, "Kapıda girişiniz kaydedilmediği için"),
        ({"past": False, "starts_at": in_days(-1), "ends_at": in_days(1)}, "etkinlik sona erince"),
        ({"state": Event.State.CANCELLED, "state_note": "x"}, "yapılmadığı için"),
    ],
)
def test_others_get_a_sentence(options, sentence):
    person = guest(**options)

    with pytest.raises(Refused, match=sentence):
        issued(person)

    assert not Certificate.objects.exists()


def test_scan_that_does_not_count_or_was_undone_is_no_ground():
    person, clerk = guest(is_in=False), UserFactory()
    CheckInFactory(attendee=person, counts=False)
    CheckInFactory(attendee=person, undone_at=timezone.now(), undone_by=clerk)

    with pytest.raises(Refused, match="Kapıda girişiniz"):
        issued(person)


def test_undoing_revokes_and_a_new_check_in_brings_the_number_back():
    person, clerk = guest(), UserFactory(is_staff=True)
    number = issued(person).number

    undo_checkin(person, clerk)
    revoked = revoke_certificate(person=person, by=clerk, now=timezone.now())

    assert revoked.revoked_at
    assert AuditEntry.objects.get(action="certificate.revoked").object_id == str(person.pk)
    with pytest.raises(Refused):
        issued(person)
    CheckInFactory(attendee=person)
    again = issued(person)
    assert (again.number, again.revoked_at) == (number, None)


def test_entry_taken_back_at_the_door_takes_the_certificate_back():
    now = timezone.now()
    person = guest(past=False, starts_at=now - timedelta(hours=3), ends_at=now - timedelta(minutes=30))
    certificate = issued(person)

    door.undo(checkin=CheckIn.objects.get(attendee=person), by=UserFactory(), now=now)

    certificate.refresh_from_db()
    assert certificate.revoked_at == now


def test_revoking_where_there_is_none_does_nothing():
    assert revoke_certificate(person=guest(), by=UserFactory(), now=timezone.now()) is None
    assert not AuditEntry.objects.filter(action="certificate.revoked").exists()


# --- the file -----------------------------------------------------------------------------------------------------
def test_file_comes_from_the_ticket_alone(client):
    person = guest()

    answer = client.get(file_address(person))

    number = Certificate.objects.get(attendee=person).number
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"] == f'inline; filename="katilim-belgesi-{number}.pdf"'
    assert "no-store" in answer["Cache-Control"]


def test_file_of_who_was_not_there_is_a_sentence(client):
    answer = client.get(file_address(guest(is_in=False)))

    assert answer.status_code == 409
    assert "Kapıda girişiniz kaydedilmediği için" in answer.content.decode()


def test_other_links_of_the_same_person_open_no_file(client):
    person = guest()
    forged = tokens.make(tokens.MANAGE, person.key)

    answer = client.get(reverse("etkinlikler:certificate_file", args=[forged]))

    assert answer.status_code == 404
    assert not Certificate.objects.exists()


# --- looking up ---------------------------------------------------------------------------------------------------
def test_valid_certificate_says_who_and_what(client, django_assert_max_num_queries):
    CertificateFactory(attendee=guest(title="Örnek Çalıştay"), number=NUMBER)

    with django_assert_max_num_queries(12):
        page = look(client)

    text = page.content.decode()
    assert [word in text for word in ("Bu katılım belgesi geçerli", "Işıl Işık", "Örnek Çalıştay", NUMBER)] == [
        True
    ] * 4
    assert '<meta name="robots" content="noindex">' in text
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("is_revoked", [True, False])
def test_certificate_without_a_check_in_is_invalid_and_names_nobody(client, is_revoked):
    """Also when nobody has marked it: the check-in alone decides."""
    person = guest()
    CertificateFactory(attendee=person, number=NUMBER, revoked_at=timezone.now() if is_revoked else None)
    undo_checkin(person, UserFactory())

    text = look(client).content.decode()

    assert "Bu katılım belgesi geçersiz kılındı" in text
    assert "Işıl Işık" not in text


def test_number_in_another_writing_leads_to_the_page(client):
    CertificateFactory(attendee=guest(), number=NUMBER)

    answer = client.post(reverse("etkinlikler:certificate_check"), {"number": "kb 7f3m q9zt x2kd"})
    direct = look(client, "kb7f3mq9ztx2kd")

    assert answer.url == direct.url == reverse("etkinlikler:certificate", args=[NUMBER])


def test_unknown_number_is_404_with_the_form(client):
    page = look(client)

    assert page.status_code == 404
    assert "KB-7F3M-Q9ZT-X2KD numaralı bir belge düzenlenmedi." in page.content.decode()


def test_nonsense_is_a_sentence_and_stays_in_the_field(client):
    page = client.post(reverse("etkinlikler:certificate_check"), {"number": "İzmir"}).content.decode()

    assert "Bu bir belge numarası değil." in page
    assert 'value="İzmir"' in page


def test_look_ups_are_limited(client):
    CertificateFactory(attendee=guest(), number=NUMBER)

    answers = [look(client).status_code for _each in range(31)]

    assert (answers[:30], answers[30]) == ([200] * 30, 429)


def test_name_that_is_no_longer_kept_is_said_and_no_new_sheet_is_made(client):
    person = guest()
    CertificateFactory(attendee=person, number=NUMBER)
    Attendee.objects.update(name="")

    page = look(client).content.decode()
    file = client.get(file_address(person))

    assert "Saklama süresi dolduğu için artık saklanmıyor." in page
    assert (file.status_code, "adınız silindi" in file.content.decode()) == (409, True)


def test_ticket_of_somebody_who_came_leads_to_certificate_and_survey(client):
    person = guest()
    SurveyQuestionFactory(event=person.event)
    token = tokens.make(tokens.TICKET, person.key)

    page = client.get(reverse("etkinlikler:ticket", args=[token])).content.decode()

    assert file_address(person) in page
    assert reverse("etkinlikler:survey", args=[token]) in page


def test_ticket_before_the_end_leads_nowhere_yet(client):
    person = guest(past=False)
    SurveyQuestionFactory(event=person.event)

    page = client.get(reverse("etkinlikler:ticket", args=[tokens.make(tokens.TICKET, person.key)])).content.decode()

    assert ("Katılım belgenizi" in page, "Etkinliği değerlendirin" in page) == (False, False)


def test_event_that_ends_today_gives_no_certificate_a_second_too_early():
    person = guest()
    end = person.event.ends_at

    with pytest.raises(Refused, match="sona erince"):
        issue_certificate(person=person, now=end - timedelta(seconds=1))
    assert issue_certificate(person=person, now=end).issued_at == end
