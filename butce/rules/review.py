"""The review: who may do which step when, who sees a department's answer, and what of it is public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from butce.models import Assessment, CoProposer, Cycle, Envelope, Objection, PhaseKind, Proposal, ProposalHistory
from butce.rules.phases import has_begun, phase_of_kind, why_not_in
from konsey import numbers
from konsey.compiled import Compiled
from konsey.models import User

State = Proposal.State
CHECKED = (State.SUBMITTED, State.RETURNED)
REFUSABLE = (State.SUBMITTED, State.RETURNED, State.UNDER_REVIEW, State.FEASIBLE)
MERGEABLE = (State.SUBMITTED, State.UNDER_REVIEW, State.FEASIBLE)


# --- when ---------------------------------------------------------------------------------------------------------
def why_not_review(cycle: Cycle, kind: str, now: datetime) -> str | None:
    """Say why the step that belongs to a phase cannot be done now.

    It begins with its phase and may go on late, through the objections, until the rules are frozen or the vote opens:
    an idea that nobody looked at in time must not fall out of the cycle for that.
    """
    phase = phase_of_kind(cycle, kind)
    if phase is not None and now < phase.starts_at:
        return why_not_in(cycle, kind, now)
    if cycle.frozen_at is not None:
        return _("Oylama pusulası kesinleşti; değerlendirme artık değiştirilemez.")
    if has_begun(cycle, PhaseKind.VOTING, now):
        return _("Oylama başladı; değerlendirme artık değiştirilemez.")
    return None


def why_not_check(proposal: Proposal, now: datetime) -> str | None:
    """The formal check: from the first day of collecting ideas, so that authors hear early what is missing."""
    if proposal.state != State.SUBMITTED:
        return _state_refusal(proposal)
    return why_not_review(proposal.cycle, PhaseKind.IDEAS, now)


def why_not_ask(proposal: Proposal, now: datetime) -> str | None:
    """Asking departments belongs to the technical review."""
    if proposal.state != State.UNDER_REVIEW:
        return _state_refusal(proposal)
    return why_not_review(proposal.cycle, PhaseKind.TECHNICAL_REVIEW, now)


def why_not_decide(proposal: Proposal, now: datetime) -> str | None:
    """The coordinator decides once no department owes an answer."""
    return why_not_ask(proposal, now) or _waiting_refusal(proposal)


def why_not_find_feasible(proposal: Proposal, now: datetime) -> str | None:
    """As `why_not_decide`; and no project goes to the vote without any department having said what it costs."""
    if refusal := why_not_decide(proposal, now):
        return refusal
    if not proposal.assessments.filter(state=Assessment.State.ANSWERED).exists():
        return _("Uygun bulunabilmesi için en az bir birimin yanıtı gerekir.")
    return None


def why_not_refuse(proposal: Proposal, now: datetime) -> str | None:
    """Refusing: at the formal check, by the coordinator, or when something comes up later."""
    if proposal.state not in REFUSABLE:
        return _state_refusal(proposal)
    formal = proposal.state in CHECKED
    kind = PhaseKind.IDEAS if formal else PhaseKind.TECHNICAL_REVIEW
    return why_not_review(proposal.cycle, kind, now) or (None if formal else _waiting_refusal(proposal))


def why_not_reopen(proposal: Proposal, now: datetime) -> str | None:
    if proposal.state != State.FEASIBLE:
        return _state_refusal(proposal)
    return why_not_review(proposal.cycle, PhaseKind.TECHNICAL_REVIEW, now)


def why_not_merge(proposal: Proposal, now: datetime) -> str | None:
    if proposal.state not in MERGEABLE:
        return _state_refusal(proposal)
    return why_not_review(proposal.cycle, PhaseKind.IDEAS, now)


def why_not_part(proposal: Proposal, now: datetime) -> str | None:
    if proposal.state != State.MERGED:
        return _state_refusal(proposal)
    return why_not_review(proposal.cycle, PhaseKind.IDEAS, now)


def why_not_take_back(proposal: Proposal, now: datetime) -> str | None:
    """A redirected idea that was no complaint after all comes back to the formal check."""
    if proposal.state != State.REDIRECTED:
        return _state_refusal(proposal)
    return why_not_review(proposal.cycle, PhaseKind.IDEAS, now)


def why_not_answer(assessment: Assessment, now: datetime) -> str | None:
    """A late answer is still an answer; one to a closed question is not."""
    if assessment.state != Assessment.State.ASKED:
        return _("Bu soru yanıt beklemiyor: %(state)s.") % {"state": assessment.get_state_display()}
    return why_not_ask(assessment.proposal, now)


def _state_refusal(proposal: Proposal) -> str:
    return _("“%(state)s” durumundaki bir öneride bu işlem yapılamaz.") % {"state": proposal.get_state_display()}


def _waiting_refusal(proposal: Proposal) -> str | None:
    open_ones = proposal.assessments.filter(state=Assessment.State.ASKED).count()
    if not open_ones:
        return None
    return _("%(number)d birimin yanıtı bekleniyor; karar için yanıtı bekleyiniz ya da soruyu geri alınız.") % {
        "number": open_ones
    }


# --- who ----------------------------------------------------------------------------------------------------------
def why_not_own(by: User, proposal: Proposal) -> str | None:
    """Nobody reviews an idea that they wrote or stand behind."""
    stands_behind = CoProposer.objects.filter(proposal=proposal, user=by, confirmed_at__isnull=False)
    if proposal.author_id == by.pk or stands_behind.exists():
        return _("Kendi fikrinizi değerlendiremezsiniz; başka bir görevli değerlendirmelidir.")
    return None


def why_not_decide_again(by: User, proposal: Proposal) -> str | None:
    """What came back by an objection is decided by somebody who did not refuse it before."""
    if ProposalHistory.objects.filter(proposal=proposal, to_state=State.INELIGIBLE, by=by).exists():
        return _("Bu öneriyi daha önce siz reddettiniz; itiraz üzerine başka bir görevli karar vermelidir.")
    return None


def visible_assessments(user: User) -> QuerySet[Assessment]:
    """The coordinator and the auditor see every department's answer, a reviewer those of the own departments."""
    rows = Assessment.objects.all()
    if user.has_perm("butce.decide_proposal") or user.has_perm("konsey.export_audit"):
        return rows
    return rows.filter(department__reviewers=user.pk)


