"""Growing shares by leaps and by floats that must be certain, against every share counted exactly."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from butce.tally.completion import EqualShares
from butce.tally.election import Election, Project, tie_keys
from butce.tally.exact import ExactRun
from butce.tally.sieve import Doubt, Sieve
from butce.tally.supports import by_project
from tests.butce.naive import equal_shares
from tests.butce.test_tally_rules import elections


def _every_share(election: Election, *, cost_utility: bool, stop_when_full: bool) -> tuple[list[int], Fraction, int]:
    """Winners, share and number of shares looked at when each share is counted from scratch."""
    ties, share, looked = tie_keys(election), Fraction(election.budget, election.voters), 1
    cost = [project.cost for project in election.projects]
    able = {i for i, score in enumerate(election.scores()) if score}
    winners = equal_shares(election, ties, cost_utility=cost_utility)
    while rest := able - set(winners) - election.blocked_by(winners):
        if stop_when_full and min(cost[i] for i in rest) > election.budget - sum(cost[i] for i in winners):
            break
        looked += 1
        larger = equal_shares(election, ties, cost_utility=cost_utility, share=share + 1)
        if sum(cost[i] for i in larger) > election.budget:
            break
        winners, share = larger, share + 1
    return winners, share, looked


@pytest.mark.parametrize("cost_utility", [True, False])
@pytest.mark.parametrize("completion", ["add1", "add1x"])
@given(election=elections(highest=3), data=st.data())
@settings(max_examples=60, deadline=None)
def test_growing_by_leaps_ends_where_growing_by_every_step_ends(cost_utility, completion, election, data):
    size = len(election.projects)
    first, second = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
    election.conflicts = {first: {second}, second: {first}} if first != second else {}

    outcome = EqualShares(election, tie_keys(election), cost_utility=cost_utility).count(completion, 1)

    assert (outcome.winners, outcome.share, outcome.runs) == _every_share(
        election, cost_utility=cost_utility, stop_when_full=completion == "add1"
    )
    assert [each.project for each in outcome.rounds] == outcome.winners


@pytest.mark.parametrize("cost_utility", [True, False])
@given(
    costs=st.lists(st.integers(1, 60), min_size=1, max_size=6),
    votes=st.lists(st.integers(0, 5), min_size=1, max_size=40),
    budget=st.integers(1, 150),
)
@settings(max_examples=100, deadline=None)
def test_ballots_that_name_one_project_are_counted_alike_without_their_money(cost_utility, costs, votes, budget):
    named = [vote % len(costs) for vote in votes]
    choices = sorted(set(named))
    projects = [Project(f"p{i}", cost, lot=i) for i, cost in enumerate(costs)]
    ballots = [((i, 1),) for i in choices]
    election = Election(projects, budget, ballots, [named.count(i) for i in choices], len(named))
    ties = tie_keys(election)
    shares = EqualShares(election, ties, cost_utility=cost_utility)
    exact = ExactRun(election, shares.supports, Fraction(budget, len(named)), cost_utility=cost_utility)

    assert shares.single is not None
    assert shares.count("none", 1).rounds == exact.winners(ties)
    outcome = shares.count("add1x", 1)
    assert (outcome.winners, outcome.share, outcome.runs) == _every_share(
        election, cost_utility=cost_utility, stop_when_full=False
    )


@given(election=elections(highest=4), more=st.integers(0, 40), wide=st.integers(1, 30))
@settings(max_examples=200, deadline=None)
def test_the_sieve_is_right_wherever_it_is_certain(election, more, wide):
    ties, start = tie_keys(election), Fraction(election.budget, election.voters) + more
    sieve = Sieve(election, by_project(election), ties, cost_utility=True)
    bought: list[list[int]] = []
    try:
        steps = sieve.run(start)
        ahead = sieve.steady(steps, start + wide)
    except Doubt:
        return
    for share in (start, start + Fraction(wide, 3), start + Fraction(wide, 2), start + wide):
        run = ExactRun(election, by_project(election), share, cost_utility=True)
        bought.append([each.project for each in run.winners(ties, stop_above=election.budget)])

    assert [step.number for step in steps] == bought[0]
    assert ahead is None or bought == [bought[0]] * 4


def test_the_sieve_doubts_where_floats_cannot_tell():
    """All money of the supporters is exactly the cost; a thousandth less and it is certain that they cannot pay."""
    election = Election([Project("a", 30)], 30, [((0, 1),), ()], [3, 0], 3)
    supports = by_project(election)
    sieve = Sieve(election, supports, tie_keys(election), cost_utility=True)

    with pytest.raises(Doubt):
        sieve.run(Fraction(10))
    assert sieve.run(Fraction(9_999, 1_000)) == []
    assert [step.number for step in sieve.run(Fraction(10_001, 1_000))] == [0]
