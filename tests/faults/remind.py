"""``python -m tests.faults.remind make PEOPLE`` registers people for an event; ``… plan HOURS`` runs the planner.

The planner is told the moment: so many hours after the reminder was due, which is tomorrow, so that its letters are
still worth sending by the clock of the wall, whenever this runs.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "konsey.settings")
django.setup()

from datetime import timedelta  # noqa: E402

from django.utils import timezone  # noqa: E402

from etkinlikler.models import EventReminder, Registration  # noqa: E402
from etkinlikler.rules.reminders import due_at  # noqa: E402
from etkinlikler.services import reminders  # noqa: E402
from etkinlikler.services.registrations import Person, Sheet, register  # noqa: E402
from tests.factories.etkinlikler import EventFactory, EventReminderFactory, in_days  # noqa: E402


def make(people: int) -> None:
    event = EventFactory(places=people, capacity=people, starts_at=in_days(2), ends_at=in_days(2, 16))
    EventReminderFactory(event=event, days_before=1)
    for number in range(people):
        address = f"kisi{event.pk}.{number}@example.com"
        sheet = Sheet(Registration.Kind.SELF, f"Kişi {number}", address, [Person(f"Kişi {number}", address)])
        register(event=event, sheet=sheet, user=None, now=timezone.now())


def plan(hours: float) -> None:
    row = EventReminder.objects.select_related("event").latest("pk")
    sent = reminders.send_due(due_at(row.event.starts_at, row.days_before) + timedelta(hours=hours))
    sys.stdout.write(f"{sent}\n")


if sys.argv[1] == "make":
    make(int(sys.argv[2]))
else:
    plan(float(sys.argv[2]))
