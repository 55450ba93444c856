"""Reminders: when they are due, once for each, late ones marked, too late ones missed, never in the night."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from etkinlikler.models import Attendee, Event, EventReminder
from etkinlikler.rules.reminders import due_at, last_moment
from etkinlikler.services import reminders
from konsey.models import OutboxMessage
from tests.factories.etkinlikler import (
    AttendeeFactory,
    EventFactory,
    EventReminderFactory,
    RegistrationFactory,
    in_days,
)
from tests.together import at_once

pytestmark = pytest.mark.django_db
Outcome = EventReminder.Outcome


def local(text):
    return timezone.make_aware(datetime.fromisoformat(text))


def panel(starts="2026-12-20 10:00", days=1, people=1, **more):
    """An event with one reminder; its people are one registration."""
    start = local(starts)
    event = EventFactory(places=0, starts_at=start, ends_at=start + timedelta(hours=6), **more)
    EventReminderFactory(event=event, days_before=days)
    if people:
        RegistrationFactory(event=event, people=people)
    return event


def run(moment):
    return reminders.send_due(local(moment))


def outcome():
    row = EventReminder.objects.get()
    return row.outcome, row.letters


def letters():
    return OutboxMessage.objects.filter(letter="etkinlikler/reminder").order_by("pk")


@pytest.mark.parametrize(
    ("starts", "days", "due", "last"),
    [
        ("2026-12-20 10:00", 1, "2026-12-19 10:00", "2026-12-19 22:00"),
        ("2026-12-20 00:30", 1, "2026-12-19 10:00", "2026-12-19 22:00"),
        ("2026-12-20 23:30", 7, "2026-12-13 10:00", "2026-12-13 22:00"),
        ("2027-01-03 09:00", 7, "2026-12-27 10:00", "2026-12-27 22:00"),
    ],
)
def test_reminder_leaves_by_day_on_its_day(starts, days, due, last):
    assert (due_at(local(starts), days), last_moment(local(starts), days)) == (local(due), local(last))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-12-19 09:59", ("", 0)),
        ("2026-12-19 10:00", ("sent", 1)),
        ("2026-12-19 10:29", ("sent", 1)),
        ("2026-12-19 10:30", ("late", 1)),
        ("2026-12-19 21:59", ("late", 1)),
        ("2026-12-19 22:00", ("missed", 0)),
        ("2026-12-20 09:00", ("missed", 0)),
        ("2026-12-20 10:00", ("", 0)),
    ],
)
def test_reminder_is_sent_late_or_missed(moment, expected):
    panel()

    run(moment)

    assert outcome() == expected
    assert letters().count() == expected[1]


def test_letter_is_at_most_once_ends_with_its_day_and_waits_behind_codes():
    event = panel()

    run("2026-12-19 10:00")

    letter = letters().get()
    assert (letter.delivery, letter.secret, letter.priority) == ("at_most_once", True, OutboxMessage.Priority.LIST)
    assert letter.expires_at == local("2026-12-19 22:00")
    assert "etkinlik yarın" in letter.text
    assert event.title in letter.subject


def test_planner_run_again_sends_nothing_again():
    panel(people=3)

    sent = [run(moment) for moment in ("2026-12-19 10:00", "2026-12-19 10:05", "2026-12-19 22:00", "2026-12-20 09:00")]

    assert sent == [1, 0, 0, 0]
    assert outcome() == ("sent", 1)


def test_each_address_gets_one_letter_and_the_contact_carries_the_others():
    event = panel(people=0)
    group = RegistrationFactory(event=event, people=3, contact_name="Ayşe", contact_email="ayse@example.com")
    own, second, _third = group.attendees.all()
    Attendee.objects.filter(pk=second.pk).update(email="burak@example.com", name="Burak")
    RegistrationFactory(event=event, people=1, contact_name="Cem", contact_email="cem@example.com")
    office = RegistrationFactory(event=event, people=0, contact_email="ayse@example.com")
    AttendeeFactory(registration=office, name="Deniz")
    RegistrationFactory(event=event, waiting=True)

    run("2026-12-19 10:00")

    by_address = {letter.to: letter for letter in letters()}
    assert sorted(by_address) == ["ayse@example.com", "burak@example.com", "cem@example.com"]
    assert letters().count() == 3
    text = by_address["ayse@example.com"].text
    assert [name in text for name in ("Ayşe 2:", "Deniz:", "Burak:")] == [True, True, False]
    assert "Sayın Burak" in by_address["burak@example.com"].text
    assert own.name == "Ayşe"


@pytest.mark.parametrize("state", [Event.State.DRAFT, Event.State.POSTPONED, Event.State.CANCELLED, Event.State.HELD])
def test_event_that_is_not_on_sends_and_marks_nothing(state):
    panel(state=state, state_note="Açıklama.")

    assert run("2026-12-19 10:00") == 0
    assert outcome() == ("", 0)


def test_moved_to_another_day_is_due_anew():
    event = panel()
    run("2026-12-19 10:00")

    Event.objects.filter(pk=event.pk).update(starts_at=local("2026-12-27 10:00"), ends_at=local("2026-12-27 16:00"))

    assert [run("2026-12-26 09:00"), run("2026-12-26 10:10")] == [0, 1]
    assert letters().count() == 2


def test_moved_by_hours_on_its_day_sends_no_second_one():
    event = panel()
    run("2026-12-19 10:00")

    Event.objects.filter(pk=event.pk).update(starts_at=local("2026-12-20 14:00"), ends_at=local("2026-12-20 20:00"))

    assert run("2026-12-19 11:00") == 0
    assert letters().count() == 1


def test_outage_of_two_hours_over_the_due_time_sends_once_and_says_late():
    panel(people=1)

    assert [run("2026-12-19 09:50"), run("2026-12-19 11:50"), run("2026-12-19 11:55")] == [0, 1, 0]
    assert outcome() == ("late", 1)


def test_run_that_died_half_way_is_finished_by_the_next(monkeypatch):
    event = panel(people=0)
    for _each in range(5):
        RegistrationFactory(event=event)
    monkeypatch.setattr("etkinlikler.services.mailing.BATCH", 2)
    real, queued = reminders.letters.reminder, []

    def dies(*args, **kwargs):
        queued.append(real(*args, **kwargs))
        if len(queued) == 3:
            raise SystemExit
        return True

    monkeypatch.setattr(reminders.letters, "reminder", dies)
    with pytest.raises(SystemExit):
        run("2026-12-19 10:00")
    assert (letters().count(), outcome()) == (2, ("", 0))
    monkeypatch.setattr(reminders.letters, "reminder", real)

    run("2026-12-19 10:05")

    assert len(set(letters().values_list("to", flat=True))) == letters().count() == 5
    assert outcome() == ("sent", 5)


def test_moved_while_letters_are_being_queued_marks_nothing(monkeypatch):
    event = panel(people=0)
    for _each in range(3):
        RegistrationFactory(event=event)
    monkeypatch.setattr("etkinlikler.services.mailing.BATCH", 1)
    real = reminders.letters.reminder

    def moves(*args, **kwargs):
        Event.objects.filter(pk=event.pk).update(revision=7)
        return real(*args, **kwargs)

    monkeypatch.setattr(reminders.letters, "reminder", moves)

    assert run("2026-12-19 10:00") == 0
    assert (letters().count(), outcome()) == (1, ("", 0))


@pytest.mark.django_db(transaction=True)
def test_two_planners_at_once_send_each_letter_once():
    event = EventFactory(places=0, starts_at=in_days(1), ends_at=in_days(1, 16))
    EventReminderFactory(event=event, days_before=1)
    for _each in range(12):
        RegistrationFactory(event=event)
    now = due_at(event.starts_at, 1)

    sent = at_once([lambda: reminders.send_due(now)] * 4)

    assert sorted(sent) == [0, 0, 0, 12]
    assert len(set(letters().values_list("to", flat=True))) == letters().count() == 12
    assert outcome() == ("sent", 12)
