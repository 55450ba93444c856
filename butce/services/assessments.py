"""Questions to departments and their answers."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from butce.emails import departments as letters
from butce.models import Assessment, Department, Proposal
from butce.rules import review as rules
from butce.services.review import lock_for, refuse
from konsey import audit
from konsey.constraints import refused_as
from konsey.errors import Refused
from konsey.models import User

State = Assessment.State
ONE_OPEN = {"butce_assessment_one_open": gettext_lazy("Bu birimin yanıtı zaten bekleniyor.")}
audit.name_actions(
    {
        "assessment.asked": gettext_lazy("Birime soruldu"),
        "assessment.answered": gettext_lazy("Birim yanıtladı"),
        "assessment.returned": gettext_lazy("Birim eksik bilgiyle geri çevirdi"),
        "assessment.forwarded": gettext_lazy("Birim başka birime iletti"),
        "assessment.cancelled": gettext_lazy("Birime sorulan soru geri alındı"),
    }
)


@dataclass(frozen=True)
class Answer:
    """What a department says; money in kuruş. ``note`` is for the desk, the rest is published at the decision."""

    feasibility: str
    sentence: str
    ownership: str = ""
    cost: int | None = None
    running_cost: int | None = None
    reason: str = ""
    note: str = ""
    has_conflict_of_interest: bool = False
    conflict_text: str = ""


@transaction.atomic
def ask_departments(
    *, proposal: Proposal, departments: Iterable[Department], due_on: date, question: str, by: User, now: datetime
) -> list[Assessment]:
    """Ask one or several departments, each with the same deadline; asking again later gives another."""
    locked, wanted = lock_for(proposal, by), list(departments)
    refuse(rules.why_not_ask(locked, now) or _why_not_due(due_on, now))
    if not wanted:
        raise Refused(_("En az bir birim seçiniz."))
    return [_ask(locked, department, due_on, question, by, now) for department in wanted]


@transaction.atomic
def answer(*, assessment: Assessment, answer: Answer, by: User, now: datetime) -> Assessment:
    """Write a department's answer. Raises Refused to whoever was not named for the department."""
    locked = _locked(assessment, by, now)
    refuse(_why_not_whole(answer))
    for name, value in asdict(answer).items():
        setattr(locked, name, value)
    return _close(locked, State.ANSWERED, by, now)


@transaction.atomic
def return_to_coordinator(*, assessment: Assessment, sentence: str, by: User, now: datetime) -> Assessment:
    """The department cannot answer yet: what it lacks. The coordinator may ask it again."""
    locked = _locked(assessment, by, now)
    refuse(None if sentence.strip() else _("Eksik olan bilgiyi yazınız."))
    locked.sentence = sentence
    return _close(locked, State.RETURNED, by, now)


@transaction.atomic
def forward(*, assessment: Assessment, to: Department, sentence: str, by: User, now: datetime) -> Assessment:
    """Hand the question on to the department it belongs to, with the same deadline unless that has passed."""
    locked = _locked(assessment, by, now)
    if to.pk == locked.department_id:
        raise Refused(_("Soru zaten bu birimde."))
    locked.sentence = sentence
    _close(locked, State.FORWARDED, by, now)
    due_on = max(locked.due_on, timezone.localdate(now))
    return _ask(locked.proposal, to, due_on, locked.question, by, now, origin=locked)


@transaction.atomic
def cancel(*, assessment: Assessment, by: User, now: datetime) -> Assessment:
    """The coordinator no longer needs the answer."""
    lock_for(assessment.proposal, by)
    locked = _row(assessment)
    refuse(rules.why_not_answer(locked, now))
    return _close(locked, State.CANCELLED, by, now)


def remind_late(now: datetime) -> int:
    """Write once for each question whose deadline has passed. Safe to run again; returns how many letters are new."""
    late = Assessment.objects.filter(
        state=State.ASKED, due_on__lt=timezone.localdate(now), proposal__state=Proposal.State.UNDER_REVIEW
    )
    rows = late.select_related("department", "proposal__cycle").prefetch_related(
        "department__reviewers", "proposal__cycle__phases"
    )
    told = 0
    for row in rows.order_by("pk").iterator(chunk_size=200):
        if rules.why_not_answer(row, now) is None:
            told += letters.answer_is_late(row)
    return told


def _ask(
    proposal: Proposal,
    department: Department,
    due_on: date,
    question: str,
    by: User,
    now: datetime,
    origin: Assessment | None = None,
) -> Assessment:
    with refused_as(ONE_OPEN):
        row = Assessment.objects.create(
            proposal=proposal, department=department, due_on=due_on, question=question, asked_by=by, asked_at=now,
            forwarded_from=origin,
        )  # fmt: skip
    audit.record(by=by, action="assessment.asked", obj=row, after={"due_on": due_on.isoformat()})
    letters.asked(row)
    return row


def _locked(assessment: Assessment, by: User, now: datetime) -> Assessment:
    """The proposal first, then the question: a decision and an answer never pass each other."""
    lock_for(assessment.proposal, by)
    locked = _row(assessment)
    if not rules.may_answer(by, locked):
        raise Refused(_("Bu birim adına yanıt veremezsiniz."))
    refuse(rules.why_not_answer(locked, now))
    return locked


def _row(assessment: Assessment) -> Assessment:
    rows = Assessment.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("proposal__cycle", "department").get(pk=assessment.pk)


def _close(row: Assessment, state: str, by: User, now: datetime) -> Assessment:
    row.state = state
    if state != State.CANCELLED:
        row.answered_by, row.answered_at = by, now
    row.save()
    audit.record(by=by, action=f"assessment.{state}", obj=row)
    return row


def _why_not_due(due_on: date, now: datetime) -> str | None:
    return _("Son gün geçmişte olamaz.") if due_on < timezone.localdate(now) else None


def _why_not_whole(given: Answer) -> str | None:
    if not given.sentence.strip():
        return _("Herkesin okuyacağı açıklamayı yazınız.")
    if given.feasibility == Assessment.Feasibility.NO and not given.reason:
        return _("Yapılamaz yanıtı için gerekçe kodunu seçiniz.")
    if given.feasibility != Assessment.Feasibility.NO and given.cost is None:
        return _("Yapılabilir bir proje için bedeli yazınız.")
    if given.has_conflict_of_interest and not given.conflict_text.strip():
        return _("Çıkar ilişkisini bir cümleyle açıklayınız; sayfada görünür.")
    return None
