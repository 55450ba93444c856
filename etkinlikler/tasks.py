"""The events room's work in the background."""

from datetime import timedelta

from django.utils import timezone

from etkinlikler.services import aftercare, line, parkupkeep, reminders, retention, telling
from konsey.periodic import periodic


@periodic("etkinlikler.move_lines", at_most_every=timedelta(seconds=50), seconds=300)
def move_lines() -> None:
    now = timezone.now()
    line.expire_offers(now)
    line.move_all(now)


@periodic("etkinlikler.tell_changes", at_most_every=timedelta(seconds=25), seconds=900)
def tell_changes() -> None:
    telling.tell_changes(timezone.now())


@periodic("etkinlikler.remind", at_most_every=timedelta(minutes=4), seconds=900)
def remind() -> None:
    reminders.send_due(timezone.now())


@periodic("etkinlikler.write_afterwards", at_most_every=timedelta(minutes=4), seconds=900)
def write_afterwards() -> None:
    now = timezone.now()
    aftercare.thank(now)
    aftercare.tell_outcomes(now)


@periodic("etkinlikler.drop_unconfirmed", at_most_every=timedelta(minutes=50), seconds=300)
def drop_unconfirmed() -> None:
    retention.drop_unconfirmed(timezone.now())


@periodic("etkinlikler.remind_to_report", at_most_every=timedelta(hours=20), seconds=900)
def remind_to_report() -> None:
    parkupkeep.remind_to_report(timezone.now())
