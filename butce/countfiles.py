"""The published file of one envelope: what is written here is what is counted, by us and by everybody else."""

import gzip
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from butce.models import ConflictPair, Cycle, Envelope, Proposal
from butce.tally import pabulib_writer
from butce.tally.pabulib_writer import PublishedBallot, PublishedElection, PublishedProject
from butce.tally.recount import Recount, recount_file
from sandik.models import Option, Paper
from sandik.services.publication import sealed_ballots

KURUS = 100
STEPS_PER_SHARE = 500
VOTE_TYPES = {
    Paper.Kind.APPROVAL: "approval",
    Paper.Kind.KNAPSACK: "approval",
    Paper.Kind.POINTS: "cumulative",
    Paper.Kind.RANKING: "ordinal",
}


@dataclass(frozen=True)
class Rules:
    """How an envelope is counted. ``step`` in kuruş, None where shares do not grow."""

    rule: str
    completion: str
    step: int | None = None


def rules_of(envelope: Envelope, ballots: int) -> Rules:
    """Return the rule of the envelope or its cycle. Too few ballots to publish: most votes first."""
    paper = envelope.paper
    assert paper is not None
    cycle = envelope.cycle
    rule = envelope.counting_rule if ballots >= paper.box.publish_minimum else Cycle.Rule.GREEDY_VOTES
    if not rule.startswith("mes"):
        return Rules(rule, Cycle.Completion.NONE)
    return Rules(rule, cycle.completion, cycle.step or default_step(envelope.amount, ballots))


def default_step(amount: int, ballots: int) -> int:
    """A five hundredth of the first share, rounded up to whole lira; in kuruş."""
    return -(-amount // (STEPS_PER_SHARE * (ballots or 1) * KURUS)) * KURUS


def projects_of(envelope: Envelope) -> list[Proposal]:
    """Return what stands on the paper, without what was withdrawn from the vote."""
    gone = Option.objects.filter(paper=envelope.paper_id, withdrawn_at__isnull=False).values("number")
    projects = Proposal.objects.filter(envelope=envelope, ballot_number__isnull=False)
    return list(projects.exclude(ballot_number__in=gone).select_related("category").order_by("number"))


def write(envelope: Envelope, projects: Sequence[Proposal]) -> tuple[bytes, Rules]:
    """Return the file of a sealed envelope and how it says it is counted."""
    paper = envelope.paper
    assert paper is not None
    ids = {project.ballot_number: str(project.number) for project in projects}
    ballots = [
        PublishedBallot(ballot.number, *_kept(ballot.choices, ballot.points, ids)) for ballot in sealed_ballots(paper)
    ]
    rules = rules_of(envelope, len(ballots))
    return pabulib_writer.write(_election(envelope, projects, ballots, rules)), rules


def recount(content: bytes) -> Recount:
    """Count a file by the rule it states itself: the published bytes decide, not the database."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sandik.pb"
        path.write_bytes(content)
        return recount_file(path)


def packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def unpacked(stored: bytes | memoryview) -> bytes:
    return gzip.decompress(bytes(stored))


def _kept(choices: tuple[int, ...], points: tuple[int, ...], ids: dict[int | None, str]) -> tuple[list[str], list[int]]:
    """A withdrawn project counts as if it had never been on the paper."""
    kept = [place for place, number in enumerate(choices) if number in ids]
    return [ids[choices[place]] for place in kept], [points[place] for place in kept] if points else []


def _election(
    envelope: Envelope, projects: Sequence[Proposal], ballots: list[PublishedBallot], rules: Rules
) -> PublishedElection:
    cycle, paper = envelope.cycle, envelope.paper
    assert paper is not None
    rivals = _rivals(projects)
    return PublishedElection(
        description=f"{cycle.title}: {envelope.title}",
        unit=settings.COUNCIL_CITY,
        subunit="" if envelope.scope == Envelope.Scope.CITY else envelope.title,
        instance=str(cycle.year),
        budget=envelope.amount,
        vote_type=VOTE_TYPES[Paper.Kind(paper.kind)],
        rule=rules.rule,
        completion=rules.completion,
        step=rules.step,
        lot_seed=cycle.tie_seed,
        minimum_votes=envelope.minimum_votes,
        date_begin=timezone.localtime(paper.box.opens_at).strftime("%d.%m.%Y"),
        date_end=timezone.localtime(paper.box.closes_at).strftime("%d.%m.%Y"),
        max_length=paper.max_choices,
        projects=[
            PublishedProject(
                id=str(project.number),
                cost=project.cost or 0,
                name=project.title,
                lot=project.lot,
                category=project.category.name if project.category else "",
                conflicts=sorted(rivals[project.pk]),
            )
            for project in projects
        ],
        ballots=ballots,
    )


def _rivals(projects: Sequence[Proposal]) -> dict[int, set[str]]:
    """Project → the numbers of those that cannot win beside it; pairs across envelopes bind nobody."""
    numbers = {project.pk: str(project.number) for project in projects}
    found: dict[int, set[str]] = defaultdict(set)
    for pair in ConflictPair.objects.filter(first__in=numbers, second__in=numbers):
        found[pair.first_id].add(numbers[pair.second_id])
        found[pair.second_id].add(numbers[pair.first_id])
    return found
