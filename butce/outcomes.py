"""What is kept of one counted envelope: numbers and sentences as plain JSON, and the hash that two people sign."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.utils import translation

from butce import countfiles
from butce.explanations import lira, sentence
from butce.models import Count as StoredCount
from butce.models import Cycle, Envelope, EnvelopeResult, ProjectResult, Proposal
from butce.tally import explain
from butce.tally.count import PORTAL_TIES, Count, count
from butce.tally.election import Election
from butce.tally.recount import Recount
from sandik.rules import AreaTurnout

# What a count is compared with: the other family of rules.
COMPARED_SHARES = (Cycle.Rule.SHARES_COST, Cycle.Completion.GROW_FILL)
COMPARED_GREEDY = (Cycle.Rule.GREEDY_VOTES, Cycle.Completion.NONE)


@dataclass
class Counted:
    """One envelope, counted and not stored yet. ``content``: the published file, None where it is suppressed."""

    result: EnvelopeResult
    projects: list[ProjectResult]
    content: bytes | None


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value: Any) -> str:
    """SHA-256 (hex) of a value as canonical JSON: sorted keys, no spaces, UTF-8."""
    return hashlib.sha256(canonical(value)).hexdigest()


def count_envelope(envelope: Envelope, turnout: Sequence[AreaTurnout]) -> Counted:
    """Write the envelope's file, count it and say why each project won or lost. Reads only what is sealed."""
    assert envelope.paper is not None
    projects = countfiles.projects_of(envelope)
    content, rules = countfiles.write(envelope, projects)
    found = countfiles.recount(content)
    is_public = found.election.voters >= envelope.paper.box.publish_minimum
    by_number = {str(project.number): project for project in projects}
    result = EnvelopeResult(
        envelope=envelope,
        rule=rules.rule,
        completion=rules.completion,
        voters=sum(area.total for area in turnout),
        ballots=found.election.voters,
        spent=_kurus(found.election, found.count),
        turnout={area.area: [area.online, area.desk] for area in turnout},
        outcome=_outcome(envelope, found, is_public=is_public),
        ballots_published=is_public,
        file_sha256=found.sha256 if is_public else "",
        file=countfiles.packed(content) if is_public else None,
    )
    lines = _lines(found, by_number, rules.rule)
    result.result_sha256 = digest(signed(result, lines))
    return Counted(result, lines, content if is_public else None)


def signed(result: EnvelopeResult, lines: Sequence[ProjectResult]) -> dict[str, Any]:
    """What the hash of an envelope's result covers. Small papers are covered by their sums, never by their ballots."""
    return {
        "envelope": result.envelope.slug,
        "rule": result.rule,
        "completion": result.completion,
        "ballots": result.ballots,
        "voters": result.voters,
        "spent": result.spent,
        "file_sha256": result.file_sha256,
        "projects": sorted(
            [line.proposal.number, line.votes, line.score, line.place if line.is_winner else None] for line in lines
        ),
    }


def inputs_digest(rule_version: str, tie_seed: str, results: Sequence[tuple[EnvelopeResult, Sequence[Any]]]) -> str:
    """SHA-256 over everything that went in: rule version, seed, and each file, or the sums where there is none."""
    inputs = {
        result.envelope.slug: result.file_sha256
        or [[line.proposal.number, line.votes, line.score] for line in sorted(lines, key=_number)]
        for result, lines in results
    }
    return digest({"rule_version": rule_version, "tie_seed": tie_seed, "inputs": inputs})


def result_digest(counted: StoredCount, results: Sequence[EnvelopeResult]) -> str:
    """The hash of a whole count: what a signature is bound to."""
    return digest(
        {
            "cycle": counted.cycle.slug,
            "rule_version": counted.rule_version,
            "tie_seed": counted.tie_seed,
            "inputs_sha256": counted.inputs_sha256,
            "results": {result.envelope.slug: result.result_sha256 for result in results},
        }
    )


def _number(line: ProjectResult) -> int:
    return line.proposal.number or 0


def _kurus(election: Election, result: Count) -> int:
    return result.total_cost(election) * countfiles.KURUS // election.unit


def _lines(found: Recount, projects: dict[str, Proposal], rule: str) -> list[ProjectResult]:
    election = found.election
    lines = []
    with translation.override(settings.LANGUAGE_CODE):
        for why in explain.explain(election, found.count, ties=PORTAL_TIES):
            lines.append(
                ProjectResult(
                    proposal=projects[election.projects[why.project].id],
                    votes=why.votes,
                    score=why.score // election.point_unit,
                    is_winner=why.won,
                    place=why.place,
                    explanation=_explanation(election, why),
                )
            )
    return lines


def _explanation(election: Election, why: explain.Explanation) -> dict[str, Any]:
    said: dict[str, Any] = {"reason": why.reason.value, "sentence": sentence(election, why)}
    if why.at_turn is not None:
        said["at_turn"] = str(Fraction(why.at_turn, election.unit))
    if why.rival is not None:
        said["rival"] = election.projects[why.rival].id
    if (story := why.shares) is not None:
        said |= {"start": str(story.start / election.unit), "left": str(story.left / election.unit)}
        said["used"] = [[election.projects[each.project].id, str(each.amount / election.unit)] for each in story.used]
        if story.price is not None:
            price = story.price * election.point_unit
            said |= {"price": str(price / election.unit), "price_text": lira(election, price)}
            said |= {"payers": story.payers, "paid_full": story.paid_full}
        if story.effective_votes is not None:
            said["effective_votes"] = str(story.effective_votes)
    return said


def _outcome(envelope: Envelope, found: Recount, *, is_public: bool) -> dict[str, Any]:
    election, result = found.election, found.count
    ids = [project.id for project in election.projects]
    said: dict[str, Any] = {
        "budget": envelope.amount,
        "winners": found.winners,
        "step": found.step,
        "ties": found.ties,
        "minimum_votes": envelope.minimum_votes,
    }
    if (outcome := result.outcome) is not None:
        said |= {
            "start_share": str(Fraction(election.budget, (election.voters or 1) * election.unit)),
            "share": str(outcome.share / election.unit),
            "runs": outcome.runs,
            "rounds": [{"project": ids[each.project], "rho": str(each.rho)} for each in outcome.rounds],
        }
    if is_public:  # with few ballots these would say what single people chose
        said["distribution"] = explain.voters_by_wins(election, result.winners)
        said["other"] = _compared(envelope, found)
    return said


def _compared(envelope: Envelope, found: Recount) -> dict[str, Any]:
    """Count once more by the other family of rules: which projects differ, and what voters would make of it."""
    election = found.election
    rule, completion = COMPARED_GREEDY if found.rule.startswith("mes") else COMPARED_SHARES
    step = countfiles.default_step(envelope.amount, election.voters) * election.unit // countfiles.KURUS
    other = count(election, rule, completion, step=step, ties=PORTAL_TIES)
    gap = explain.compare(election, found.count.winners, other.winners)
    ids = [project.id for project in election.projects]
    return {
        "rule": str(rule),
        "completion": str(completion),
        "winners": [ids[number] for number in other.winners],
        "spent": _kurus(election, other),
        "only_here": [ids[number] for number in gap.only_first],
        "only_there": [ids[number] for number in gap.only_second],
        "distribution": explain.voters_by_wins(election, other.winners),
        "prefer_here": gap.prefer_first,
        "prefer_there": gap.prefer_second,
    }
