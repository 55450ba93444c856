"""Emptying the outbox into a real SMTP server that answers in every possible way."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from konsey import mail, mime, smtp
from konsey.models import OutboxLine, OutboxMessage
from konsey.services import outbox, sending
from tests.factories.konsey import OutboxMessageFactory, UserFactory
from tests.smtpsink import DeafServer, Sink, free_port

pytestmark = pytest.mark.django_db
ONCE = OutboxMessage.Delivery.AT_MOST_ONCE


@pytest.fixture
def sink(settings):
    """A server that takes everything; a test may change its temper."""
    server = Sink().start()
    settings.MAIL_SERVER = smtp.server_from_url(server.url)
    yield server
    server.stop()


def only(**expected):
    row = OutboxMessage.objects.get()
    assert {name: getattr(row, name) for name in expected} == expected
    return row


def test_drain_delivers_text_html_and_mark_on_one_connection(sink):
    rows = OutboxMessageFactory.create_batch(3)

    tally = sending.drain()

    assert (tally.sent, sink.connections) == (3, 1)
    assert sink.recipients() == sorted(row.to for row in rows)
    assert set(OutboxMessage.objects.values_list("state", "attempts", "claim")) == {("sent", 1, "")}
    letter = sink.letters[0]
    assert letter["From"] == "İzmir Kent Konseyi <bildirim@izmirkentkonseyi.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"] is None
    assert [part.get_content_type() for part in letter.walk()] == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
    ]
    assert letter.get_body(("plain",)).get_content().splitlines() == rows[0].text.splitlines()


def test_drain_sends_attachments_and_unsubscribe_headers(sink):
    person = UserFactory(wants_news=True)
    file = mail.Attachment("davet.ics", "text/calendar", b"BEGIN:VCALENDAR\r\n")
    mail.queue("konsey/mail_trial", to=person.email, key="1", user=person, list_kind="news", attachments=[file])

    sending.drain()

    letter = sink.letters[0]
    assert letter["List-Unsubscribe"].startswith("<http://localhost:8000/duyurular/vazgec/")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [part.get_filename() for part in letter.iter_attachments()] == ["davet.ics"]


def test_drain_leaves_what_is_not_due(sink):
    OutboxMessageFactory(due_at=timezone.now() + timedelta(minutes=1))

    assert sending.drain().sent == 0
    assert sink.connections == 0


def test_drain_does_not_send_what_has_expired(sink):
    OutboxMessageFactory(expires_at=timezone.now() - timedelta(seconds=1))

    sending.drain()

    only(state="dropped", last_error="Geçerlilik süresi dolduğu için gönderilmedi.", claim="")
    assert sink.letters == []


def test_drain_does_not_send_to_who_left_the_list_meanwhile(sink):
    person = UserFactory(wants_news=False)
    OutboxMessageFactory(user=person, list_kind="news")

    sending.drain()

    only(state="dropped", last_error="Alıcı bu türden duyuruları almaktan vazgeçti.")
    assert sink.letters == []


def test_drain_erases_secret_texts_after_sending(sink):
    OutboxMessageFactory(secret=True, text="Kodunuz: 123456", html="<p>123456</p>")

    sending.drain()

    only(state="sent", text="", html="")
    assert "123456" in sink.letters[0].get_body(("plain",)).get_content()


def test_drain_in_the_demo_only_marks_and_keeps_texts():
    OutboxMessageFactory(secret=True, text="Kodunuz: 123456")

    assert sending.drain().sent == 1
    only(state="sent", text="Kodunuz: 123456", attempts=1)


def test_drain_sends_most_urgent_first(sink, settings):
    settings.MAIL_BATCH_SIZE = 1
    for priority in (2, 0, 1):
        OutboxMessageFactory(priority=priority, to=f"p{priority}@example.com")

    sending.drain()

    assert [letter["To"] for letter in sink.letters] == ["p0@example.com", "p1@example.com", "p2@example.com"]


def test_rate_holds_for_all_senders_together(sink, settings):
    settings.MAIL_PER_MINUTE = 60
    OutboxMessageFactory.create_batch(20)

    with time_machine.travel(timezone.now() + timedelta(seconds=1), tick=False) as clock:
        sent = []
        for _ in range(4):
            sent.append(sending.drain().sent + sending.drain().sent)
            clock.shift(3)

    assert sent == [6, 0, 6, 0]


def test_rate_below_one_letter_in_six_seconds(sink, settings):
    settings.MAIL_PER_MINUTE = 4
    OutboxMessageFactory.create_batch(3)

    with time_machine.travel(timezone.now() + timedelta(seconds=1), tick=False) as clock:
        sent = []
        for _ in range(5):
            sent.append(sending.drain().sent)
            clock.shift(6)

    assert sent == [1, 0, 0, 1, 0]


# --- answers for one letter -------------------------------------------------------------------------------------


def test_a_400_is_tried_again_later_and_later(sink):
    sink.on_recipient = lambda envelope: "451 4.7.1 Greylisted"
    OutboxMessageFactory()
    waits = []

    with time_machine.travel(timezone.now() + timedelta(seconds=1), tick=False) as clock:
        for _ in range(9):
            sending.drain()
            row = only(state="queued", last_error="451 4.7.1 Greylisted")
            waits.append((row.due_at - timezone.now()).seconds)
            clock.move_to(row.due_at + timedelta(seconds=1))

    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert row.attempts == 9


def test_a_400_for_ever_is_given_up(sink, settings):
    settings.MAIL_MAX_ATTEMPTS = 3
    sink.on_content = lambda envelope: "452 4.3.1 Full"
    OutboxMessageFactory(attempts=2)

    sending.drain()

    only(state="failed", attempts=3, last_error="452 4.3.1 Full")


@pytest.mark.parametrize("stage", ["on_recipient", "on_content"])
def test_a_500_is_given_up_at_once_and_the_others_go_on(sink, stage):
    setattr(sink, stage, lambda e: "550 5.1.1 Unknown" if e.rcpt_tos[0].startswith("bad") else None)
    bad, good = OutboxMessageFactory(to="bad@example.com"), OutboxMessageFactory(to="good@example.com")

    tally = sending.drain()

    assert (tally.sent, tally.failed, sink.connections) == (1, 1, 1)
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.last_error, bad.attempts) == ("failed", "550 5.1.1 Unknown", 1)
    assert good.state == "sent"


def test_a_letter_too_large_for_the_server_is_its_own_fault(sink):
    sink.on_sender = lambda envelope: "552 5.3.4 Too big"
    OutboxMessageFactory()

    sending.drain()

    only(state="failed", last_error="552 5.3.4 Too big")
    assert OutboxLine.objects.get().paused_until is None


def test_a_letter_that_cannot_be_built_does_not_hold_up_the_others(sink):
    broken = OutboxMessageFactory(priority=0, subject="Konu\nBcc: x@example.com")
    OutboxMessageFactory()

    tally = sending.drain()

    assert (tally.sent, tally.failed) == (1, 1)
    broken.refresh_from_db()
    assert broken.state == "failed"


# --- the connection dies ----------------------------------------------------------------------------------------


def test_at_least_once_goes_again_with_the_same_message_id_when_the_answer_is_lost(sink):
    sink.on_content = lambda envelope: "taken drop" if not sink.letters else None
    OutboxMessageFactory()

    with time_machine.travel(timezone.now() + timedelta(seconds=1), tick=False) as clock:
        sending.drain()
        only(state="queued", attempts=1)
        clock.shift(61)
        sending.drain()

    row = only(state="sent", attempts=2)
    assert [letter["Message-ID"] for letter in sink.letters] == [mime.message_id(row)] * 2


def test_at_most_once_waits_for_a_person_when_the_answer_is_lost(sink):
    sink.on_content = lambda envelope: "taken drop"
    OutboxMessageFactory(delivery=ONCE)

    with time_machine.travel(timezone.now() + timedelta(seconds=1), tick=False) as clock:
        for _ in range(5):
            sending.drain()
            clock.shift(3600)

    only(state="unsure", last_error="Sunucu bağlantıyı kesti.", claim="")
    assert len(sink.letters) == 1


def test_at_most_once_goes_again_when_the_server_certainly_has_nothing(sink):
    sink.on_recipient = lambda envelope: "drop" if sink.connections == 1 else None
    OutboxMessageFactory(delivery=ONCE)

    with time_machine.travel(timezone.now() + timedelta(seconds=1), tick=False) as clock:
        sending.drain()
        only(state="queued")
        clock.shift(61)
        sending.drain()

    only(state="sent")
    assert len(sink.letters) == 1


def test_at_least_once_is_not_repeated_for_ever_when_no_answer_ever_comes(sink):
    sink.on_content = lambda envelope: "taken drop"
    OutboxMessageFactory()

    with time_machine.travel(timezone.now() + timedelta(seconds=1), tick=False) as clock:
        for _ in range(10):
            sending.drain()
            clock.shift(7200)

    only(state="unsure", attempts=3, lost_answers=3)
    assert len({letter["Message-ID"] for letter in sink.letters}) == 1
    assert len(sink.letters) == 3


def test_a_server_that_closes_after_each_letter_is_asked_anew(sink):
    seen = []

    def once(envelope):
        seen.append(sink.connections)
        return "drop" if seen.count(sink.connections) > 1 else None

    sink.on_sender = once
    OutboxMessageFactory.create_batch(3)

    assert sending.drain().sent == 3
    assert (sink.connections, len(sink.letters)) == (3, 3)


def test_three_lost_connections_in_a_row_pause_the_line(sink):
    sink.on_content = lambda envelope: "drop"
    OutboxMessageFactory.create_batch(5)

    sending.drain()

    assert OutboxMessage.objects.filter(attempts=1).count() == 3
    assert OutboxMessage.objects.filter(attempts=0, state="queued", claim="").count() == 2
    assert OutboxLine.objects.get().paused_until > timezone.now()


# --- the line ---------------------------------------------------------------------------------------------------


def test_a_server_that_is_away_uses_up_no_letter(sink):
    sink.stop()
    OutboxMessageFactory.create_batch(3)
    pauses = []

    with time_machine.travel(timezone.now() + timedelta(seconds=1), tick=False) as clock:
        for _ in range(6):
            sending.drain()
            line = OutboxLine.objects.get()
            pauses.append((line.paused_until - timezone.now()).seconds)
            assert sending.drain().sent == 0
            clock.move_to(line.paused_until + timedelta(seconds=1))
        assert set(OutboxMessage.objects.values_list("state", "attempts", "claim")) == {("queued", 0, "")}
        sink.start()
        assert sending.drain().sent == 3

    assert pauses == [5, 10, 20, 40, 60, 60]
    assert line.reason == "Sunucu bağlantıyı reddetti."
    line.refresh_from_db()
    assert (line.paused_until, line.failures, line.reason) == (None, 0, "")


@pytest.mark.parametrize(
    ("temper", "reason"),
    [
        ({"on_sender": lambda e: "553 5.7.1 Sender not allowed"}, "553 5.7.1 Sender not allowed"),
        ({"on_recipient": lambda e: "530 5.7.0 Authentication required"}, "530 5.7.0 Authentication required"),
    ],
)
def test_a_refused_sender_pauses_and_uses_up_no_letter(sink, temper, reason):
    vars(sink).update(temper)
    OutboxMessageFactory()

    sending.drain()

    only(state="queued", attempts=0, claim="")
    line = OutboxLine.objects.get()
    assert line.reason == reason
    assert line.paused_until > timezone.now() + timedelta(seconds=50)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_wrong_password_pauses_and_uses_up_no_letter(settings):
    sink = Sink(password="right").start()
    settings.MAIL_SERVER = smtp.server_from_url(f"smtp://portal:wrong@127.0.0.1:{sink.port}")
    OutboxMessageFactory()

    sending.drain()

    only(state="queued", attempts=0)
    assert OutboxLine.objects.get().reason.startswith("535 ")

    settings.MAIL_SERVER = smtp.server_from_url(f"smtp://portal:right@127.0.0.1:{sink.port}")
    outbox.resume_line(by=UserFactory(is_staff=True))
    assert sending.drain().sent == 1
    sink.stop()


def test_a_server_without_encryption_gets_no_password(sink, settings):
    settings.MAIL_SERVER = smtp.server_from_url(f"smtp://portal:geheim@127.0.0.1:{sink.port}?tls=evet")
    OutboxMessageFactory()

    sending.drain()

    only(state="queued", attempts=0)
    assert "STARTTLS" in OutboxLine.objects.get().reason


@pytest.mark.parametrize("drips", [False, True])
def test_a_server_that_never_greets_blocks_no_longer_than_the_deadline(settings, monkeypatch, drips):
    monkeypatch.setattr(smtp, "CONNECT_SECONDS", 1)
    monkeypatch.setattr(smtp, "DEADLINE_SECONDS", 1.5)
    deaf = DeafServer(drips=drips)
    settings.MAIL_SERVER = smtp.server_from_url(f"smtp://127.0.0.1:{deaf.port}")
    OutboxMessageFactory.create_batch(5)

    started = timezone.now()
    sending.drain()
    deaf.stop()

    assert (timezone.now() - started).total_seconds() < 2.5
    assert OutboxMessage.objects.filter(state="queued", attempts=0, claim="").count() == 5
    assert OutboxLine.objects.get().paused_until is not None


@pytest.mark.parametrize("stage", ["on_sender", "on_recipient", "on_content"])
def test_a_server_that_hangs_in_the_middle_blocks_no_longer_than_the_deadline(sink, monkeypatch, stage):
    monkeypatch.setattr(smtp, "REPLY_SECONDS", 30)
    monkeypatch.setattr(smtp, "DEADLINE_SECONDS", 1)
    setattr(sink, stage, lambda envelope: "hang")
    OutboxMessageFactory.create_batch(3)

    started = timezone.now()
    sending.drain()

    assert (timezone.now() - started).total_seconds() < 2
    assert OutboxMessage.objects.filter(state="queued", claim="").count() == 3
    assert OutboxMessage.objects.filter(attempts=0).count() >= 2
    assert OutboxLine.objects.get().paused_until > timezone.now()


def test_nobody_listens(settings):
    settings.MAIL_SERVER = smtp.server_from_url(f"smtp://127.0.0.1:{free_port()}")
    OutboxMessageFactory()

    sending.drain()

    assert OutboxLine.objects.get().reason == "Sunucu bağlantıyı reddetti."
