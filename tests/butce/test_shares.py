"""The formula of the envelopes, over many generated cities."""

import itertools

import pytest

from butce.rules.shares import UNIT, shares
from konsey.drawing.pattern import Dice

DICE = Dice("shares")
CITIES = [
    [(0, 1, DICE.below(50), DICE.below(60_000))[DICE.below(4)] for _ in range(size)] for size in (*range(1, 40), 1_297)
]
TOTALS = (0, UNIT, 7 * UNIT, 1_000_003 * UNIT, 99_999_999_999 * UNIT)


@pytest.mark.parametrize("equal_percent", [0, 1, 50, 99, 100])
@pytest.mark.parametrize("total", TOTALS)
def test_shares_are_whole_liras_close_to_the_formula_and_together_the_total(total, equal_percent):
    for populations in CITIES:
        found = shares(total=total, equal_percent=equal_percent, populations=populations)

        assert sum(found) == total
        assert all(share >= 0 and share % UNIT == 0 for share in found)
        people, count = sum(populations), len(populations)
        for share, population in zip(found, populations, strict=True):
            if people:
                # |share − exact| < 1 lira, without a division
                exact = total * (equal_percent * people + (100 - equal_percent) * count * population)
                assert abs(share * 100 * count * people - exact) < UNIT * 100 * count * people


@pytest.mark.parametrize("equal_percent", [0, 30, 100])
def test_who_has_more_people_never_gets_less_and_equals_differ_by_a_lira(equal_percent):
    for populations in CITIES:
        found = shares(total=1_000_003 * UNIT, equal_percent=equal_percent, populations=populations)
        ordered = sorted(zip(populations, found, strict=True))

        for (fewer, less), (more, most) in itertools.pairwise(ordered):
            assert most >= less or more == fewer
            assert more != fewer or most - less <= UNIT


def test_worked_example():
    found = shares(total=1_000 * UNIT, equal_percent=40, populations=[100, 300, 600])

    assert found == [
        193_00,
        313_00,
        494_00,
    ]  # 133⅓ + 60, 180, 360; equal remainders: the lira left over goes to the largest


def test_where_nobody_lives_the_money_is_shared_equally():
    assert shares(total=10 * UNIT, equal_percent=0, populations=[0, 0, 0]) == [4 * UNIT, 3 * UNIT, 3 * UNIT]


@pytest.mark.parametrize(
    ("total", "equal_percent", "populations"),
    [(UNIT, 50, []), (UNIT, 101, [1]), (UNIT, -1, [1]), (-UNIT, 50, [1]), (50, 50, [1]), (UNIT, 50, [-1])],
)
def test_what_cannot_be_shared_is_refused(total, equal_percent, populations):
    with pytest.raises(ValueError, match="whole liras"):
        shares(total=total, equal_percent=equal_percent, populations=populations)
