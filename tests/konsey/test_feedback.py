"""Reporting a barrier: from the form to the answer, and its end."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from konsey import retention
from konsey.errors import Refused
from konsey.models import AccessibilityFeedback, AuditEntry, NoticeAcceptance, OutboxMessage
from konsey.roles import ROLES
from konsey.services.feedback import answer_feedback
from tests.factories.konsey import AccessibilityFeedbackFactory

FORM = "/erisilebilirlik/bildirim/"
pytestmark = pytest.mark.django_db


def _post(client, **fields: str):
    version = client.get(FORM).context["form"].fields["notice_version"].notice.version
    return client.post(FORM, {"notice_version": version, **fields})


def test_report_is_stored_told_and_confirmed(client, settings):
    response = _post(client, message="Menü klavyeyle açılmıyor.", page="/mahalleler/", email="Deniz@Example.com")

    report = AccessibilityFeedback.objects.get()
    letter = OutboxMessage.objects.get()
    assert response.url == "/erisilebilirlik/bildirim/alindi/"
    assert (report.message, report.page, report.email) == (
        "Menü klavyeyle açılmıyor.",
        "/mahalleler/",
        "deniz@example.com",
    )
    assert (letter.letter, letter.to) == ("konsey/feedback_received", settings.COUNCIL_EMAIL)
    assert "Menü klavyeyle açılmıyor." in letter.text
    assert "deniz@example.com" not in letter.text + letter.html
    assert f'<span class="number num">{report.pk}</span>' in client.get(response.url).content.decode()
    assert NoticeAcceptance.objects.filter(context="feedback").count() == 1


def test_report_without_address_collects_nothing_about_the_person(client):
    _post(client, message="Yazılar küçük.")

    assert AccessibilityFeedback.objects.get().email == ""
    assert NoticeAcceptance.objects.count() == 0


def test_confirmation_without_report_leads_to_the_form(client):
    assert client.get("/erisilebilirlik/bildirim/alindi/").url == FORM


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"message": ""}, "Karşılaştığınız engel"),
        ({"message": " ​"}, "Karşılaştığınız engel"),
        ({"message": "x" * 4001}, "En çok 4000 karakter yazabilirsiniz"),
        ({"message": "x", "email": "alı@example.com"}, "E-posta adresiniz"),
    ],
)
def test_bad_input_comes_back_with_a_sentence(client, fields, sentence):
    response = _post(client, **{"page": "İı <b>sayfa</b> 🙂", **fields})

    page = response.content.decode()
    assert response.status_code == 200
    assert "<title>Hata:" in page
    assert sentence in page[page.index('class="summary"') :]
    assert "İı &lt;b&gt;sayfa&lt;/b&gt; 🙂" in page
    assert AccessibilityFeedback.objects.count() == 0


def test_without_information_text_nothing_is_collected_and_it_is_said(client):
    with time_machine.travel("2020-01-01"):
        response = client.get(FORM, follow=True)

    assert response.redirect_chain == [("/erisilebilirlik/", 302)]
    assert "aydınlatma metni henüz yayımlanmadı" in response.content.decode()


def test_page_is_filled_in_from_the_link(client):
    page = client.get(FORM, {"sayfa": "/meclisler/\u202e"}).content.decode()

    assert 'value="/meclisler/"' in page


def test_eleventh_report_of_an_hour_is_refused(client):
    answers = [_post(client, message=f"{number}").status_code for number in range(11)]

    assert answers == [302] * 10 + [429]
    assert AccessibilityFeedback.objects.count() == 10


def test_answer_closes_the_report_and_goes_to_who_asked(burak):
    report = AccessibilityFeedbackFactory(email="deniz@example.com")

    answer_feedback(by=burak, feedback=report, answer="Menü düzeltildi.", now=timezone.now())

    letter = OutboxMessage.objects.get(letter="konsey/feedback_answered")
    report.refresh_from_db()
    assert (report.answer, report.answered_by) == ("Menü düzeltildi.", burak)
    assert letter.to == "deniz@example.com"
    assert "Menü düzeltildi." in letter.text
    assert list(AuditEntry.objects.values_list("action", "by")) == [("feedback.answered", burak.pk)]


def test_answer_without_address_sends_no_letter(burak):
    answer_feedback(by=burak, feedback=AccessibilityFeedbackFactory(), answer="Düzeltildi.", now=timezone.now())

    assert OutboxMessage.objects.count() == 0


def test_report_is_answered_once(burak):
    report = AccessibilityFeedbackFactory()
    answer_feedback(by=burak, feedback=report, answer="Bir.", now=timezone.now())

    with pytest.raises(Refused, match="yanıtlanmış"):
        answer_feedback(by=burak, feedback=report, answer="İki.", now=timezone.now())
    report.refresh_from_db()
    assert report.answer == "Bir."


def test_answered_reports_are_destroyed_when_their_time_is_over(burak):
    now = timezone.now()
    old = AccessibilityFeedbackFactory(answer="A", answered_by=burak, answered_at=now - timedelta(days=400))
    fresh = AccessibilityFeedbackFactory(answer="A", answered_by=burak, answered_at=now)
    waiting = AccessibilityFeedbackFactory(sent_at=now - timedelta(days=900))

    gone = retention.DESTROYERS["feedback"](now - timedelta(days=365), 100)

    assert gone == 1
    assert set(AccessibilityFeedback.objects.all()) == {fresh, waiting}
    assert old.pk not in {fresh.pk, waiting.pk}


def test_clerk_answers_at_the_desk(admin_client_of):
    report = AccessibilityFeedbackFactory(email="deniz@example.com")
    client = admin_client_of("secretariat")
    record = reverse("admin:konsey_accessibilityfeedback_change", args=[report.pk])

    listed = client.get(reverse("admin:konsey_accessibilityfeedback_changelist")).content.decode()
    asked = client.get(f"{record.removesuffix('change/')}islem/answer/")
    done = client.post(f"{record.removesuffix('change/')}islem/answer/", {"answer": "Düzeltildi."})

    assert report.message in listed
    assert "Yanıt" in asked.content.decode()
    assert report.message in asked.content.decode()
    assert done.url == record
    report.refresh_from_db()
    assert report.answer == "Düzeltildi."


def test_clerk_without_the_right_does_not_see_reports(admin_client_of):
    client = admin_client_of("events_staff")

    assert client.get(reverse("admin:konsey_accessibilityfeedback_changelist")).status_code == 403


@pytest.fixture
def admin_client_of(client, burak):
    def signed_in(role: str):
        burak.groups.add(Group.objects.get(name=ROLES[role].group))
        client.force_login(burak)
        return client

    return signed_in
