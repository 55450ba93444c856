"""Why each project won or lost, in numbers, out of the count itself. Money is in the election's smallest units."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from butce.tally import greedy
from butce.tally.count import Count
from butce.tally.election import Election, tie_keys

if TYPE_CHECKING:
    from butce.tally.completion import EqualShares, Outcome


class Reason(Enum):
    WON = "won"
    """By score under greedy, or with the money of its supporters under Equal Shares."""
    FILLED = "filled"
    """With what Equal Shares had left, by score."""
    CONFLICT = "conflict"
    EXCLUDED = "excluded"
    """Too few votes, or withdrawn."""
    TOO_DEAR = "too_dear"
    """Under greedy or filling: more than was left when its turn came."""
    SUPPORTERS_SHORT = "supporters_short"
    """Under Equal Shares: its supporters' remaining money did not reach."""


@dataclass(frozen=True)
class Payment:
    """What one winner took from the supporters of another project."""

    project: int
    amount: Fraction


@dataclass(frozen=True)
class SharesStory:
    """What Equal Shares has to say of one project."""

    start: Fraction
    """Its supporters' money together at the start of the deciding run."""
    left: Fraction
    """The same when it was bought, else at the end."""
    used: tuple[Payment, ...] = ()
    """Who took the rest, the largest first."""
    price: Fraction | None = None
    """What a point of score (an approval) paid, if it was bought."""
    payers: int = 0
    """How many supporters still had money when it was bought."""
    paid_full: int = 0
    """How many of them paid the whole price."""
    effective_votes: Fraction | None = None
    """1 / price of a unit of utility: under cost utility the votes it would have with equal payments."""


@dataclass(frozen=True)
class Explanation:
    """One project. ``place`` in the order of selection; ``at_turn`` what was left when greedy or filling came to it."""

    project: int
    reason: Reason
    votes: int
    score: int
    cost: int
    place: int | None = None
    at_turn: int | None = None
    rival: int | None = None
    shares: SharesStory | None = None

    @property
    def won(self) -> bool:
        return self.place is not None

    @property
    def coverage(self) -> Fraction | None:
        """Effective support: the part of the cost that its supporters could still pay (1 and more would have won)."""
        return self.shares.left / self.cost if self.shares and self.cost else None


def explain(election: Election, result: Count, *, ties: str) -> list[Explanation]:
    """One explanation a project, in the order of the election's projects."""
    stories: dict[int, SharesStory] = {}
    bought: list[int] = []
    fills = result.outcome is None
    if result.shares is not None and result.outcome is not None:
        stories = _stories(result.shares, result.outcome)
        bought = [each.project for each in result.outcome.rounds]
        fills = len(result.winners) > len(bought)
    at_turn = _turns(election, result, bought, ties) if fills else {}
    votes, scores = election.supporters(), election.scores()
    places = {project: place for place, project in enumerate(result.winners, 1)}
    found = []
    for number, project in enumerate(election.projects):
        rival = next((each for each in result.winners if each in election.conflicts.get(number, ())), None)
        found.append(
            Explanation(
                number,
                _reason(election, number, places, bought, rival, shares=result.outcome is not None),
                votes[number],
                scores[number],
                project.cost,
                places.get(number),
                at_turn.get(number),
                None if number in places else rival,
                stories.get(number),
            )
        )
    return found


def _reason(
    election: Election, number: int, places: dict[int, int], bought: list[int], rival: int | None, *, shares: bool
) -> Reason:
    if number in places:
        return Reason.FILLED if shares and number not in bought else Reason.WON
    if number in election.excluded:
        return Reason.EXCLUDED
    if rival is not None:
        return Reason.CONFLICT
    return Reason.SUPPORTERS_SHORT if shares else Reason.TOO_DEAR


def _turns(election: Election, result: Count, bought: list[int], ties: str) -> dict[int, int]:
    """Money left when the turn of each project came that was not bought before."""
    keys = tie_keys(election, ties)
    order = greedy.order_by_votes_per_cost if result.rule == "greedy_per_cost" else greedy.order_by_votes
    left = election.budget - sum(election.projects[i].cost for i in bought)
    won, found = set(result.winners), {}
    for number in order(election, keys):
        if number in bought:
            continue
        found[number] = left
        if number in won:
            left -= election.projects[number].cost
    return found


def _stories(shares: "EqualShares", outcome: "Outcome") -> dict[int, SharesStory]:
    """Buy the winners of the deciding run once more and watch everybody's money."""
    run = shares.once_more(outcome)
    waiting = set(shares.supported)
    money = {number: run.money_behind(number) for number in shares.supported}
    start = dict(money)
    used: dict[int, list[Payment]] = {number: [] for number in shares.supported}
    stories: dict[int, SharesStory] = {}
    for each in outcome.rounds:
        waiting.discard(each.project)
        payers, full = run.payers(each.project, each.price)
        stories[each.project] = SharesStory(
            start[each.project], money[each.project], _largest(used[each.project]),
            each.price, payers, full, 1 / each.rho if each.rho else None,
        )  # fmt: skip
        run.buy(each.project, each.price)
        for number in waiting:
            after = run.money_behind(number)
            if after != money[number]:
                used[number].append(Payment(each.project, money[number] - after))
                money[number] = after
    for number in waiting:
        stories[number] = SharesStory(start[number], money[number], _largest(used[number]))
    return stories


def _largest(payments: Sequence[Payment]) -> tuple[Payment, ...]:
    return tuple(sorted(payments, key=lambda payment: -payment.amount))


# --- the whole outcome ---


def voters_by_wins(election: Election, winners: Iterable[int]) -> list[int]:
    """How many voters got 0, 1, 2 … of the projects they named."""
    won, found = set(winners), [0]
    for ballot, voters in zip(election.ballots, election.counts, strict=True):
        got = sum(1 for project, _ in ballot if project in won)
        found.extend([0] * (got + 1 - len(found)))
        found[got] += voters
    return found


def served(election: Election, winners: Iterable[int]) -> Fraction:
    """The share of voters with at least one funded project."""
    return 1 - Fraction(voters_by_wins(election, winners)[0], election.voters) if election.voters else Fraction(0)


@dataclass(frozen=True)
class Comparison:
    """Two outcomes of one election beside each other."""

    both: tuple[int, ...]
    only_first: tuple[int, ...]
    only_second: tuple[int, ...]
    cost_first: int
    cost_second: int
    served_first: Fraction
    served_second: Fraction
    prefer_first: int
    """Voters with more of their projects in the first outcome."""
    prefer_second: int


def compare(election: Election, first: Sequence[int], second: Sequence[int]) -> Comparison:
    one, two = set(first), set(second)
    better = worse = 0
    for ballot, voters in zip(election.ballots, election.counts, strict=True):
        gap = sum((project in one) - (project in two) for project, _ in ballot)
        better += voters if gap > 0 else 0
        worse += voters if gap < 0 else 0
    return Comparison(
        tuple(i for i in first if i in two),
        tuple(i for i in first if i not in two),
        tuple(i for i in second if i not in one),
        sum(election.projects[i].cost for i in first),
        sum(election.projects[i].cost for i in second),
        served(election, first),
        served(election, second),
        better,
        worse,
    )
