"""Objecting is the author's alone: to everybody else the page does not exist."""

from tests.access.table import Row
from tests.factories.butce import ProposalFactory


def _number() -> tuple[object, ...]:
    proposal = ProposalFactory(ineligible=True)
    return proposal.cycle.slug, proposal.number


ACCESS = {
    "butce:proposal_object": Row(args=_number, visitor="login", resident=404, clerk=404),
}
