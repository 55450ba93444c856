"""The ballots turned by project: who supports it, how many, with what score. Shared by all runs of a count."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from butce.tally.election import Election


@dataclass(frozen=True)
class Support:
    """The groups of equal ballots that support one project."""

    groups: NDArray[np.int32]
    scores: NDArray[np.int64]
    voters: NDArray[np.int64]
    total: int
    """Sum of scores over voters."""
    uniform: bool
    """Whether every supporter gives the same score."""


def by_project(election: Election) -> list[Support]:
    """Turn the ballots once; groups are numbered as in ``election.ballots``."""
    counts = np.array(election.counts, dtype=np.int64)
    lengths = np.fromiter((len(ballot) for ballot in election.ballots), dtype=np.int64, count=len(election.ballots))
    size = int(lengths.sum())
    flat = np.fromiter((value for ballot in election.ballots for pair in ballot for value in pair), np.int64, 2 * size)
    projects, scores = flat[0::2], flat[1::2]
    groups = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    order = np.argsort(projects, kind="stable")
    edges = np.searchsorted(projects[order], np.arange(len(election.projects) + 1))
    found = []
    for number in range(len(election.projects)):
        part = order[edges[number] : edges[number + 1]]
        own, voters = scores[part], counts[groups[part]]
        uniform = bool(len(own) == 0 or (own == own[0]).all())
        found.append(Support(groups[part], own, voters, int((own * voters).sum()), uniform))
    return found
