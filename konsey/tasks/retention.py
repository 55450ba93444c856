"""The nightly run of the retention policy, and the reminders of the applications that wait."""

from datetime import timedelta

from django.utils import timezone

from konsey.periodic import periodic
from konsey.services import datarequests, retention


@periodic("konsey.apply_retention", at_most_every=timedelta(hours=20))
def apply_retention() -> None:
    now = timezone.now()
    retention.run_all(now=now)
    datarequests.remind(now=now)
