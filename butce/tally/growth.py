"""Growing the share step by step without running every step."""

from fractions import Fraction

from butce.tally.election import Election
from butce.tally.exact import ExactRun
from butce.tally.sieve import Doubt, Sieve, Step
from butce.tally.supports import Support

TieKeys = list[tuple[object, ...]]

CALM = 2
"""So many steps in a row without a change make a leap worth trying."""


class Growth:
    """Where the share has grown to, and who wins there.

    From a share whose winners are known it leaps ahead as far as `Sieve.steady` proves that nothing changes on
    the way, feeling for the distance by doubling and halving; where winners change often it takes the next step.
    """

    def __init__(
        self, election: Election, supports: list[Support], ties: TieKeys, *, cost_utility: bool, step: int
    ) -> None:
        self.election, self.supports, self.ties, self.cost_utility = election, supports, ties, cost_utility
        self.step = step
        self.start = Fraction(election.budget, election.voters or 1)
        self.sieve = Sieve(election, supports, ties, cost_utility=cost_utility)
        self.taken = 0
        self.looked = 1
        """Shares that were judged, leapt over or not."""
        self.winners, self._steps = self._run(0)
        self._stride, self._barrier, self._calm = 1, 0, 0

    @property
    def share(self) -> Fraction:
        return self.start + self.taken * self.step

    def advance(self) -> bool:
        """Move to a larger share; False if the next one would cost more than the budget."""
        while self._stride > 1:
            if self._leap():
                return True
        winners, steps = self._run(self.taken + 1)
        self.looked += 1
        if sum(self.election.projects[i].cost for i in winners) > self.election.budget:
            return False
        self._calm = self._calm + 1 if steps and winners == self.winners else 0
        self.taken += 1
        self.winners, self._steps = winners, steps
        self._stride = self._next_stride(2 if self._calm >= CALM else 1)
        return True

    def _leap(self) -> bool:
        reached = self._steady(self._stride)
        if reached is None:
            self._barrier = self.taken + self._stride
            self._stride //= 2
            return False
        self._steps = reached
        self.taken += self._stride
        self.looked += self._stride
        self._stride = self._next_stride(2 * self._stride)
        return True

    def _next_stride(self, wished: int) -> int:
        room = self._barrier - self.taken
        return max(1, min(wished, room // 2)) if room > 0 else wished

    def _steady(self, stride: int) -> list[Step] | None:
        try:
            return self.sieve.steady(self._steps, self.share + stride * self.step)
        except Doubt:
            return None

    def _run(self, taken: int) -> tuple[list[int], list[Step]]:
        """Winners at a share, with the steps of the sieve unless only the exact run could tell."""
        share = self.start + taken * self.step
        try:
            steps = self.sieve.run(share)
        except Doubt:
            run = ExactRun(self.election, self.supports, share, cost_utility=self.cost_utility)
            return [r.project for r in run.winners(self.ties, stop_above=self.election.budget)], []
        return [step.number for step in steps], steps
