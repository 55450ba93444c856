"""Objections of authors and what becomes of them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from butce.emails import review as letters
from butce.models import Objection, Proposal
from butce.rules import objections as rules
from butce.services.proposals import advance_proposal
from butce.services.review import Verdict, refuse, set_verdict
from konsey import audit
from konsey.constraints import refused_as
from konsey.models import User

State = Objection.State
ONE_OPEN = {"butce_objection_one_open": gettext_lazy("Bu öneri için itirazınız alınmış.")}
audit.name_actions({"objection.decided": gettext_lazy("İtiraz karara bağlandı")})


@transaction.atomic
def object_to_refusal(*, proposal: Proposal, by: User, text: str, now: datetime) -> Objection:
    """Raises Refused for anybody but the author, a second time, and after the deadline."""
    locked = _locked(proposal)
    refuse(rules.why_not_object(by, locked, now) or (None if text.strip() else _("İtirazınızı yazınız.")))
    with refused_as(ONE_OPEN):
        objection = Objection.objects.create(proposal=locked, by=by, text=text, submitted_at=now)
    letters.objection_received(objection)
    return objection


@transaction.atomic
def accept_objection(
    *, objection: Objection, by: User, now: datetime, answer: str, verdict: Verdict | None = None
) -> Objection:
    """The idea is reviewed again; with a ``verdict`` it is found feasible at once."""
    proposal, row = _rows(objection)
    refuse(rules.why_not_settle(row, now) or rules.why_not_settle_by(by, proposal) or _why_no_answer(answer))
    if verdict is not None:
        set_verdict(proposal, verdict)
    to = Proposal.State.UNDER_REVIEW if verdict is None else Proposal.State.FEASIBLE
    advance_proposal(proposal=proposal, to=to, by=by, now=now)
    return _settle(row, State.ACCEPTED, answer, by, now)


@transaction.atomic
def reject_objection(*, objection: Objection, by: User, now: datetime, answer: str) -> Objection:
    """The refusal stands, with an answer to the objection."""
    proposal, row = _rows(objection)
    refuse(rules.why_not_reject(row, now) or rules.why_not_settle_by(by, proposal) or _why_no_answer(answer))
    return _settle(row, State.REJECTED, answer, by, now)


def _settle(row: Objection, state: str, answer: str, by: User, now: datetime) -> Objection:
    row.state, row.answer, row.decided_by, row.decided_at = state, answer, by, now
    row.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    audit.record(by=by, action="objection.decided", obj=row, after={"state": state})
    letters.objection_decided(row)
    return row


def _rows(objection: Objection) -> tuple[Proposal, Objection]:
    """The proposal first: its state decides."""
    proposal = _locked(objection.proposal)
    row = Objection.objects.select_for_update(of=("self",), no_key=True).get(pk=objection.pk)
    row.proposal = proposal
    return proposal, row


def _locked(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("cycle", "neighbourhood", "category").get(pk=proposal.pk)


def _why_no_answer(answer: str) -> str | None:
    return None if answer.strip() else _("Kararın gerekçesini yazınız; sayfada görünür.")
