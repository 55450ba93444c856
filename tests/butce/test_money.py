"""Sums as people type them."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from butce.forms.money import LARGEST, LiraField, as_typed


@pytest.mark.parametrize(
    ("typed", "kurus"),
    [
        ("1250000", 125_000_000),
        ("1.250.000", 125_000_000),
        ("1.250.000,5", 125_000_050),
        ("1250000,50 TL", 125_000_050),
        (" 7 ", 700),
        ("12.500 ₺", 1_250_000),
    ],
)
def test_lira_field_reads_what_people_write(typed, kurus):
    assert LiraField().clean(typed) == kurus


@pytest.mark.parametrize(
    "typed", ["1,250,000", "1.5", "-5", "bin", "1e9", "١٢٣", "1..000", "12.50,1", "0", "9" * 30, "5,123"]
)
def test_lira_field_refuses_everything_else_with_a_sentence(typed):
    with pytest.raises(ValidationError) as refusal:
        LiraField().clean(typed)

    assert refusal.value.messages[0].endswith((".", "50"))


@given(st.integers(min_value=1, max_value=LARGEST))
def test_what_is_shown_can_be_typed_again(kurus):
    assert LiraField().clean(as_typed(kurus)) == kurus


def test_empty_is_none_where_it_may_be():
    assert LiraField(required=False).clean("") is None
