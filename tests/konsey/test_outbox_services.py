"""The outbox between queue and server: claims, leases, recovery, and what clerks may do."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from konsey import mime
from konsey.errors import Refused
from konsey.models import AuditEntry, OutboxLine, OutboxMessage
from konsey.services import outbox
from tests.factories.konsey import OutboxLineFactory, OutboxMessageFactory, UserFactory

pytestmark = pytest.mark.django_db
State, Delivery = OutboxMessage.State, OutboxMessage.Delivery
ALL_STATES = set(State.values)


def in_state(state, **more):
    """A letter as it looks in a state."""
    if state == "sending":
        more = {"claim": "c", "claimed_until": timezone.now() + timedelta(minutes=1), **more}
    if state == "sent":
        more = {"sent_at": timezone.now(), **more}
    return OutboxMessageFactory(state=state, **more)


@pytest.fixture
def later():
    with time_machine.travel(timezone.now() + timedelta(seconds=1), tick=False) as clock:
        yield clock


# --- claims and leases ------------------------------------------------------------------------------------------


def test_claim_takes_each_letter_once_and_again_when_the_lease_is_over(later, settings):
    OutboxMessageFactory.create_batch(2)

    first = outbox.claim(now=timezone.now())
    assert (len(first), outbox.claim(now=timezone.now())) == (2, [])
    later.shift(settings.MAIL_LEASE_SECONDS + 1)
    second = outbox.claim(now=timezone.now())

    assert {row.pk for row in second} == {row.pk for row in first}
    assert [outbox.start(row) for row in first] == [False, False]
    assert [outbox.start(row) for row in second] == [True, True]


def test_claim_is_held_up_by_a_pause_only_as_long_as_it_lasts(later):
    OutboxMessageFactory()
    OutboxLineFactory(paused_until=timezone.now() + timedelta(seconds=10))

    assert outbox.claim(now=timezone.now()) == []
    later.shift(11)
    assert len(outbox.claim(now=timezone.now())) == 1


def test_give_back_frees_letters_at_once_and_does_not_count(settings):
    settings.MAIL_PER_MINUTE = 10
    OutboxMessageFactory()
    outbox.give_back(outbox.claim(now=timezone.now()))

    assert len(outbox.claim(now=timezone.now())) == 1


@pytest.mark.parametrize(
    ("delivery", "attempts", "state"),
    [
        (Delivery.AT_LEAST_ONCE, 0, "queued"),
        (Delivery.AT_MOST_ONCE, 0, "unsure"),
        (Delivery.AT_LEAST_ONCE, 23, "failed"),
    ],
)
def test_recover_settles_what_a_dead_sender_left(later, delivery, attempts, state):
    OutboxMessageFactory(delivery=delivery, attempts=attempts)
    (row,) = outbox.claim(now=timezone.now())
    outbox.start(row)

    assert outbox.recover(now=timezone.now()) == 0
    later.shift(61)
    assert outbox.recover(now=timezone.now()) == 1

    row.refresh_from_db()
    assert (row.state, row.attempts) == (state, attempts + 1)
    assert row.last_error.startswith("Gönderim sırasında kesinti oldu")


@pytest.mark.parametrize("delivery", Delivery.values)
def test_a_sender_thought_dead_may_report_late(later, delivery):
    OutboxMessageFactory(delivery=delivery)
    (row,) = outbox.claim(now=timezone.now())
    outbox.start(row)
    later.shift(61)
    outbox.recover(now=timezone.now())

    outbox.note_sent(row)

    row.refresh_from_db()
    assert (row.state, row.claim, row.last_error) == ("sent", "", "")


def test_a_late_report_does_not_disturb_the_next_sender(later):
    OutboxMessageFactory()
    (old,) = outbox.claim(now=timezone.now())
    outbox.start(old)
    later.shift(61)
    outbox.recover(now=timezone.now())
    (new,) = outbox.claim(now=timezone.now())
    outbox.start(new)

    outbox.note_sent(old)
    outbox.note_failed(old, "550")

    new.refresh_from_db()
    assert (new.state, new.claim) == ("sending", new.claim)
    outbox.note_sent(new)
    new.refresh_from_db()
    assert new.state == "sent"


def test_sweep_drops_what_has_expired_although_nothing_is_sent():
    OutboxLineFactory(paused_until=timezone.now() + timedelta(hours=1))
    expired = OutboxMessageFactory(expires_at=timezone.now() - timedelta(minutes=1))
    valid = OutboxMessageFactory(expires_at=timezone.now() + timedelta(minutes=1))

    outbox.sweep()

    expired.refresh_from_db()
    valid.refresh_from_db()
    assert (expired.state, valid.state) == ("dropped", "queued")


# --- clerks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", sorted(State.values))
def test_resend_by_state(burak, state):
    row = in_state(state, attempts=5, last_error="550")
    before = mime.message_id(row)

    if state in {"failed", "unsure", "sent"}:
        outbox.resend(by=burak, message=row)
        row.refresh_from_db()
        assert (row.state, row.attempts, row.resends, row.sent_at, row.last_error) == ("queued", 0, 1, None, "")
        assert mime.message_id(row) != before
        entry = AuditEntry.objects.get()
        assert (entry.by, entry.action, entry.before, entry.after) == (
            burak,
            "outbox.resend",
            {"state": state},
            {"state": "queued"},
        )
        assert row.to not in entry.object_label
    else:
        with pytest.raises(Refused, match="durumu buna uygun değil"):
            outbox.resend(by=burak, message=row)
        row.refresh_from_db()
        assert row.state == state


def test_resend_needs_the_text(burak):
    row = in_state("sent", text="", html="", secret=True)

    with pytest.raises(Refused, match="silindi; yeniden gönderilemez"):
        outbox.resend(by=burak, message=row)


@pytest.mark.parametrize("state", sorted(State.values))
def test_drop_by_state(burak, state):
    row = in_state(state)

    if state in {"queued", "failed", "unsure"}:
        outbox.drop(by=burak, message=row, reason="Yanlış duyuru")
        row.refresh_from_db()
        assert (row.state, row.last_error) == ("dropped", "Yanlış duyuru")
        assert AuditEntry.objects.get().reason == "Yanlış duyuru"
    else:
        with pytest.raises(Refused, match="vazgeçilemez"):
            outbox.drop(by=burak, message=row, reason="x")


def test_resume_ends_the_pause_and_is_recorded(burak):
    line = OutboxLineFactory(paused_until=timezone.now() + timedelta(hours=1), reason="535", failures=4)

    outbox.resume_line(by=burak)

    line.refresh_from_db()
    assert (line.paused_until, line.failures) == (None, 4)
    assert AuditEntry.objects.get().action == "outbox.resume"


def test_trial_goes_to_the_clerk(burak):
    outbox.send_trial(by=burak)

    row = OutboxMessage.objects.get()
    assert (row.to, row.letter) == ("burak@example.com", "konsey/mail_trial")
    assert "http://localhost:8000/yonetim/konsey/outboxmessage/" in row.text


# --- people -----------------------------------------------------------------------------------------------------


def test_forget_person_erases_all_letters_to_the_person(ayse, cem):
    in_state("sent", user=ayse)
    OutboxMessageFactory(to=ayse.email)
    other = OutboxMessageFactory(user=cem)

    assert outbox.forget_person(user=ayse) == 2
    assert list(OutboxMessage.objects.all()) == [other]


def test_delete_older_than_keeps_what_waits():
    long_ago = timezone.now() - timedelta(days=400)
    for state in sorted(State.values):
        in_state(state, created_at=long_ago)
    in_state("sent")

    assert outbox.delete_older_than(before=timezone.now() - timedelta(days=365)) == 4
    assert set(OutboxMessage.objects.filter(created_at=long_ago).values_list("state", flat=True)) == {
        "queued",
        "sending",
    }


def test_status_tells_what_is_wrong(django_assert_num_queries):
    now = timezone.now()
    for state in sorted(State.values):
        in_state(state, due_at=now - timedelta(minutes=3))
    OutboxMessageFactory(due_at=now + timedelta(minutes=3))
    OutboxLineFactory(paused_until=now + timedelta(minutes=1), reason="535 Yanlış parola")

    with django_assert_num_queries(2):
        status = outbox.status(now)

    assert status == outbox.OutboxStatus(
        waiting=2,
        oldest_due_at=now - timedelta(minutes=3),
        failed=1,
        unsure=1,
        paused_until=now + timedelta(minutes=1),
        pause_reason="535 Yanlış parola",
    )


def test_an_empty_outbox_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert outbox.has_work(now=timezone.now()) is False


# --- races ------------------------------------------------------------------------------------------------------


def at_once(count, work):
    """Run ``work(number)`` in threads that start together; return what they returned."""
    barrier, answers = threading.Barrier(count), [None] * count

    def run(number):
        try:
            barrier.wait(10)
            answers[number] = work(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


@pytest.mark.django_db(transaction=True)
def test_race_no_letter_is_claimed_twice_and_the_rate_holds(settings):
    settings.MAIL_PER_MINUTE, settings.MAIL_BATCH_SIZE = 300, 7
    OutboxMessageFactory.create_batch(60)
    now = timezone.now()

    batches = at_once(8, lambda number: outbox.claim(now=now))

    taken = [row.pk for batch in batches for row in batch]
    assert len(taken) == len(set(taken)) == 30


@pytest.mark.django_db(transaction=True)
def test_race_resend_counts_once():
    clerk, row = UserFactory(is_staff=True), in_state("failed")

    def resend(number):
        try:
            return outbox.resend(by=clerk, message=row).resends
        except Refused:
            return None

    assert sorted(at_once(6, resend), key=str) == [1, None, None, None, None, None]


@pytest.mark.django_db(transaction=True)
def test_race_drop_or_send_never_both(burak):
    OutboxMessageFactory.create_batch(10)
    rows = outbox.claim(now=timezone.now())

    def act(number):
        row = rows[number // 2]
        if number % 2:
            return outbox.start(row)
        try:
            return not outbox.drop(by=burak, message=row, reason="x")
        except Refused:
            return False

    at_once(20, act)

    for row in rows:
        row.refresh_from_db()
        assert row.state in {"dropped", "sending"}
        assert bool(row.claim) == (row.state == "sending")


def test_line_is_one_row():
    assert [outbox.locked_line().pk, outbox.locked_line().pk] == [1, 1]
    assert OutboxLine.objects.count() == 1
