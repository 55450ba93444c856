"""Numbers, money and time in official Turkish form, and in English for those who chose it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation


def _shown(template: str, **values: object) -> str:
    return Template(template).render(Context(values))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1250000, "1.250.000 TL"),
        (Decimal("1250000.50"), "1.250.000,50 TL"),
        (Decimal("99999999999.00"), "99.999.999.999 TL"),
        (0, "0 TL"),
        (-3500, "-3.500 TL"),
        (None, ""),
        ("", ""),
    ],
)
def test_money(value, expected):
    assert _shown("{{ value|money }}", value=value) == expected


@pytest.mark.parametrize(("value", "expected"), [(125000000, "1.250.000 TL"), (50, "0,50 TL"), (0, "0 TL"), (None, "")])
def test_kurus(value, expected):
    assert _shown("{{ value|kurus }}", value=value) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(42318, "42.318"), (2.5, "2,5"), (Decimal("1000.00"), "1.000"), (0, "0"), (None, "")]
)
def test_number(value, expected):
    assert _shown("{{ value|number }}", value=value) == expected


def test_number_with_digits():
    assert _shown("{{ value|number:2 }}", value=2.5) == "2,50"


@pytest.mark.parametrize(("value", "expected"), [(62, "%62"), (62.44, "%62,4"), (Decimal("0"), "%0"), (None, "")])
def test_percent(value, expected):
    assert _shown("{{ value|percent }}", value=value) == expected


def test_day_and_moment_are_those_of_istanbul():
    late_evening = datetime(2026, 2, 6, 22, 30, tzinfo=UTC)

    assert _shown("{{ value|day }}", value=late_evening) == "7 Şubat 2026 Cumartesi"
    assert _shown("{{ value|moment }}", value=late_evening) == "7 Şubat 2026 Cumartesi, 01.30"
    assert _shown("{{ value|clock }}", value=late_evening) == "01.30"
    assert _shown("{{ value|day }}", value=date(2026, 2, 7)) == "7 Şubat 2026 Cumartesi"
    assert _shown("{{ value|day }}{{ value|moment }}{{ value|clock }}", value=None) == ""


def test_span_names_the_day_once():
    start, end = datetime(2026, 2, 7, 7, tzinfo=UTC), datetime(2026, 2, 7, 13, tzinfo=UTC)
    next_day = datetime(2026, 2, 8, 13, tzinfo=UTC)

    assert _shown("{{ a|until:b }}", a=start, b=end) == "7 Şubat 2026 Cumartesi, 10.00–16.00"
    assert _shown("{{ a|until:b }}", a=start, b=next_day) == (
        "7 Şubat 2026 Cumartesi, 10.00 – 8 Şubat 2026 Pazar, 16.00"
    )
    assert _shown("{{ a|until:b }}", a=start, b=None) == "7 Şubat 2026 Cumartesi, 10.00"


def test_an_end_at_midnight_belongs_to_the_day_that_is_over():
    morning, midnight = datetime(2026, 11, 29, 7, tzinfo=UTC), datetime(2026, 11, 29, 21, tzinfo=UTC)
    day_before = datetime(2026, 11, 28, 7, tzinfo=UTC)

    assert _shown("{{ value|end_moment }}", value=midnight) == "29 Kasım 2026 Pazar, 24.00"
    assert _shown("{{ value|moment }}", value=midnight) == "30 Kasım 2026 Pazartesi, 00.00"
    assert _shown("{{ value|end_moment }}", value=morning) == "29 Kasım 2026 Pazar, 10.00"
    assert _shown("{{ value|end_moment }}", value=midnight + timedelta(minutes=1)) == "30 Kasım 2026 Pazartesi, 00.01"
    assert _shown("{{ value|end_moment }}", value=None) == ""
    assert _shown("{{ a|until:b }}", a=morning, b=midnight) == "29 Kasım 2026 Pazar, 10.00–24.00"
    assert _shown("{{ a|until:b }}", a=day_before, b=midnight) == (
        "28 Kasım 2026 Cumartesi, 10.00 – 29 Kasım 2026 Pazar, 24.00"
    )
    with translation.override("en"):
        assert _shown("{{ value|end_moment }}", value=midnight) == "Sunday, 29 November 2026, 24:00"


def test_forms_follow_the_chosen_language():
    with translation.override("en"):
        assert _shown("{{ value|number }}", value=1250000) == "1,250,000"
        assert _shown("{{ value|moment }}", value=datetime(2026, 2, 7, 7, tzinfo=UTC)) == (
            "Saturday, 7 February 2026, 10:00"
        )
