"""What happens with the money that Equal Shares leaves: nothing, greedy filling, or larger shares."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from butce.tally import greedy
from butce.tally.election import Election
from butce.tally.exact import ExactRun, Round
from butce.tally.growth import Growth
from butce.tally.single import SingleChoice, SingleGrowth
from butce.tally.supports import Support, by_project


@dataclass(frozen=True)
class Outcome:
    """Winners in the order of selection; the rounds and the final share of the last run that counted."""

    winners: list[int]
    rounds: list[Round]
    share: Fraction
    """Money of each voter in the run that decided, in smallest units."""
    runs: int


class EqualShares:
    """Equal Shares with every completion, over one turned set of ballots."""

    def __init__(self, election: Election, ties: list[tuple[object, ...]], *, cost_utility: bool) -> None:
        self.election = election
        self.ties = ties
        self.cost_utility = cost_utility
        self.supported = [i for i, score in enumerate(election.scores()) if score]
        self.single = SingleChoice(election, ties, cost_utility=cost_utility) if SingleChoice.suits(election) else None

    @cached_property
    def supports(self) -> list[Support]:
        """The ballots turned by project."""
        return by_project(self.election)

    def count(self, completion: str, step: int) -> Outcome:
        """Return the outcome under a completion of ``count.COMPLETIONS``; ``step`` in smallest units per voter."""
        if completion in ("add1", "add1u", "add1x"):
            outcome = self._growing(step, stop_when_full=completion != "add1x")
        else:
            outcome = self._plain()
        if completion in ("util", "add1u"):
            filled = greedy.by_votes(self.election, self.ties, outcome.winners)
            return Outcome(filled, outcome.rounds, outcome.share, outcome.runs)
        return outcome

    def _start(self) -> Fraction:
        return Fraction(self.election.budget, self.election.voters or 1)

    def once_more(self, outcome: Outcome) -> ExactRun:
        """Return the deciding run as it began, for explanations."""
        return ExactRun(self.election, self.supports, outcome.share, cost_utility=self.cost_utility)

    def _run(self, share: Fraction) -> list[Round]:
        if self.single is not None:
            return self.single.run(share)
        run = ExactRun(self.election, self.supports, share, cost_utility=self.cost_utility)
        return run.winners(self.ties, stop_above=self.election.budget)

    def _plain(self) -> Outcome:
        rounds = self._run(self._start())
        return Outcome([r.project for r in rounds], rounds, self._start(), 1)

    def _growing(self, step: int, *, stop_when_full: bool) -> Outcome:
        """Grow the share until the stop conditions hold; the run that counts is done exactly, once more."""
        growth = self._growth(step)
        while not self._finished(growth.winners, stop_when_full=stop_when_full):
            if not growth.advance():
                break
        rounds = self._run(growth.share)
        winners = [r.project for r in rounds]
        if winners != growth.winners:
            raise ArithmeticError("the sieve and the exact run disagree")
        return Outcome(winners, rounds, growth.share, growth.looked)

    def _growth(self, step: int) -> Growth | SingleGrowth:
        if self.single is not None:
            return SingleGrowth(self.single, step)
        return Growth(self.election, self.supports, self.ties, cost_utility=self.cost_utility, step=step)

    def _cost(self, projects: Iterable[int]) -> int:
        return sum(self.election.projects[i].cost for i in projects)

    def _finished(self, winners: list[int], *, stop_when_full: bool) -> bool:
        """Whether larger shares can change nothing, or (``stop_when_full``) nothing supported fits any more."""
        rest = set(self.supported) - set(winners) - self.election.blocked_by(winners)
        left = self.election.budget - self._cost(winners)
        return not rest or (stop_when_full and all(self.election.projects[i].cost > left for i in rest))
