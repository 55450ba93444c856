"""The budget's work in the background: counts that were asked for, and the letters after them."""

from datetime import timedelta

from django.utils import timezone

from butce.services import announcing, assessments, counting, reminders
from konsey.periodic import periodic


@periodic("butce.count_votes", at_most_every=timedelta(seconds=5), seconds=3600)
def count_votes() -> None:
    counting.run_waiting(timezone.now())


@periodic("butce.announce_results", at_most_every=timedelta(seconds=30), seconds=900)
def announce_results() -> None:
    announcing.announce_waiting(timezone.now())


@periodic("butce.tell_followers", at_most_every=timedelta(hours=20), seconds=900)
def tell_followers() -> None:
    announcing.tell_followers(timezone.now())


@periodic("butce.remind_of_drafts", at_most_every=timedelta(minutes=10), seconds=900)
def remind_of_drafts() -> None:
    reminders.remind_of_drafts(timezone.now())


@periodic("butce.remind_departments", at_most_every=timedelta(hours=20), seconds=900)
def remind_departments() -> None:
    assessments.remind_late(timezone.now())
