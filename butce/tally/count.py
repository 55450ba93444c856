"""The count by name: rule, completion, step and tie order in, winners and the numbers behind them out."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from butce.tally import greedy
from butce.tally.election import Election, tie_keys

if TYPE_CHECKING:
    from butce.tally.completion import EqualShares, Outcome

RULES = ("greedy_votes", "greedy_per_cost", "mes_cost", "mes_card")
COMPLETIONS = ("none", "util", "add1", "add1u", "add1x")
DEFAULT_TIES = "cost,votes,id"
PORTAL_TIES = "cost,lot"
"""Of the portal's own elections: lower cost, then the lot drawn from the published seed."""
RULE_VERSION = "1"


class RuleUnknown(ValueError):
    """No such rule, or a completion that the rule does not have."""


@dataclass(frozen=True)
class Count:
    """Project indices in the order of selection; ``outcome`` is None for the greedy rules."""

    winners: list[int]
    outcome: "Outcome | None"
    shares: "EqualShares | None"
    rule: str = "greedy_votes"

    def total_cost(self, election: Election) -> int:
        return sum(election.projects[i].cost for i in self.winners)


def count(
    election: Election, rule: str, completion: str = "none", *, step: int | None = None, ties: str = DEFAULT_TIES
) -> Count:
    """Count an election.

    ``step`` is the growth of a voter's share in smallest units (one currency unit unless given). Raises RuleUnknown,
    and TieOrderUnknown of `tally.election` for the tie order.
    """
    if rule not in RULES:
        raise RuleUnknown(f"unknown rule {rule!r}; known are {', '.join(RULES)}")
    if completion not in COMPLETIONS:
        raise RuleUnknown(f"unknown completion {completion!r}; known are {', '.join(COMPLETIONS)}")
    keys = tie_keys(election, ties)
    if rule.startswith("greedy"):
        if completion != "none":
            raise RuleUnknown(f"{rule} has no completion: it spends what it can")
        select = greedy.by_votes if rule == "greedy_votes" else greedy.by_votes_per_cost
        return Count(select(election, keys), None, None, rule)
    # Needs numpy, for which the portal's programs would wait at every start.
    from butce.tally.completion import EqualShares

    shares = EqualShares(election, keys, cost_utility=rule == "mes_cost")
    outcome = shares.count(completion, step or election.unit)
    return Count(outcome.winners, outcome, shares, rule)


def money_text(amount: int, unit: int) -> str:
    """Write smallest units as currency units, exactly and without trailing zeros."""
    value = Decimal(amount) / Decimal(unit)
    return f"{value.normalize():f}" if value else "0"


def as_json(election: Election, result: Count) -> dict[str, object]:
    """Return the outcome as the ``tally`` command prints it."""
    found: dict[str, object] = {
        "winners": [election.projects[i].id for i in result.winners],
        "total_cost": money_text(result.total_cost(election), election.unit),
        "budget": money_text(election.budget, election.unit),
        "voters": election.voters,
        "projects": len(election.projects),
    }
    if result.outcome is not None:
        found["share"] = str(result.outcome.share / election.unit)
        found["runs"] = result.outcome.runs
        unit = Fraction(election.point_unit, 1 if result.shares and result.shares.cost_utility else election.unit)
        found["rounds"] = [
            {
                "project": election.projects[r.project].id,
                "rho": str(r.rho * unit),
            }
            for r in result.outcome.rounds
        ]
    return found
