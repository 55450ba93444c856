"""What beat asks for exists, and does its work once however many beats there are."""

import pytest
import time_machine
from django.conf import settings

from etkinlikler.models import EventReminder
from etkinlikler.rules import reminders as rules
from konsey.celery import app
from konsey.models import OutboxMessage
from tests.factories.etkinlikler import EventFactory, EventReminderFactory, RegistrationFactory, in_days

pytestmark = pytest.mark.django_db
NAMES = sorted(row["task"] for row in settings.CELERY_BEAT_SCHEDULE.values() if row["task"].startswith("etkinlikler."))


def test_the_rooms_clockwork_is_whole():
    wanted = {"move_lines", "tell_changes", "remind", "write_afterwards", "drop_unconfirmed"}

    assert {f"etkinlikler.{name}" for name in wanted} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_task_runs_once_for_two_beats(name):
    app.loader.import_default_modules()

    assert [app.tasks[name](), app.tasks[name]()] == [True, False]


def test_reminding_task_sends_by_the_clock():
    app.loader.import_default_modules()
    event = EventFactory(places=0, starts_at=in_days(9), ends_at=in_days(9, 16))
    EventReminderFactory(event=event, days_before=1)
    RegistrationFactory(event=event)
    due = rules.due_at(event.starts_at, 1)

    with time_machine.travel(due, tick=False):
        app.tasks["etkinlikler.remind"]()

    assert EventReminder.objects.get().handled_at == due
    assert OutboxMessage.objects.filter(letter="etkinlikler/reminder").count() == 1
