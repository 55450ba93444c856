"""Equal Shares in floating point with proven bounds: decides a run for certain, or says that it cannot.

Growing shares need hundreds of runs of which only the winners matter. Here each group of equal ballots holds one float.
Why the bounds hold: let ``error`` bound the sum over all voters of |held here - held exactly|. Buying a project is a
map from balances to balances that never enlarges this sum: somebody richer leaves everyone else at least as well off,
and the total falls by the cost for both, so for ordered pairs the sum stays, and any pair meets at its maximum. Hence
only the roundings of each purchase are added (``loose``), and no bound grows with the number of purchases otherwise.
"""

import heapq
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from butce.tally.election import Election
from butce.tally.supports import Support

ROUNDING = 2.0**-52
WIDER = 1 + 8 * ROUNDING
EXACT_BELOW = 2**53

Floats = NDArray[np.float64]
TieKeys = list[tuple[object, ...]]


class Doubt(Exception):
    """The bounds cannot tell; the run has to be done exactly."""


@dataclass(frozen=True)
class Side:
    """One project and its supporters, who give ``scores`` each, or all the same (None)."""

    groups: NDArray[np.int32]
    scores: Floats | None
    points: Floats
    total: float
    """Sum of the points."""
    voters: float
    cost: float
    rounding: float
    """Bound of what a sum over the supporters is off by, as a part of its value."""
    flat: float
    """Price of a point while every supporter can pay in full: no price is lower."""
    worth: float
    """Utility of a point."""
    rank: int
    """Place in the exact order of (flat price of a unit of utility, tie key)."""


class Offer(NamedTuple):
    """Bounds of a project's price of a unit of utility; what a point costs if the upper one is finite."""

    low: float
    high: float
    number: int
    price: float = 0.0
    loose: float = 0.0
    flat: bool = False
    """Nobody pays less than the others, for certain: the price is exactly that of its rank."""


class Step(NamedTuple):
    """One purchase; the price of a unit of utility is at most ``high``."""

    number: int
    high: float
    flat: bool


class Sieve:
    """What all runs of one count share."""

    def __init__(self, election: Election, supports: list[Support], ties: TieKeys, *, cost_utility: bool) -> None:
        self.election = election
        able = [i for i, support in enumerate(supports) if support.total and i not in election.excluded]
        worths = [(project.cost or 1) if cost_utility else 1 for project in election.projects]
        exact = {i: Fraction(election.projects[i].cost, supports[i].total * worths[i]) for i in able}
        ranked = sorted(able, key=lambda i: (exact[i], ties[i]))
        self.trusted = all(supports[i].total < EXACT_BELOW for i in able)
        self.sides = {
            number: _side(supports[number], election.projects[number].cost, worths[number], rank)
            for rank, number in enumerate(ranked)
        }

    def run(self, share: Fraction) -> list[Step]:
        """Buy until nobody can pay for anything more or the budget is passed. Raises Doubt."""
        walk = _Walk(self, share)
        while (offer := walk.choose(0.0)[0]) is not None and walk.spent <= self.election.budget:
            walk.buy(offer)
        return walk.steps

    def steady(self, steps: list[Step], share: Fraction) -> list[Step] | None:
        """Run at a larger share than that of ``steps``; None unless it buys the same, and all shares between do too.

        With the same purchases behind them larger shares leave everybody richer, so each price at a share between lies
        between those of the two ends. The same purchase is made throughout if its price at the lower end (the highest
        it takes) is below every rival's at the upper end (the lowest those take). Raises Doubt.
        """
        walk = _Walk(self, share)
        for step in steps:
            offer, rivals = walk.choose(step.high)
            if offer is None or offer.number != step.number or not self._beats_throughout(step, rivals):
                return None
            walk.buy(offer)
        return walk.steps if walk.choose(0.0)[0] is None else None

    def _beats_throughout(self, step: Step, rivals: list[Offer]) -> bool:
        rank = self.sides[step.number].rank
        return all(step.high < rival.low or (step.flat and rank < self.sides[rival.number].rank) for rival in rivals)


def _side(support: Support, cost: int, worth: int, rank: int) -> Side:
    """Where all scores are equal, a point is a voter and worth that much more."""
    each = int(support.scores[0]) if support.uniform else 1
    scores = None if support.uniform else support.scores.astype(np.float64)
    points = support.voters.astype(np.float64) if scores is None else support.voters * scores
    total = support.total // each
    voters = float(support.voters.sum())
    rounding = (len(points) + 16) * ROUNDING
    return Side(
        support.groups,
        scores,
        points,
        float(total),
        voters,
        float(cost),
        rounding,
        cost / total,
        float(worth * each),
        rank,
    )


