"""Writing an idea takes an account; an idea's own pages are its author's alone; an invitation needs only its link."""

import hashlib

from tests.access.table import Row
from tests.factories.butce import CoProposerFactory, CycleFactory, ProposalFactory

TOKEN = "davet"
_made: list = []


def _cycle() -> tuple[object, ...]:
    return (CycleFactory(phase="ideas").slug,)


def _draft() -> tuple[object, ...]:
    _made[:] = [ProposalFactory(draft=True, cycle=CycleFactory(phase="ideas"))]
    return (_made[0].pk,)


def _handed_in() -> tuple[object, ...]:
    _made[:] = [ProposalFactory(cycle=CycleFactory(phase="ideas"))]
    return (_made[0].pk,)


def _asked() -> tuple[object, ...]:
    asked = CoProposerFactory(proposal__cycle=CycleFactory(phase="ideas"))
    _made[:] = [asked.proposal]
    return asked.proposal.pk, asked.pk


def _invitation() -> tuple[object, ...]:
    CoProposerFactory(token_hash=hashlib.sha256(TOKEN.encode()).digest())
    return (TOKEN,)


def _author():
    return _made[0].author


def _own(owner: int, **options: object) -> Row:
    return Row(
        **{"args": _handed_in, "visitor": "login", "resident": 404, "clerk": 404, "owner_user": _author, **options},
        owner=owner,
    )


ACCESS = {
    "butce:my_proposals": Row(visitor="login", resident=200, clerk=200),
    "butce:my_proposal": _own(200),
    "butce:proposal_edit": _own(302),
    "butce:proposal_review": _own(302),
    "butce:proposal_received": _own(200),
    "butce:proposal_delete": _own(200, args=_draft),
    "butce:proposal_withdraw": _own(200),
    "butce:coproposer_again": _own(302, args=_asked, method="post"),
    "butce:coproposer_answer": Row(args=_invitation, visitor=200, resident=200, clerk=200),
    "butce:proposal_write": Row(args=_cycle, visitor=200, resident=200, clerk=200),
    "butce:proposal_similar": Row(args=_cycle, visitor=200, resident=200, clerk=200),
}
