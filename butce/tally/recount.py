"""Counting a published file again by the rule that the file itself states."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from butce.tally import pabulib
from butce.tally.count import COMPLETIONS, DEFAULT_TIES, RULES, Count, count, money_text
from butce.tally.election import Election


@dataclass(frozen=True)
class Recount:
    """The outcome of a file and everything it was counted by."""

    election: Election
    count: Count
    rule: str
    completion: str
    step: str
    ties: str
    sha256: str

    @property
    def winners(self) -> list[str]:
        """Project ids in the order of selection."""
        return [self.election.projects[i].id for i in self.count.winners]

    @property
    def total_cost(self) -> str:
        return money_text(self.count.total_cost(self.election), self.election.unit)


def recount_file(path: Path) -> Recount:
    """Count a file by its own META.

    Raises Malformed where the file is not one of ours or does not say how it is counted, TieOrderUnknown and
    RuleUnknown where it asks for what does not exist, OSError when it cannot be read.
    """
    election = pabulib.read(path)
    rule, completion = election.meta.get("rule", ""), election.meta.get("completion", "none")
    if rule not in RULES or completion not in COMPLETIONS:
        raise pabulib.Malformed(0, f"dosya portalın bir sayım kuralını söylemiyor: {rule[:40]!r}, {completion[:40]!r}")
    step, ties = election.meta.get("step", ""), election.meta.get("tie_order", DEFAULT_TIES)
    units = pabulib.step_in_units(step, election.unit) if step else None
    result = count(election, rule, completion, step=units, ties=ties)
    return Recount(election, result, rule, completion, step, ties, _sha256(path))


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
