"""The published formula of envelopes: a part of the money equally, the rest by population.

    share = total × equal % ÷ number of places + total × (100 − equal %) × population ÷ population of all

Exact: whole liras by largest remainder, so that the shares are together exactly the total.
"""

from collections.abc import Sequence

UNIT = 100  # kuruş: shares are whole liras


def shares(*, total: int, equal_percent: int, populations: Sequence[int]) -> list[int]:
    """Return each place's share of ``total`` kuruş, in the order of ``populations``.

    What is left after rounding down goes, one lira each, to the largest remainders; of equal ones to the more
    populous place, then to the one named first.
    Where nobody lives anywhere the whole is shared equally. Raises ValueError for what cannot be shared.
    """
    if not populations or min(populations) < 0 or not 0 <= equal_percent <= 100 or total < 0 or total % UNIT:
        raise ValueError("a total of whole liras, a percentage and at least one population are needed")
    people, count = sum(populations), len(populations)
    if people == 0:
        people, populations = count, [1] * count
    whole = 100 * count * people
    weights = [equal_percent * people + (100 - equal_percent) * count * each for each in populations]
    parts = [divmod(total // UNIT * weight, whole) for weight in weights]
    missing = total // UNIT - sum(floor for floor, _rest in parts)
    first = sorted(range(count), key=lambda place: (-parts[place][1], -populations[place], place))[:missing]
    return [(floor + (place in set(first))) * UNIT for place, (floor, _rest) in enumerate(parts)]
