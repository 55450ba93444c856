"""What the tests of parks share: a wish, moments of a day, the steps of a request."""

import datetime as dt

from django.utils import timezone

from etkinlikler.services.parkdecisions import Approval, approve
from etkinlikler.services.parkuse import Wish
from tests.factories.etkinlikler import ParkZoneFactory, in_days
from tests.factories.konsey import UserFactory
from tests.factories.meclisler import BodyFactory


def at(days: int, hour: int, minute: int = 0) -> dt.datetime:
    return in_days(days, hour).replace(minute=minute)


def wish(zone=None, days=30, start=10, end=12, loans=(), **changes) -> Wish:
    typed = {
        "zone": zone or ParkZoneFactory(),
        "starts_at": at(days, start),
        "ends_at": at(days, end),
        "expected_count": 40,
        "title": "Çık Dışarı Oynayalım",
        "description": "Mahallenin çocuklarıyla sokak oyunları.",
        "group_name": "Oyun Gönüllüleri",
        "responsible_adult": "Deniz Örnek",
        "loans": tuple(loans),
    }
    return Wish(**{**typed, **changes})


def give(use, *, by=None, organiser=None, **approval):
    """Approve as a clerk would."""
    wanted = Approval(organiser=organiser or BodyFactory(), summary="Sokak oyunları.", **approval)
    return approve(use=use, by=by or UserFactory(), approval=wanted, now=timezone.now())
