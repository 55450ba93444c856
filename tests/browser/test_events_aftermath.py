"""After the event, in a real browser: certificate, survey, results and papers; both widths, both colour schemes."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from playwright.sync_api import expect

from etkinlikler import tokens
from etkinlikler.models import Certificate, SurveyAnswer, SurveyQuestion
from konsey import roles
from tests.browser.looks import assert_good_looks
from tests.factories.etkinlikler import (
    AttendeeFactory,
    CertificateFactory,
    CheckInFactory,
    EventFactory,
    RegistrationFactory,
    SurveyAnswerFactory,
    SurveyQuestionFactory,
)
from tests.factories.konsey import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "KB-7F3M-Q9ZT-X2KD"


def guest(name="Şükran Işıl Öztürk"):
    event = EventFactory(past=True, title="Yerel Demokrasi ve Sivil Toplum Paneli", slug="panel")
    row = RegistrationFactory(event=event, people=0, organisation_name="Engelsiz Yaşam Hakkı Ağı")
    person = AttendeeFactory(registration=row, name=name)
    CheckInFactory(attendee=person)
    return person


def questions(event):
    kinds = SurveyQuestion.Kind
    return [
        SurveyQuestionFactory(event=event, text="Etkinliği genel olarak nasıl buldunuz?", position=1),
        SurveyQuestionFactory(event=event, text="Yine gelir misiniz?", kind=kinds.YES_NO, position=2),
        SurveyQuestionFactory(event=event, text="Ne eklerdiniz?", kind=kinds.TEXT, position=3),
    ]


@pytest.mark.parametrize("javascript", [True, False])
def test_certificate_is_checked_by_its_number(open_page, javascript):
    CertificateFactory(attendee=guest(), number=NUMBER)
    page = open_page(width=360, javascript=javascript)

    page.goto(reverse("etkinlikler:certificate_check"))
    page.get_by_label("Belge numarası").fill("kb 7f3m q9zt x2kd")
    if javascript:
        assert_good_looks(page)
    page.get_by_role("button", name="Belgeyi denetleyin").click()

    expect(page.get_by_role("heading", name="Bu katılım belgesi geçerli")).to_be_visible()
    expect(page.get_by_text("Şükran Işıl Öztürk")).to_be_visible()
    if javascript:
        assert_good_looks(page)


def test_wrong_and_unknown_numbers_are_explained(page):
    page.watch.tolerate("404")
    page.goto(reverse("etkinlikler:certificate_check"))
    page.get_by_label("Belge numarası").fill("İzmir")
    page.get_by_role("button", name="Belgeyi denetleyin").click()
    expect(page.get_by_text("Bu bir belge numarası değil.").first).to_be_visible()
    assert_good_looks(page)

    page.goto(reverse("etkinlikler:certificate", args=[NUMBER]))
    expect(page.get_by_role("heading", name="Bu numarayla bir belge yok")).to_be_visible()
    assert_good_looks(page)


def test_ticket_leads_to_the_certificate_and_the_survey_is_answered_once(open_page):
    person = guest()
    questions(person.event)
    page = open_page(width=360)

    page.goto(reverse("etkinlikler:ticket", args=[tokens.make(tokens.TICKET, person.key)]))
    assert_good_looks(page)
    with page.expect_download() as download:
        page.evaluate("document.querySelector('.actions a').setAttribute('download', '')")
        page.get_by_role("link", name="Katılım belgenizi alın (PDF)").click()
    assert download.value.suggested_filename.startswith("katilim-belgesi-")
    assert re.fullmatch(r"KB(-\w{4}){3}", Certificate.objects.get().number)

    page.get_by_role("link", name="Etkinliği değerlendirin").click()
    assert_good_looks(page)
    page.get_by_role("group", name="Etkinliği genel olarak").get_by_label("5 (çok iyi)").check()
    page.get_by_label("Ne eklerdiniz?").fill("Daha çok söz hakkı.")
    page.get_by_role("button", name="Yanıtları gönderin").click()

    expect(page.get_by_role("heading", name="Yanıtlarınız alındı")).to_be_visible()
    assert_good_looks(page)
    assert SurveyAnswer.objects.count() == 2
    page.reload()
    expect(page.get_by_role("button", name="Yanıtları gönderin")).to_have_count(0)


def test_survey_works_without_javascript_and_says_what_is_missing(open_page):
    person = guest()
    questions(person.event)
    page = open_page(width=360, javascript=False)

    page.goto(reverse("etkinlikler:survey", args=[tokens.make(tokens.TICKET, person.key)]))
    page.get_by_role("button", name="Yanıtları gönderin").click()
    expect(page.get_by_text("En az bir soruyu yanıtlayınız.").first).to_be_visible()
    page.get_by_role("group", name="Yine gelir misiniz?").get_by_label("Evet").check()
    page.get_by_role("button", name="Yanıtları gönderin").click()

    expect(page.get_by_role("heading", name="Yanıtlarınız alındı")).to_be_visible()


def test_staff_read_results_and_find_the_papers(open_page):
    event = guest().event
    rating, again, words = questions(event)
    for number in (5, 4, 5, 3):
        SurveyAnswerFactory(question=rating, rating=number)
        SurveyAnswerFactory(question=again, rating=None, text="yes")
    SurveyAnswerFactory(question=words, rating=None, text="Gizli kalır.")
    clerk = UserFactory(name="Deniz Görevli", is_staff=True)
    clerk.groups.set(Group.objects.filter(name=roles.ROLES["events_staff"].group))
    page = open_page(user=clerk)

    page.goto(reverse("etkinlikler:event_papers", args=[event.slug]))
    assert_good_looks(page)
    page.get_by_role("link", name="Anket sonuçları").click()

    expect(page.get_by_text("Ortalama: 4,3. Yanıt: 4.")).to_be_visible()
    expect(page.get_by_text("Gizli kalır.")).to_have_count(0)
    assert_good_looks(page)
