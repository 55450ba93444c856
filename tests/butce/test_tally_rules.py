"""The count against its definition, on elections made up by the machine."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from butce.tally import count, greedy
from butce.tally.completion import EqualShares
from butce.tally.election import Election, Project, TieOrderUnknown, tie_keys
from tests.butce.naive import equal_shares


@st.composite
def elections(draw, *, highest=1):
    costs = draw(st.lists(st.integers(1, 60), min_size=1, max_size=6))
    projects = [Project(f"p{i}", cost, lot=i) for i, cost in enumerate(costs)]
    ballot = st.dictionaries(st.integers(0, len(costs) - 1), st.integers(1, highest), max_size=len(costs))
    ballots: dict[tuple[tuple[int, int], ...], int] = {}
    for choices in draw(st.lists(ballot, min_size=1, max_size=12)):
        key = tuple(sorted(choices.items()))
        ballots[key] = ballots.get(key, 0) + 1
    budget = draw(st.integers(1, 150))
    return Election(projects, budget, list(ballots), list(ballots.values()), sum(ballots.values()))


@pytest.mark.parametrize("cost_utility", [True, False])
@given(election=elections())
@settings(max_examples=150, deadline=None)
def test_equal_shares_on_approvals_follows_the_definition(cost_utility, election):
    ties = tie_keys(election)
    expected = equal_shares(election, ties, cost_utility=cost_utility)

    assert EqualShares(election, ties, cost_utility=cost_utility).count("none", 1).winners == expected


@pytest.mark.parametrize("cost_utility", [True, False])
@given(election=elections(highest=5))
@settings(max_examples=150, deadline=None)
def test_equal_shares_on_points_follows_the_definition(cost_utility, election):
    ties = tie_keys(election)
    expected = equal_shares(election, ties, cost_utility=cost_utility)

    assert EqualShares(election, ties, cost_utility=cost_utility).count("none", 1).winners == expected


@given(election=elections(highest=3), data=st.data())
@settings(max_examples=100, deadline=None)
def test_conflicting_and_excluded_projects_never_win_together(election, data):
    size = len(election.projects)
    first, second = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
    election.conflicts = {first: {second}, second: {first}} if first != second else {}
    election.excluded = frozenset(data.draw(st.sets(st.integers(0, size - 1), max_size=2)))
    ties = tie_keys(election)

    winners = EqualShares(election, ties, cost_utility=True).count("util", 1).winners

    assert winners[: len(equal_shares(election, ties, cost_utility=True))] == equal_shares(
        election, ties, cost_utility=True
    )
    assert not set(winners) & election.excluded
    assert first == second or not {first, second} <= set(winners)


@given(election=elections())
@settings(max_examples=80, deadline=None)
def test_growing_shares_never_overspend_and_stop_at_the_first_share_that_would(election):
    ties = tie_keys(election)
    outcome = EqualShares(election, ties, cost_utility=True).count("add1", 1)
    cost = sum(election.projects[i].cost for i in outcome.winners)

    assert cost <= election.budget
    assert outcome.winners == equal_shares(election, ties, cost_utility=True, share=outcome.share)
    start = Fraction(election.budget, election.voters)
    assert outcome.share - start == max(0, outcome.share - start)
    for k in range(int(outcome.share - start)):
        earlier = equal_shares(election, ties, cost_utility=True, share=start + k)
        assert sum(election.projects[i].cost for i in earlier) <= election.budget


@given(election=elections(highest=3), factor=st.sampled_from([10, 100, 7]))
@settings(max_examples=60, deadline=None)
def test_scaling_all_money_changes_no_winner(election, factor):
    larger = Election(
        [Project(p.id, p.cost * factor, lot=p.lot) for p in election.projects],
        election.budget * factor,
        election.ballots,
        election.counts,
        election.voters,
    )

    for rule in count.RULES:
        assert count.count(larger, rule).winners == count.count(election, rule).winners
    assert (
        count.count(larger, "mes_cost", "add1u", step=factor).winners
        == count.count(election, "mes_cost", "add1u").winners
    )


def test_greedy_passes_over_what_no_longer_fits():
    projects = [Project("a", 60), Project("b", 50), Project("c", 40)]
    election = Election(projects, 100, [((0, 1),), ((1, 1),), ((2, 1),)], [3, 2, 1], 6)

    assert greedy.by_votes(election, tie_keys(election)) == [0, 2]


def test_ties_are_broken_by_the_order_asked_for():
    projects = [Project("b", 50, lot=2), Project("a", 50, lot=1), Project("c", 40, lot=3)]
    election = Election(projects, 50, [((0, 1), (1, 1), (2, 1))], [5], 5)

    first = {
        order: projects[count.count(election, "greedy_votes", ties=order).winners[0]].id
        for order in ("cost,votes,id", "id", "lot", "votes,lot")
    }

    assert first == {"cost,votes,id": "c", "id": "a", "lot": "a", "votes,lot": "a"}


def test_unknown_names_are_refused_with_a_reason():
    election = Election([Project("a", 1)], 1, [((0, 1),)], [1], 1)

    with pytest.raises(count.RuleUnknown, match="unknown rule 'x'"):
        count.count(election, "x")
    with pytest.raises(count.RuleUnknown, match="has no completion"):
        count.count(election, "greedy_votes", "util")
    with pytest.raises(TieOrderUnknown, match="lot numbers"):
        count.count(election, "mes_cost", ties="lot")


def test_a_large_exact_tie_between_untouched_supporters_is_decided_by_the_tie_order():
    """Prices that floats cannot tell apart: one vote in ten million decides, and equal ones go by the order."""
    projects = [Project("b", 10**12), Project("a", 10**12), Project("c", 10**12)]
    ballots = [((0, 1),), ((1, 1),), ((2, 1),)]
    election = Election(projects, 3 * 10**13, ballots, [10_000_000, 10_000_000, 10_000_001], 30_000_001)

    assert [projects[i].id for i in count.count(election, "mes_cost").winners] == ["c", "a", "b"]
