"""The Method of Equal Shares in integers: the arithmetic that decides.

All groups with equal money form a class. A class's money is an integer over one running common denominator, so nothing
is ever rounded; sharing a cost out ("water filling") works on classes, of which there are few. Floating point only
*sieves*: each estimate comes with a proven error bound, and whoever the bounds cannot tell apart is compared exactly.
"""

import heapq
from dataclasses import dataclass
from fractions import Fraction
from math import inf, lcm

import numpy as np
from numpy.typing import NDArray

from butce.tally.election import Election
from butce.tally.supports import Support

TieKeys = list[tuple[object, ...]]
ROUNDING = 2.0**-52


@dataclass(frozen=True)
class Round:
    """One purchase: the project, the price of a point of score, and that of a unit of utility (1 / effective votes)."""

    project: int
    price: Fraction
    rho: Fraction


@dataclass(frozen=True)
class Holdings:
    """Supporters of one project who have money left: class, score given and number of voters, in parallel."""

    classes: NDArray[np.int64]
    scores: NDArray[np.int64]
    voters: NDArray[np.int64]


@dataclass(frozen=True)
class Estimate:
    """Bounds between which a project's exact price of a unit of utility lies; both infinite if it cannot be paid."""

    low: float
    high: float


class Purse:
    """The money of every class: exact integers over ``denominator``, and each value correctly rounded to a float."""

    def __init__(self, share: Fraction) -> None:
        self.denominator = share.denominator
        self.exact = [0, share.numerator]  # class 0 has nothing left
        self.rounded = np.array([0.0, float(share)] + [0.0] * 62)

    def add(self, values: list[int]) -> None:
        """Open a class for each of these (over the denominator), numbered onwards from the last."""
        first, needed = len(self.exact), len(self.exact) + len(values)
        self.exact.extend(values)
        if needed > len(self.rounded):
            self.rounded = np.concatenate([self.rounded, np.zeros(needed)])
        denominator = self.denominator
        self.rounded[first:needed] = [value / denominator for value in values]

    def refine(self, denominator: int, live: NDArray[np.int64]) -> int:
        """Make the denominator a multiple of this one for the classes somebody is still in; return the new one."""
        joint = lcm(self.denominator, denominator)
        if (factor := joint // self.denominator) > 1:
            renewed = [0] * len(self.exact)
            for number in live.tolist():
                renewed[number] = self.exact[number] * factor
            self.exact = renewed
            self.denominator = joint
        return joint


class ExactRun:
    """One run at one share (money of each voter, in smallest units)."""

    def __init__(self, election: Election, supports: list[Support], share: Fraction, *, cost_utility: bool) -> None:
        self.election = election
        self.supports = supports
        self.cost_utility = cost_utility
        self.purse = Purse(share)
        self.classes: NDArray[np.int64] = np.ones(len(election.ballots), dtype=np.int64)
        self.spent = 0

    def winners(self, ties: TieKeys, *, stop_above: int | None = None) -> list[Round]:
        """Buy until nobody can pay for anything more. Gives up early once more than ``stop_above`` is spent."""
        rounds: list[Round] = []
        able = [i for i, support in enumerate(self.supports) if support.total and i not in self.election.excluded]
        waiting = [(0.0, number) for number in able]
        heapq.heapify(waiting)
        while (best := self._best(waiting, ties)) is not None:
            price = self._price(best)
            if price is None:
                raise ValueError("a project was chosen that its supporters cannot pay for")
            rounds.append(Round(best, price, price / self._utility_of_a_point(best)))
            self.buy(best, price)
            blocked = self.election.conflicts.get(best, set())
            if blocked:
                waiting = [entry for entry in waiting if entry[1] not in blocked]
                heapq.heapify(waiting)
            if stop_above is not None and self.spent > stop_above:
                break
        return rounds

    def _best(self, waiting: list[tuple[float, int]], ties: TieKeys) -> int | None:
        """Take the project with the lowest price out of ``waiting``.

        A price never falls while money is spent, so an old lower bound still holds and most projects need no look.
        """
        looked: list[tuple[float, int]] = []
        ceiling = inf
        while waiting and waiting[0][0] <= ceiling:
            _, number = heapq.heappop(waiting)
            estimate = self.estimate(number)
            if estimate.low < inf:
                looked.append((estimate.low, number))
                ceiling = min(ceiling, estimate.high)
        close = [number for low, number in looked if low <= ceiling]
        if not close:
            return None
        best = close[0] if len(close) == 1 else min(close, key=lambda number: (self.rho(number), ties[number]))
        for entry in looked:
            if entry[1] != best:
                heapq.heappush(waiting, entry)
        return best

    def money_behind(self, number: int) -> Fraction:
        """Return what the supporters of a project hold together now, in smallest units."""
        held = self._holdings(number)
        total = sum(self.purse.exact[c] * n for c, n in zip(held.classes.tolist(), held.voters.tolist(), strict=True))
        return Fraction(total, self.purse.denominator)

    def payers(self, number: int, price: Fraction) -> tuple[int, int]:
        """Return how many supporters have money now, and how many of them can pay this price of a point in full."""
        held = self._holdings(number)
        full = 0
        for c, score, n in zip(held.classes.tolist(), held.scores.tolist(), held.voters.tolist(), strict=True):
            full += n if self.purse.exact[c] >= price * score * self.purse.denominator else 0
        return int(held.voters.sum()), full

    def _holdings(self, number: int) -> Holdings:
        support = self.supports[number]
        classes = self.classes[support.groups]
        if not len(classes):
            return Holdings(classes, support.scores, support.voters)
        if support.uniform:
            voters = np.bincount(classes, weights=support.voters)
            voters[0] = 0
            kept = np.flatnonzero(voters)
            return Holdings(kept, np.full(len(kept), support.scores[0]), voters[kept].astype(np.int64))
        width = int(support.scores.max()) + 1
        keys, inverse = np.unique(classes * width + support.scores, return_inverse=True)
        voters = np.bincount(inverse, weights=support.voters).astype(np.int64)
        kept = np.flatnonzero(keys >= width)
        return Holdings(keys[kept] // width, keys[kept] % width, voters[kept])

    def estimate(self, number: int) -> Estimate:
        """Bound the price of a unit of utility.

        Every class's money is one correctly rounded float, and all sums have non-negative terms, so with n classes a
        sum is off by at most (n + 2) roundings of its value; only the subtraction from the cost can magnify that, by
        cost / rest. Where the bounds do not even tell whether the cost can be paid, the exact price decides.
        """
        cost, held = self.election.projects[number].cost, self._holdings(number)
        money = self.purse.rounded[held.classes]
        slack = (len(money) + 8) * ROUNDING
        total = float((money * held.voters).sum())
        if total < cost * (1 - 4 * slack):
            return Estimate(inf, inf)
        per_point = money / held.scores
        order = np.argsort(per_point, kind="stable")
        per_point, voters = per_point[order], held.voters[order]
        points = voters * held.scores[order]
        rest = cost - np.concatenate(([0.0], np.cumsum(money[order] * voters)[:-1]))
        left = points[::-1].cumsum()[::-1]
        enough = np.flatnonzero(per_point * left >= rest)
        if total <= cost * (1 + 4 * slack) or not len(enough):
            return self._bounds_of_exact(number)
        cut = int(enough[0])
        error = 4 * slack * (1 + cost / rest[cut]) if rest[cut] > 0 else inf
        if error > 1e-6:
            return self._bounds_of_exact(number)
        price = float(rest[cut] / left[cut]) / self._utility_of_a_point(number)
        return Estimate(price * (1 - error), price * (1 + error))

    def _bounds_of_exact(self, number: int) -> Estimate:
        if self._price(number) is None:
            return Estimate(inf, inf)
        price = float(self.rho(number))
        return Estimate(price * (1 - ROUNDING), price * (1 + ROUNDING))

    def _utility_of_a_point(self, number: int) -> int:
        return (self.election.projects[number].cost or 1) if self.cost_utility else 1

    def rho(self, number: int) -> Fraction:
        """Exact price of a unit of utility; utility is the score, times the project's cost under cost utility."""
        price = self._price(number)
        if price is None:
            raise ValueError("the supporters cannot pay for this project")
        return price / self._utility_of_a_point(number)

    def _price(self, number: int) -> Fraction | None:
        """Smallest price of a point at which the supporters together pay the cost; None if they cannot."""
        held = self._holdings(number)
        rest = self.election.projects[number].cost * self.purse.denominator
        exact = self.purse.exact
        order = np.argsort(self.purse.rounded[held.classes] / held.scores, kind="stable")
        holders = [
            (exact[c], s, n)
            for c, s, n in zip(
                held.classes[order].tolist(), held.scores[order].tolist(), held.voters[order].tolist(), strict=True
            )
        ]
        # Already in order but for neighbours closer than a rounding, so that the exact sort only looks each over once.
        scale = lcm(*{score for _, score, _ in holders}) if holders else 1
        holders.sort(key=lambda holder: holder[0] * (scale // holder[1]))
        points = int((held.scores * held.voters).sum())
        for money, score, voters in holders:
            if money * points >= rest * score:
                return Fraction(rest, points * self.purse.denominator)
            rest -= money * voters
            points -= score * voters
        return None

    def buy(self, number: int, price: Fraction) -> None:
        """Take the project's cost from its supporters at this price of a point."""
        self.spent += self.election.projects[number].cost
        joint = self.purse.refine(price.denominator, np.flatnonzero(np.bincount(self.classes)))
        self._charge(number, price.numerator * (joint // price.denominator))

    def _charge(self, number: int, per_point: int) -> None:
        """Take ``per_point`` (over the denominator) for each point of score from every supporter, or all they have."""
        support = self.supports[number]
        width = int(support.scores.max()) + 1
        found, inverse = np.unique(self.classes[support.groups] * width + support.scores, return_inverse=True)
        exact, first = self.purse.exact, len(self.purse.exact)
        opened: dict[int, int] = {}
        target = []
        for old, score in zip((found // width).tolist(), (found % width).tolist(), strict=True):
            left = exact[old] - per_point * score
            target.append(opened.setdefault(left, first + len(opened)) if left > 0 else 0)
        self.purse.add(list(opened))
        self.classes[support.groups] = np.array(target, dtype=np.int64)[inverse]