class _Walk:
    """One run under way."""

    def __init__(self, sieve: Sieve, share: Fraction) -> None:
        if not sieve.trusted:
            raise Doubt
        self.sieve = sieve
        self.money = np.full(len(sieve.election.ballots), float(share))
        self.error = sieve.election.voters * float(share) * ROUNDING
        self.spent = 0
        self.steps: list[Step] = []
        self.slopes: dict[int, tuple[float, float]] = {}
        most = float(share) * WIDER * WIDER
        self.waiting = [
            (side.flat / side.worth / WIDER, number)
            for number, side in sieve.sides.items()
            if side.voters * most >= side.cost
        ]
        heapq.heapify(self.waiting)

    def choose(self, reach: float) -> tuple[Offer | None, list[Offer]]:
        """Return the next purchase and its rivals: all but those whose price is above both its own and ``reach``.

        A price never falls while money is spent, so old lower bounds hold and most projects need no look.
        """
        looked: list[Offer] = []
        ceiling = inf
        while self.waiting and self.waiting[0][0] <= (limit := max(ceiling, reach)):
            low, number = heapq.heappop(self.waiting)
            if (offer := self._offer(number, low, limit)) is not None:
                looked.append(offer)
                ceiling = min(ceiling, offer.high)
        close = [offer for offer in looked if offer.low <= ceiling]
        if len(close) > 1 and not all(offer.flat for offer in close):
            raise Doubt
        best = min(close, key=lambda offer: self.sieve.sides[offer.number].rank, default=None)
        rivals = [offer for offer in looked if offer is not best]
        for rival in rivals:
            heapq.heappush(self.waiting, (rival.low, rival.number))
        return best, rivals

    def _offer(self, number: int, low: float, limit: float) -> Offer | None:
        """Bound a price that is at least ``low``; None if it cannot be paid. Above ``limit`` only from below."""
        side = self.sieve.sides[number]
        held = self.money[side.groups]
        if side.scores is not None:
            held /= side.scores
        if limit < inf and (above := self._above(number, side, held, limit)):
            return above
        total = float(held @ side.points)
        loose = side.rounding * (side.cost + total)
        unsure = self.error + 2 * loose
        if total < side.cost - unsure:
            return None
        if total <= side.cost + unsure:
            raise Doubt
        start = low * side.worth
        if start < side.flat and held.min() / WIDER - self.error >= side.flat * WIDER:
            price = side.flat / side.worth
            return Offer(price / WIDER, price * WIDER, number, side.flat, loose, flat=True)
        price, held, points, left = _level(side, held, start)
        self.slopes[number] = price, left
        margin = unsure / left
        high = price + 2 * margin
        if held.min() < high and 2 * points[held >= high].sum() < left:
            high = inf
        low = max(price - margin, side.flat)
        return Offer(low / side.worth / WIDER, high / side.worth * WIDER, number, price, loose)

    def _above(self, number: int, side: Side, held: Floats, limit: float) -> Offer | None:
        """Whether at a price of ``limit`` the supporters would together pay less than the cost, for certain.

        From there on a higher price brings in at most as much as all points that were still paid in full before.
        """
        price = limit * side.worth * WIDER * WIDER
        paid = float(np.minimum(held, price) @ side.points)
        gap = side.cost - paid - self.error - 2 * side.rounding * (side.cost + paid)
        if gap <= 0:
            return None
        since, slope = self.slopes.get(number, (0.0, side.total))
        return Offer((price + gap / (slope if price >= since else side.total)) / side.worth / WIDER, inf, number)

    def buy(self, offer: Offer) -> None:
        side = self.sieve.sides[offer.number]
        held = self.money[side.groups]
        held -= np.minimum(held, offer.price if side.scores is None else offer.price * side.scores)
        self.money[side.groups] = held
        self.error += 2 * offer.loose
        self.spent += self.sieve.election.projects[offer.number].cost
        self.steps.append(Step(offer.number, offer.high, offer.flat))
        if blocked := self.sieve.election.conflicts.get(offer.number):
            self.waiting = [entry for entry in self.waiting if entry[1] not in blocked]
            heapq.heapify(self.waiting)


def _level(side: Side, held: Floats, start: float) -> tuple[float, Floats, Floats, float]:
    """Fill up from a price that is too low.

    Return the price of a point, then of those who can pay it what they hold for each point, their points, the sum.
    """
    cut, rest, points, left = max(start, side.flat), side.cost, side.points, side.total
    while True:
        if np.count_nonzero(poor := held < cut):
            rest -= float(held[poor] @ points[poor])
            rich = ~poor
            held, points = held[rich], points[rich]
            left = float(points.sum())
            if not left:
                raise Doubt
        price = rest / left
        if price <= cut:
            return price, held, points, left
        cut = price
