"""Letters at the clerks' desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from konsey.admin.outbox import DropForm
from konsey.models import AuditEntry, OutboxLine, OutboxMessage
from tests.factories.konsey import OutboxAttachmentFactory, OutboxLineFactory, OutboxMessageFactory

pytestmark = pytest.mark.django_db
LIST = "/yonetim/konsey/outboxmessage/"


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def record(row):
    return f"{LIST}{row.pk}/change/"


def act(row, name):
    return f"{LIST}{row.pk}/islem/{name}/"


def test_list_shows_topic_state_and_error_and_leaves_an_audit_row(client, as_role):
    clerk = as_role("secretariat")
    OutboxMessageFactory(state="failed", last_error="550 5.1.1 Unknown", to="a@example.com")

    html = page(client, LIST)

    assert "Deneme iletisi</a>" in html
    assert "[İzmir Kent Konseyi] Deneme" not in html
    assert "Gönderilemedi" in html
    assert "550 5.1.1 Unknown" in html
    assert AuditEntry.objects.filter(by=clerk, action="personal.listed", object_type="konsey.OutboxMessage").exists()


@pytest.mark.parametrize(("query", "found"), [("isik", 1), ("IŞIK", 1), ("a@example.com", 2), ("yok", 0)])
def test_search_finds_subject_and_recipient(client, as_role, query, found):
    as_role("secretariat")
    OutboxMessageFactory(subject="[İzmir Kent Konseyi] Işık Derneği", to="a@example.com")
    OutboxMessageFactory(to="a@example.com")

    answer = client.get(LIST, {"q": query})

    assert answer.context["cl"].result_count == found


def test_record_shows_the_text_and_files_but_never_html(client, as_role):
    as_role("secretariat")
    row = OutboxMessageFactory(text="Sayın ilgili,\n\nBuradayız.", html="<p>html-part</p>")
    OutboxAttachmentFactory(message=row, name="davet.ics")

    html = page(client, record(row))

    assert "Buradayız." in html
    assert "davet.ics" in html
    assert "html-part" not in html


def test_a_code_is_shown_to_no_clerk(client, admin_client):
    waiting = OutboxMessageFactory(secret=True, text="Kodunuz: 246810")
    erased = OutboxMessageFactory(secret=True, text="", html="", state="sent", sent_at=timezone.now())

    html = page(admin_client, record(waiting))
    assert "246810" not in html
    assert "içerdiği için gösterilmez" in html
    assert "gönderilince silindi" in page(admin_client, record(erased))
    assert "246810" not in page(admin_client, LIST)


def test_resend_by_button(client, as_role):
    as_role("secretariat")
    row = OutboxMessageFactory(state="failed", attempts=3)
    assert "Yeniden gönderin" in page(client, record(row))

    answer = client.post(act(row, "resend"), follow=True)

    row.refresh_from_db()
    assert (row.state, row.resends) == ("queued", 1)
    assert "Mektup yeniden sıraya alındı" in answer.content.decode()
    assert "Yeniden gönderin</button>" not in answer.content.decode()


def test_resend_many_at_once(client, as_role):
    as_role("secretariat")
    rows = [OutboxMessageFactory(state=state) for state in ("failed", "unsure", "queued")]

    answer = client.post(LIST, {"action": "resend_selected", "_selected_action": [row.pk for row in rows]}, follow=True)

    html = answer.content.decode()
    assert "2 mektup sıraya alındı." in html
    assert "1 mektup, durumu ya da silinmiş metni nedeniyle yeniden gönderilemez." in html
    assert set(OutboxMessage.objects.values_list("state", "resends")) == {("queued", 1), ("queued", 0)}


def test_drop_asks_for_a_reason(client, as_role):
    as_role("secretariat")
    row = OutboxMessageFactory()

    empty = client.post(act(row, "drop"), {"reason": ""})
    assert empty.context["form"].errors == {"reason": [str(DropForm.base_fields["reason"].error_messages["required"])]}
    row.refresh_from_db()
    assert row.state == "queued"

    client.post(act(row, "drop"), {"reason": "Yanlış duyuru"})
    row.refresh_from_db()
    assert (row.state, row.last_error) == ("dropped", "Yanlış duyuru")


def test_who_may_only_look_gets_no_button_and_no_action(client, as_role):
    as_role("auditor")
    row = OutboxMessageFactory(state="failed")

    html = page(client, record(row))
    assert "Yeniden gönderin" not in html
    assert client.post(act(row, "resend")).status_code == 403
    client.post(LIST, {"action": "resend_selected", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert row.state == "failed"


@pytest.mark.parametrize("role", ["editor", "events_staff", "budget_staff", "verifier", "liaison"])
def test_other_roles_see_no_letters(client, as_role, role):
    as_role(role)

    assert client.get(LIST).status_code == 403


def test_nothing_can_be_written_by_hand(admin_client):
    row = OutboxMessageFactory()

    assert admin_client.get(f"{LIST}add/").status_code == 403
    assert admin_client.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin_client.post(record(row), {"to": "x@example.com"}).status_code == 403


def test_line_can_be_resumed_and_tried(client, as_role):
    clerk = as_role("administrator")
    OutboxLineFactory(paused_until=timezone.now() + timedelta(hours=1), reason="535 Yanlış parola", failures=4)
    address = reverse("admin:konsey_outboxline_change", args=[1])

    html = page(client, address)
    assert "535 Yanlış parola" in html
    assert "Şimdi yeniden deneyin" in html
    client.post("/yonetim/konsey/outboxline/1/islem/resume/")
    client.post("/yonetim/konsey/outboxline/1/islem/trial/")

    assert OutboxLine.objects.get().paused_until is None
    assert "Şimdi yeniden deneyin" not in page(client, address)
    assert OutboxMessage.objects.get().to == clerk.email


def test_first_page_counts_failed_letters(client, as_role):
    as_role("secretariat")
    OutboxMessageFactory(state="failed")
    OutboxMessageFactory(state="unsure")
    OutboxMessageFactory(state="queued")

    html = page(client, "/yonetim/")

    assert "Gönderilemeyen mektuplar" in html
    assert f"{LIST}?state__in=failed,unsure" in html
    assert client.get(f"{LIST}?state__in=failed,unsure").context["cl"].result_count == 2
