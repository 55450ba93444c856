"""Objections: who may object until when, and who may decide."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from butce.models import Objection, PhaseKind, Proposal, ProposalHistory
from butce.rules.phases import phase_of_kind
from butce.rules.review import why_not_decide_again, why_not_own
from konsey import numbers
from konsey.models import User

State = Proposal.State


def told_at(proposal: Proposal) -> datetime | None:
    """When the author was told of the refusal that stands; the letter is queued in the same transaction."""
    refusals = ProposalHistory.objects.filter(proposal=proposal, to_state=State.INELIGIBLE)
    return refusals.order_by("-at", "-pk").values_list("at", flat=True).first()


def deadline(proposal: Proposal) -> datetime | None:
    """Return the first moment at which an objection is too late; None where nothing was refused.

    The author has ``objection_days`` full days from being told. Who was told before or during the objections phase has
    until its end all the same, so that one date can be announced to everybody. Once the vote opens or the rules are
    frozen there is nothing left to win by an objection; the check list before freezing shows who still has time.
    """
    told, cycle = told_at(proposal), proposal.cycle
    if told is None:
        return None
    until = told + timedelta(days=cycle.objection_days)
    phase = phase_of_kind(cycle, PhaseKind.OBJECTIONS)
    if phase is not None and phase.ends_at is not None:
        until = max(until, phase.ends_at)
    voting = phase_of_kind(cycle, PhaseKind.VOTING)
    ends = [until, *([voting.starts_at] if voting else []), *([cycle.frozen_at] if cycle.frozen_at else [])]
    return min(ends)


def why_not_object(user: User, proposal: Proposal, now: datetime) -> str | None:
    """Only the author, only against a refusal, once, and in time. The decision on it is final."""
    if proposal.author_id != user.pk:
        return _("İtiraz hakkı fikri verene aittir.")
    if proposal.objections.exists():
        return _("Bu öneri için daha önce itiraz ettiniz; itiraz bir kez yapılabilir.")
    if proposal.state != State.INELIGIBLE:
        return _("Yalnızca uygun bulunmayan bir öneri için itiraz edilebilir.")
    until = deadline(proposal)
    if until is None or now >= until:
        moment = numbers.moment(until) if until else ""
        return _("İtiraz süresi %(moment)s sona erdi.") % {"moment": moment}
    return None


def may_object(user: User | AnonymousUser, proposal: Proposal, now: datetime) -> bool:
    """Asked on the public page: no query for anybody but the author of a refused idea."""
    if not isinstance(user, User) or proposal.state != State.INELIGIBLE or proposal.author_id != user.pk:
        return False
    return why_not_object(user, proposal, now) is None


def why_not_settle(objection: Objection, now: datetime) -> str | None:
    if objection.state != Objection.State.OPEN:
        return _("Bu itiraz karara bağlanmış.")
    cycle = objection.proposal.cycle
    voting = phase_of_kind(cycle, PhaseKind.VOTING)
    if cycle.frozen_at is not None or (voting is not None and voting.starts_at <= now):
        return _("Oylama pusulası kesinleşti; itiraz artık yalnızca reddedilebilir.")
    return None


def why_not_reject(objection: Objection, now: datetime) -> str | None:
    """An answer is owed at any time, also when the vote has begun."""
    return None if objection.state == Objection.State.OPEN else _("Bu itiraz karara bağlanmış.")


def why_not_settle_by(by: User, proposal: Proposal) -> str | None:
    """Decided by somebody who neither refused the idea nor wrote it."""
    return why_not_decide_again(by, proposal) or why_not_own(by, proposal)
