"""What everybody reads of the budget; following an idea takes an account."""

from tests.access.table import Row
from tests.factories.butce import CycleFactory, EnvelopeFactory, ProposalFactory


def _cycle() -> tuple[object, ...]:
    return (CycleFactory(phase="ideas").slug,)


def _envelope() -> tuple[object, ...]:
    envelope = EnvelopeFactory()
    return envelope.cycle.slug, envelope.slug


def _number() -> tuple[object, ...]:
    proposal = ProposalFactory()
    return proposal.cycle.slug, proposal.number


def _proposal() -> tuple[object, ...]:
    proposal = ProposalFactory()
    return proposal.cycle.slug, proposal.number, proposal.slug


ACCESS = {
    "butce:cycle_list": Row(visitor=200, resident=200, clerk=200),
    "butce:cycle_detail": Row(args=_cycle, visitor=200, resident=200, clerk=200),
    "butce:cycle_rules": Row(args=_cycle, visitor=200, resident=200, clerk=200),
    "butce:rule_text": Row(visitor=200, resident=200, clerk=200),
    "butce:envelope_detail": Row(args=_envelope, visitor=200, resident=200, clerk=200),
    "butce:proposal_list": Row(args=_cycle, visitor=200, resident=200, clerk=200),
    "butce:proposal_export": Row(args=_cycle, visitor=200, resident=200, clerk=200),
    "butce:proposal_permalink": Row(args=_number, visitor=302, resident=302, clerk=302),
    "butce:proposal_detail": Row(args=_proposal, visitor=200, resident=200, clerk=200),
    "butce:my_follows": Row(visitor="login", resident=200, clerk=200),
    "butce:proposal_follow": Row(args=_number, method="post", visitor="login", resident=302, clerk=302),
    "butce:proposal_unfollow": Row(args=_number, method="post", visitor="login", resident=302, clerk=302),
}
