"""Writing an election as a Pabulib ``.pb`` file, always to the same bytes, so that its hash can be published.

The file alone says how it is to be counted: rule, completion, step, start share and tie order stand in META, lots and
conflict pairs in PROJECTS.
"""

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from butce.tally.count import PORTAL_TIES, money_text

KURUS = 100


@dataclass(frozen=True)
class PublishedProject:
    """A project on the ballot; ``cost`` in kuruş, ``conflicts`` the ids of those that cannot win beside it."""

    id: str
    cost: int
    name: str = ""
    lot: int | None = None
    category: str = ""
    conflicts: Sequence[str] = ()


@dataclass(frozen=True)
class PublishedBallot:
    """``number`` is the shuffled one; ``points`` beside ``choices`` for points, choices by rank for rankings."""

    number: int
    choices: Sequence[str]
    points: Sequence[int] = ()


@dataclass(frozen=True)
class PublishedElection:
    """What stands in the file. ``budget`` and ``step`` in kuruş; ``vote_type`` approval, cumulative or ordinal."""

    description: str
    unit: str
    instance: str
    budget: int
    vote_type: str
    rule: str
    projects: Sequence[PublishedProject]
    ballots: Sequence[PublishedBallot]
    completion: str = "none"
    step: int | None = None
    tie_order: str = PORTAL_TIES
    lot_seed: str = ""
    minimum_votes: int = 0
    subunit: str = ""
    date_begin: str = ""
    date_end: str = ""
    max_length: int | None = None
    extra: dict[str, str] = field(default_factory=dict)
    """Further META lines, such as ``max_sum_points``."""


def write(election: PublishedElection) -> bytes:
    """Return the file. The order of projects, ballots and choices given in does not change a byte, but for ranks."""
    _check(election)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerows([["META"], ["key", "value"]])
    writer.writerows([key, _plain(value)] for key, value in _meta(election) if value)
    writer.writerows([["PROJECTS"], *_projects(election)])
    writer.writerows([["VOTES"], *_votes(election)])
    return out.getvalue().encode()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _plain(text: str) -> str:
    """On one line: every run of white space, also the unusual kinds, is one space."""
    return " ".join(text.replace("\0", " ").split())


def _check(election: PublishedElection) -> None:
    for project in election.projects:
        if not project.id or any(sign in project.id for sign in ",;\"'") or _plain(project.id) != project.id:
            raise ValueError(f"a project id that a file cannot hold: {project.id!r}")
    numbers = [ballot.number for ballot in election.ballots]
    if len(set(numbers)) != len(numbers):
        raise ValueError("two ballots with one number")


def _meta(election: PublishedElection) -> list[tuple[str, str]]:
    share = Fraction(election.budget, KURUS * (len(election.ballots) or 1))
    mes = election.rule.startswith("mes")
    return [
        ("description", election.description),
        ("country", "Türkiye"),
        ("unit", election.unit),
        ("subunit", election.subunit),
        ("instance", election.instance),
        ("num_projects", str(len(election.projects))),
        ("num_votes", str(len(election.ballots))),
        ("budget", money_text(election.budget, KURUS)),
        ("currency", "TRY"),
        ("vote_type", election.vote_type),
        ("rule", election.rule),
        ("completion", election.completion),
        ("start_share", str(share) if mes else ""),
        ("step", money_text(election.step, KURUS) if election.step and mes else ""),
        ("tie_order", election.tie_order),
        ("lot_seed", election.lot_seed),
        ("minimum_votes", str(election.minimum_votes or "")),
        ("date_begin", election.date_begin),
        ("date_end", election.date_end),
        ("max_length", str(election.max_length or "")),
        ("language", "tr"),
        *sorted(election.extra.items()),
    ]


def _scores(election: PublishedElection) -> tuple[dict[str, int], dict[str, int]]:
    voters = {project.id: 0 for project in election.projects}
    scores = dict(voters)
    longest = max([election.max_length or 0, *(len(ballot.choices) for ballot in election.ballots)])
    for ballot in election.ballots:
        for place, (choice, points) in enumerate(zip(ballot.choices, _points(election, ballot, longest), strict=True)):
            voters[choice] += 1 if points else 0
            scores[choice] += points if election.vote_type != "ordinal" else longest - place
    return voters, scores


def _points(election: PublishedElection, ballot: PublishedBallot, longest: int) -> Sequence[int]:
    return ballot.points if election.vote_type == "cumulative" else [1] * len(ballot.choices)


def _projects(election: PublishedElection) -> list[list[str]]:
    voters, scores = _scores(election)
    scored = election.vote_type != "approval"
    rows = [
        ["project_id", "cost", "votes", *(["score"] if scored else []), "name", "category", "lot", "conflicts_with"]
    ]
    for project in sorted(election.projects, key=lambda each: natural(each.id)):
        rows.append(
            [
                project.id,
                money_text(project.cost, KURUS),
                str(voters[project.id]),
                *([str(scores[project.id])] if scored else []),
                _plain(project.name),
                _plain(project.category),
                "" if project.lot is None else str(project.lot),
                ",".join(sorted(project.conflicts, key=natural)),
            ]
        )
    return rows


def natural(identity: str) -> tuple[int, str]:
    """2 before 10."""
    return (int(identity) if identity.isdecimal() else 10**18, identity)


def _votes(election: PublishedElection) -> list[list[str]]:
    pointed = election.vote_type == "cumulative"
    rows = [["voter_id", "vote", *(["points"] if pointed else [])]]
    for ballot in sorted(election.ballots, key=lambda each: each.number):
        pairs = list(zip(ballot.choices, ballot.points if pointed else [0] * len(ballot.choices), strict=True))
        if election.vote_type != "ordinal":
            pairs.sort(key=lambda pair: natural(pair[0]))
        row = [str(ballot.number), ",".join(choice for choice, _ in pairs)]
        rows.append([*row, ",".join(str(points) for _, points in pairs)] if pointed else row)
    return rows
