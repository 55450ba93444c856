"""The time to answer an offer: shorter near the event, never an end in the night."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etkinlikler.models import Event
from etkinlikler.rules.offers import MORNING, NIGHT, NO_MORE, offer_until

IZMIR = ZoneInfo("Europe/Istanbul")


def at(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=IZMIR)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (at(1, 12), at(2, 12)),  # a whole day
        (at(1, 23), at(3, 10)),  # would end at 23.00: the morning after
        (at(1, 3), at(2, 10)),  # would end at 3.00
        (at(26, 12), at(27, 10)),  # four days before: twelve hours, but midnight is night
        (at(29, 9), at(29, 13)),  # a day before: four hours
        (at(30, 5), None),  # the morning of the event: the last moment, eight o'clock, is night still
    ],
)
def test_offer_until(now, until):
    assert offer_until(Event(starts_at=at(30, 10), offer_hours=24), now) == until


def test_offer_until_is_none_in_the_last_two_hours():
    assert offer_until(Event(starts_at=at(30, 15), offer_hours=24), at(30, 13)) is None


@given(
    st.datetimes(datetime(2026, 3, 1), datetime(2026, 3, 31)),
    st.integers(0, 24 * 60),
    st.integers(1, 96),
)
def test_offer_never_ends_in_the_night_nor_after_the_last_moment(start, minutes, hours):
    event = Event(starts_at=start.replace(tzinfo=IZMIR), offer_hours=hours)
    now = event.starts_at - timedelta(minutes=10 * minutes)

    until = offer_until(event, now)

    if until is not None:
        local = until.astimezone(IZMIR)
        assert now < until <= event.starts_at - NO_MORE
        assert MORNING <= local.hour < NIGHT or (local.hour, local.minute, local.second) == (NIGHT, 0, 0)
