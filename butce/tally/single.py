"""Equal Shares where every ballot names one project: no money is touched before the only thing it may buy is bought.

So a project wins exactly if the shares of those who named it reach its cost, all prices are known beforehand, and the
next share at which anything changes is a division.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from butce.tally.election import Election
from butce.tally.exact import Round, TieKeys


@dataclass(frozen=True)
class Choice:
    """A project, the share from which its voters can pay for it, and how it would be bought."""

    needs: Fraction
    round: Round


class SingleChoice:
    """All runs of such a count."""

    def __init__(self, election: Election, ties: TieKeys, *, cost_utility: bool) -> None:
        self.election = election
        voters, scores = election.supporters(), election.scores()
        self.choices = []
        for number, project in enumerate(election.projects):
            if scores[number] and number not in election.excluded:
                price = Fraction(project.cost, scores[number])
                rho = price / ((project.cost or 1) if cost_utility else 1)
                self.choices.append(Choice(Fraction(project.cost, voters[number]), Round(number, price, rho)))
        self.choices.sort(key=lambda choice: (choice.round.rho, ties[choice.round.project]))

    @staticmethod
    def suits(election: Election) -> bool:
        """Whether no ballot names two projects, and each project got the same score from all who named it."""
        given: dict[int, int] = {}
        return all(
            len(ballot) < 2 and all(given.setdefault(number, score) == score for number, score in ballot)
            for ballot in election.ballots
        )

    def run(self, share: Fraction) -> list[Round]:
        return self.buy(choice for choice in self.choices if choice.needs <= share)

    def buy(self, payable: Iterable[Choice]) -> list[Round]:
        """Buy what can be paid, in the order of ``choices``, but nothing beside what it conflicts with."""
        bought: list[Round] = []
        blocked: set[int] = set()
        for choice in payable:
            number = choice.round.project
            if number not in blocked:
                bought.append(choice.round)
                blocked |= self.election.conflicts.get(number, set())
        return bought


class SingleGrowth:
    """`growth.Growth` for such a count: from one change of the winners straight to the next."""

    def __init__(self, single: SingleChoice, step: int) -> None:
        self.single, self.step = single, step
        self.start = Fraction(single.election.budget, single.election.voters or 1)
        self._turns = [ceil((choice.needs - self.start) / step) for choice in single.choices]
        self.taken, self.looked = 0, 1
        self.winners = self._winners(0)

    @property
    def share(self) -> Fraction:
        return self.start + self.taken * self.step

    def advance(self) -> bool:
        """Move to the next share with other winners; stay before it and return False if they would cost too much."""
        taken = min(turn for turn in self._turns if turn > self.taken)
        winners = self._winners(taken)
        self.looked = taken + 1
        if sum(self.single.election.projects[i].cost for i in winners) > self.single.election.budget:
            self.taken = taken - 1
            return False
        self.taken, self.winners = taken, winners
        return True

    def _winners(self, taken: int) -> list[int]:
        payable = (choice for turn, choice in zip(self._turns, self.single.choices, strict=True) if turn <= taken)
        return [each.project for each in self.single.buy(payable)]
