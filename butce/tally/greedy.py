"""Greedy selection: highest score (or score per cost) first; what no longer fits is passed over."""

from collections.abc import Iterable
from fractions import Fraction

from butce.tally.election import Election


def by_votes(election: Election, ties: list[tuple[object, ...]], taken: Iterable[int] = ()) -> list[int]:
    """Return project indices in the order of selection, after ``taken``, with the money those leave."""
    return _fill(election, order_by_votes(election, ties), list(taken))


def by_votes_per_cost(election: Election, ties: list[tuple[object, ...]]) -> list[int]:
    return _fill(election, order_by_votes_per_cost(election, ties), [])


def order_by_votes(election: Election, ties: list[tuple[object, ...]]) -> list[int]:
    scores = election.scores()
    return sorted(range(len(election.projects)), key=lambda i: (-scores[i], ties[i]))


def order_by_votes_per_cost(election: Election, ties: list[tuple[object, ...]]) -> list[int]:
    """What costs nothing comes first."""
    scores = election.scores()

    def key(i: int) -> tuple[object, ...]:
        cost = election.projects[i].cost
        return (0 if cost == 0 else 1, -Fraction(scores[i], cost or 1), ties[i])

    return sorted(range(len(election.projects)), key=key)


def _fill(election: Election, order: list[int], taken: list[int]) -> list[int]:
    left = election.budget - sum(election.projects[i].cost for i in taken)
    blocked = election.blocked_by(taken) | set(taken)
    for i in order:
        if i not in blocked and election.projects[i].cost <= left:
            taken.append(i)
            left -= election.projects[i].cost
            blocked |= election.blocked_by([i])
    return taken