def may_answer(user: User, assessment: Assessment) -> bool:
    """The right alone is not enough: one answers for a department that one was named for."""
    return user.has_perm("butce.answer_assessment") and assessment.department.reviewers.filter(pk=user.pk).exists()


# --- what fits ----------------------------------------------------------------------------------------------------
def fits(proposal: Proposal, envelope: Envelope) -> bool:
    """Whether the place or the category of an idea is that of an envelope of its cycle."""
    if envelope.cycle_id != proposal.cycle_id:
        return False
    place = proposal.neighbourhood
    return {
        Envelope.Scope.CITY: True,
        Envelope.Scope.THEME: envelope.category_id == proposal.category_id,
        Envelope.Scope.DISTRICT: place is not None and envelope.district_id == place.district_id,
        Envelope.Scope.NEIGHBOURHOOD: place is not None and envelope.neighbourhood_id == place.pk,
    }[Envelope.Scope(envelope.scope)]


def fitting_envelopes(proposal: Proposal) -> QuerySet[Envelope]:
    place = proposal.neighbourhood
    wanted = Q(scope=Envelope.Scope.CITY) | Q(scope=Envelope.Scope.THEME, category=proposal.category_id)
    if place is not None:
        wanted |= Q(scope=Envelope.Scope.DISTRICT, district=place.district_id)
        wanted |= Q(scope=Envelope.Scope.NEIGHBOURHOOD, neighbourhood=place.pk)
    return Envelope.objects.filter(wanted, cycle=proposal.cycle_id)


def why_not_envelope(proposal: Proposal, envelope: Envelope, cost: int) -> str | None:
    if not fits(proposal, envelope):
        return _("Bu bütçe payı önerinin dönemine, yerine ya da konusuna uymuyor.")
    if cost > envelope.amount:
        return _("Bedel, payın tutarından (%(amount)s) büyük; bu proje o payda kazanamaz.") % {
            "amount": numbers.money_of_kurus(envelope.amount)
        }
    return None


# --- what everybody reads -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class PublicAnswer:
    """One department's part. ``feasibility`` is empty where the question went on or came back."""

    department: str
    question: str
    asked_at: datetime
    due_on: date
    outcome: str
    answered_at: datetime | None
    feasibility: str
    ownership: str
    cost: int | None
    running_cost: int | None
    reason: str
    sentence: str
    conflict: str
    forwarded_from: str
    badge: str


@dataclass(frozen=True)
class PublicObjection:
    text: str
    submitted_at: datetime
    outcome: str
    answer: str
    decided_at: datetime | None
    is_accepted: bool


@dataclass(frozen=True)
class PublicReview:
    answers: Sequence[PublicAnswer]
    objections: Sequence[PublicObjection]

    def __bool__(self) -> bool:
        return bool(self.answers or self.objections)


BADGES = {Assessment.Feasibility.YES: "done", Assessment.Feasibility.NO: "late"}


def public_review(proposal: Proposal) -> PublicReview:
    """Return what of the review everybody may read: only steps that are finished. Two queries.

    A department's answer belongs to the public once the coordinator has decided, an objection once it was answered. The
    desk's notes and everybody's names stay inside.
    """
    answers, decided = _ANSWERS.rows(proposal=proposal.pk), _DECIDED.rows(proposal=proposal.pk)
    return PublicReview([_answer(row) for row in answers], [_objection(row) for row in decided])


_ANSWERS = Compiled(
    lambda proposal: (
        Assessment.objects.filter(proposal=proposal, published_at__isnull=False)
        .select_related("department", "forwarded_from__department")
        .order_by("asked_at", "pk")
    ),
    proposal=int,
)
_DECIDED = Compiled(
    lambda proposal: (
        Objection.objects.filter(proposal=proposal).exclude(state=Objection.State.OPEN).order_by("submitted_at", "pk")
    ),
    proposal=int,
)


def _answer(row: Assessment) -> PublicAnswer:
    origin = row.forwarded_from
    return PublicAnswer(
        department=row.department.name,
        question=row.question,
        asked_at=row.asked_at,
        due_on=row.due_on,
        outcome=row.get_state_display(),
        answered_at=row.answered_at,
        feasibility=row.get_feasibility_display() if row.feasibility else "",
        ownership=row.get_ownership_display() if row.ownership else "",
        cost=row.cost,
        running_cost=row.running_cost,
        reason=row.get_reason_display() if row.reason else "",
        sentence=row.sentence,
        conflict=row.conflict_text if row.has_conflict_of_interest else "",
        forwarded_from=origin.department.name if origin else "",
        badge=BADGES.get(Assessment.Feasibility(row.feasibility), "now") if row.feasibility else "muted",
    )


def _objection(row: Objection) -> PublicObjection:
    return PublicObjection(
        text=row.text,
        submitted_at=row.submitted_at,
        outcome=row.get_state_display(),
        answer=row.answer,
        decided_at=row.decided_at,
        is_accepted=row.state == Objection.State.ACCEPTED,
    )
