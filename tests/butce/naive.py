"""Equal Shares told slowly, voter by voter with fractions: what the fast count is checked against."""

from fractions import Fraction

from butce.tally.election import Election


def equal_shares(
    election: Election, ties: list[tuple[object, ...]], *, cost_utility: bool, share: Fraction | None = None
) -> list[int]:
    """Return winners in the order of selection, straight from the definition of the method."""
    voters = [dict(ballot) for ballot, n in zip(election.ballots, election.counts, strict=True) for _ in range(n)]
    money = [Fraction(election.budget, election.voters) if share is None else share for _ in voters]
    winners: list[int] = []
    while True:
        offers = []
        for project in range(len(election.projects)):
            if project in winners or project in election.blocked_by(winners):
                continue
            price = _price(election, project, voters, money)
            if price is not None:
                per_unit = election.projects[project].cost if cost_utility else 1
                offers.append((price / per_unit, ties[project], project, price))
        if not offers:
            return winners
        _, _, project, price = min(offers)
        for number, ballot in enumerate(voters):
            money[number] -= min(money[number], price * ballot.get(project, 0))
        winners.append(project)


def _price(election: Election, project: int, voters: list[dict[int, int]], money: list[Fraction]) -> Fraction | None:
    cost = Fraction(election.projects[project].cost)
    supporters = sorted(
        (money[number] / ballot[project], money[number], ballot[project])
        for number, ballot in enumerate(voters)
        if project in ballot and money[number] > 0
    )
    if not supporters or sum(have for _, have, _ in supporters) < cost:
        return None
    points = sum(score for _, _, score in supporters)
    for limit, have, score in supporters:
        if limit * points >= cost:
            return cost / points
        cost -= have
        points -= score
    raise AssertionError("supporters who can pay must find a price")
