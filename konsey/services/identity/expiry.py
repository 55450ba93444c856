"""Reminding people before their verification ends. The end itself needs no task: it is read from the clock."""

from datetime import datetime, timedelta

from django.conf import settings

from konsey.emails import identity as letters
from konsey.models import Verification


def warn_expiring(*, now: datetime) -> int:
    """Write to everybody whose verification ends within a month and who has not been told. Safe to repeat.

    Whoever is gone from the register has had a letter of its own with the same date.
    """
    soon = Verification.objects.expiring(now, within=timedelta(days=settings.IDENTITY_WARN_DAYS))
    rows = soon.filter(departed_at__isnull=True, user__is_active=True).select_related("user", "neighbourhood__district")
    return sum(letters.expiring(row) for row in rows.iterator(chunk_size=500))
