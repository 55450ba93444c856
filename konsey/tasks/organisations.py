"""Mandates that are about to end."""

from datetime import timedelta

from django.utils import timezone

from konsey.periodic import periodic
from konsey.services import representations


@periodic("konsey.remind_of_mandates", at_most_every=timedelta(hours=20))
def remind_of_mandates() -> None:
    representations.remind_of_ends(now=timezone.now())
