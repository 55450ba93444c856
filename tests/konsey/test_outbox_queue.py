"""Queuing letters: once per key, rendered in the person's language, with the right sheet."""

import threading
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.utils import timezone

from konsey import mail
from konsey.models import OutboxMessage
from tests.factories.konsey import UserFactory

pytestmark = pytest.mark.django_db


def queue_trial(user, key="1", **more):
    context = {"outbox_url": "https://example.com/x/"}
    return mail.queue("konsey/mail_trial", to=user.email, key=key, user=user, context=context, **more)


def test_queue_renders_the_three_texts(ayse):
    assert queue_trial(ayse) is True

    row = OutboxMessage.objects.get()
    assert row.subject == "[İzmir Kent Konseyi] Deneme iletisi"
    assert row.text.startswith("Sayın Ayşe Yıldız,\n\nBu deneme iletisini yönetim ekranından siz istediniz.")
    assert "Bilgilerinize sunarız.\n\nSaygılarımızla,\nİzmir Kent Konseyi Genel Sekreterliği\n" in row.text
    assert "\n\n\n" not in row.text
    assert '<html lang="tr">' in row.html
    assert row.html.count("https://example.com/x/") == 3


def test_queue_text_is_not_escaped_and_html_is():
    user = UserFactory(name="O'Neil & <b>Oğlu</b>")

    queue_trial(user)

    row = OutboxMessage.objects.get()
    assert row.text.startswith("Sayın O'Neil & <b>Oğlu</b>,")
    assert "Sayın O&#x27;Neil &amp; &lt;b&gt;Oğlu&lt;/b&gt;," in row.html


def test_queue_twice_stores_once_and_says_so(ayse):
    assert [queue_trial(ayse), queue_trial(ayse), queue_trial(ayse, key="2")] == [True, False, True]
    assert OutboxMessage.objects.count() == 2


def test_queue_long_keys_stay_different(ayse):
    assert queue_trial(ayse, key="x" * 300 + "1") is True
    assert queue_trial(ayse, key="x" * 300 + "2") is True
    assert queue_trial(ayse, key="x" * 300 + "2") is False


@pytest.mark.parametrize(
    "to", ["", "ali", "a@example.com, b@example.com", "a@example.com\nBcc: b@example.com", "alı@example.com"]
)
def test_queue_refuses_what_is_not_one_plain_address(to):
    with pytest.raises(ValueError, match="plain address"):
        mail.queue("konsey/mail_trial", to=to, key="1")


def test_queue_stands_and_falls_with_the_transaction(ayse):
    with transaction.atomic():
        queue_trial(ayse)
        transaction.set_rollback(True)

    assert OutboxMessage.objects.count() == 0


def test_queue_of_a_list_needs_the_persons_wish(ayse):
    assert queue_trial(ayse, list_kind="news") is False
    ayse.wants_news = True
    assert queue_trial(ayse, list_kind="news") is True

    row = OutboxMessage.objects.get()
    assert "Duyuru türü: Haber ve duyurular." in row.text
    assert "/duyurular/vazgec/" in row.text
    assert row.html.count("/duyurular/vazgec/") == 2


def test_queue_of_a_list_without_a_person_is_a_mistake():
    with pytest.raises(ValueError, match="an account"):
        mail.queue("konsey/mail_trial", to="a@example.com", key="1", list_kind="news")


def test_queue_of_an_unknown_list_is_a_mistake(ayse):
    with pytest.raises(ValueError, match="no mailing list"):
        queue_trial(ayse, list_kind="unknown")


def test_queue_keeps_small_files_and_refuses_large_ones(ayse):
    file = mail.Attachment("davet.ics", "text/calendar", b"BEGIN:VCALENDAR")

    queue_trial(ayse, attachments=[file])

    assert [(f.name, bytes(f.content)) for f in OutboxMessage.objects.get().attachments.all()] == [
        ("davet.ics", b"BEGIN:VCALENDAR")
    ]
    with pytest.raises(ValueError, match="larger"):
        queue_trial(ayse, key="2", attachments=[mail.Attachment("a.pdf", "application/pdf", b"x" * 3_000_000)])


def test_queue_orders_codes_before_letters_before_lists(ayse):
    ayse.wants_news = True
    queue_trial(ayse, key="list", list_kind="news")
    queue_trial(ayse, key="plain")
    queue_trial(ayse, key="code", secret=True)

    keys = OutboxMessage.objects.order_by("priority").values_list("key", flat=True)
    assert [key.split(":")[1] for key in keys] == ["code", "plain", "list"]


def test_djangos_own_sending_ends_in_the_outbox(settings):
    settings.EMAIL_BACKEND = "konsey.mailbackend.OutboxBackend"

    subject, text = "[İzmir Kent Konseyi] Uyarı", "İlk satır\n\nİkinci satır"
    EmailMessage(subject, text, to=["a@example.com", "b@example.com"]).send()

    rows = OutboxMessage.objects.order_by("to")
    assert [(row.to, row.subject) for row in rows] == [
        ("a@example.com", "[İzmir Kent Konseyi] Uyarı"),
        ("b@example.com", "[İzmir Kent Konseyi] Uyarı"),
    ]
    assert "İlk satır\n\nİkinci satır" in rows[0].text


@pytest.mark.django_db(transaction=True)
def test_queue_race_stores_one_and_tells_one():
    user = UserFactory()
    barrier, answers = threading.Barrier(12), []

    def ask():
        try:
            barrier.wait(10)
            answers.append(queue_trial(user, due_at=timezone.now() + timedelta(hours=1)))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(answers) == [False] * 11 + [True]
    assert OutboxMessage.objects.count() == 1
