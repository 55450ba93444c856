"""What a count needs: projects with costs, grouped ballots, and the tie order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Project:
    """A project on the ballot. ``cost`` counts the election's smallest units; ``lot`` is the drawn number."""

    id: str
    cost: int
    name: str = ""
    lot: int | None = None


Ballot = tuple[tuple[int, int], ...]
"""One ballot in canonical form: (project index, score) pairs by index; every score is positive."""


@dataclass
class Election:
    """Projects, budget and ballots; equal ballots are grouped, since their voters always hold equal money.

    ``unit`` is the number of smallest units in one currency unit (100 for a file with costs to the hundredth): money is
    an integer everywhere.
    """

    projects: Sequence[Project]
    budget: int
    ballots: Sequence[Ballot]
    counts: Sequence[int]
    voters: int
    unit: int = 1
    meta: dict[str, str] = field(default_factory=dict)
    conflicts: Mapping[int, set[int]] = field(default_factory=dict)
    """Project index → those that cannot win beside it."""
    excluded: frozenset[int] = frozenset()
    """Projects that cannot win at all (too few votes, withdrawn); their votes still count as cast."""
    point_unit: int = 1
    """Points are whole numbers everywhere: this many to one point of the file."""

    _scores: tuple[int, ...] = field(default=(), init=False, repr=False, compare=False)

    def scores(self) -> tuple[int, ...]:
        """Score of each project: approvals, points or rank points. Added up once; the ballots of an election stay."""
        if not self._scores:
            totals = [0] * len(self.projects)
            for ballot, count in zip(self.ballots, self.counts, strict=True):
                for index, score in ballot:
                    totals[index] += score * count
            self._scores = tuple(totals)
        return self._scores

    def supporters(self) -> list[int]:
        """Number of voters who gave each project anything."""
        totals = [0] * len(self.projects)
        for ballot, count in zip(self.ballots, self.counts, strict=True):
            for index, _ in ballot:
                totals[index] += count
        return totals

    def blocked_by(self, chosen: Iterable[int]) -> set[int]:
        """Return what can no longer win once these are chosen."""
        return set().union(self.excluded, *(self.conflicts.get(i, set()) for i in chosen))


class TieOrderUnknown(ValueError):
    """The tie order names something else than cost, votes, lot or id, or a lot that the file does not give."""


def tie_keys(election: Election, order: str = "cost,votes,id") -> list[tuple[object, ...]]:
    """One comparable key a project: the smaller wins a tie. Project id as text makes every order total."""
    scores = election.scores()
    parts: dict[str, Callable[[int], object]] = {
        "cost": lambda i: election.projects[i].cost,
        "votes": lambda i: -scores[i],
        "lot": lambda i: election.projects[i].lot,
        "id": lambda i: election.projects[i].id,
    }
    names = [name.strip() for name in order.split(",")]
    if unknown := [name for name in names if name not in parts]:
        raise TieOrderUnknown(f"unknown tie order: {', '.join(unknown)}")
    if "lot" in names and any(project.lot is None for project in election.projects):
        raise TieOrderUnknown("the tie order asks for lot numbers, but not every project has one")
    if "id" not in names:
        names.append("id")
    return [tuple(parts[name](i) for name in names) for i in range(len(election.projects))]
