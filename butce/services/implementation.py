"""Writing down how the work on a winner goes on. The project's own state follows; letters go out once a day.

Each change sets ``changed_at``; `butce.services.announcing.tell_followers` writes to the followers from there.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from butce.models import Department, Implementation, ImplementationStep, Proposal, StepPhoto
from butce.rules.implementation import why_not_step, why_not_store, why_not_work_on
from butce.services.proposals import advance_proposal
from konsey import audit, numbers, uploads
from konsey.errors import Refused
from konsey.models import User
from konsey.uploads import RenderedPicture

State = Implementation.State
BEGUN = frozenset({State.BUILDING, State.FINISHED})
audit.name_actions(
    {
        "work.changed": gettext_lazy("Uygulama güncellendi"),
        "work.step_added": gettext_lazy("Uygulama adımı eklendi"),
        "work.step_changed": gettext_lazy("Uygulama adımı değiştirildi"),
        "work.step_deleted": gettext_lazy("Uygulama adımı silindi"),
        "work.photo_added": gettext_lazy("Uygulama fotoğrafı eklendi"),
        "work.photo_changed": gettext_lazy("Uygulama fotoğrafı değiştirildi"),
        "work.photo_deleted": gettext_lazy("Uygulama fotoğrafı silindi"),
    }
)


@dataclass(frozen=True)
class Report:
    """What the desk says about a work. A finished one has 100 per cent and a day, another one has no such day."""

    state: str
    percentage: int
    department: Department | None = None
    contract_amount: int | None = None
    contractor: str = ""
    expected_on: date | None = None
    finished_on: date | None = None
    delay_reason: str = ""


@transaction.atomic
def update_work(
    *, work: Implementation, report: Report, by: User, now: datetime, seen: datetime | None = None
) -> Implementation:
    """Store what the desk reports, write delays into the public diary and move the project's state along.

    ``seen``: the ``changed_at`` of the row that the clerk had before them; somebody else's change in between is never
    overwritten. Raises Refused.
    """
    proposal, locked = _locked(work)
    if seen is not None and locked.changed_at != seen:
        raise Refused(_("Bu kaydı sizden sonra başka biri değiştirdi. Sayfayı yenileyip yeniden yazınız."))
    before, promised = _facts(locked), locked.expected_on
    _apply(locked, report)
    if reason := why_not_store(locked, promised, timezone.localdate(now)):
        raise Refused(reason)
    after = _facts(locked)
    changed = [name for name in after if before[name] != after[name]]
    if not changed:
        return locked
    locked.changed_at = now
    locked.save()
    _note_delay(locked, before, promised, by, now)
    _follow_state(proposal, locked, by, now)
    audit.record(
        by=by, action="work.changed", obj=locked,
        before={name: before[name] for name in changed}, after={name: after[name] for name in changed},
    )  # fmt: skip
    return locked


@transaction.atomic
def save_step(*, step: ImplementationStep, by: User, now: datetime) -> ImplementationStep:
    """Store a new or edited entry of the diary. Raises Refused."""
    _touch(step.implementation, now)
    if reason := why_not_step(step, timezone.localdate(now)):
        raise Refused(reason)
    stored = ImplementationStep.objects.filter(pk=step.pk).first() if step.pk else None
    if stored is None:
        step.by = by
    step.save()
    audit.record(
        by=by, action="work.step_changed" if stored else "work.step_added", obj=step,
        before=_step_facts(stored) if stored else {}, after=_step_facts(step),
    )  # fmt: skip
    return step


@transaction.atomic
def delete_step(*, step: ImplementationStep, by: User, now: datetime) -> None:
    """Take an entry out of the diary with its photos; what it said stays in the audit."""
    _touch(step.implementation, now)
    audit.record(by=by, action="work.step_deleted", obj=step, before=_step_facts(step))
    _delete_files([photo.token for photo in step.photos.all()])
    step.delete()


@transaction.atomic
def add_photo(*, photo: StepPhoto, content: RenderedPicture, by: User, now: datetime) -> StepPhoto:
    """Store an unsaved photo of a step with its files."""
    _touch(photo.step.implementation, now)
    photo.token = uploads.store_picture(content)
    photo.width, photo.height = content.width, content.height
    try:
        photo.save(force_insert=True)
        audit.record(by=by, action="work.photo_added", obj=photo, after={"step": photo.step_id, "alt": photo.alt})
    except BaseException:
        uploads.delete_picture(photo.token)
        raise
    return photo


@transaction.atomic
def change_photo(*, photo: StepPhoto, content: RenderedPicture | None, by: User, now: datetime) -> StepPhoto:
    """Store what is said about a photo; with ``content`` another one takes its place."""
    _touch(photo.step.implementation, now)
    stored = StepPhoto.objects.get(pk=photo.pk)
    if content is not None:
        _delete_files([stored.token])
        photo.token = uploads.store_picture(content)
        photo.width, photo.height = content.width, content.height
    photo.save()
    audit.record(
        by=by, action="work.photo_changed", obj=photo, before={"alt": stored.alt},
        after={"alt": photo.alt, "replaced": content is not None},
    )  # fmt: skip
    return photo


@transaction.atomic
def delete_photo(*, photo: StepPhoto, by: User, now: datetime) -> None:
    _touch(photo.step.implementation, now)
    audit.record(by=by, action="work.photo_deleted", obj=photo, before={"step": photo.step_id, "alt": photo.alt})
    _delete_files([photo.token])
    photo.delete()


def _locked(work: Implementation) -> tuple[Proposal, Implementation]:
    """Lock the project, then its work. Raises Refused where the project has not won."""
    proposals = Proposal.objects.select_for_update(of=("self",), no_key=True)
    proposal = proposals.get(pk=work.proposal_id)
    if reason := why_not_work_on(proposal):
        raise Refused(reason)
    works = Implementation.objects.select_for_update(of=("self",), no_key=True)
    return proposal, works.select_related("department").get(pk=work.pk)


def _touch(work: Implementation, now: datetime) -> None:
    """Lock the work and say that something of it has changed."""
    _proposal, locked = _locked(work)
    locked.changed_at = now
    locked.save(update_fields=["changed_at"])


def _apply(work: Implementation, report: Report) -> None:
    is_finished = report.state == State.FINISHED
    work.state = report.state
    work.percentage = 100 if is_finished else report.percentage
    work.finished_on = report.finished_on if is_finished else None
    work.department, work.contractor = report.department, report.contractor
    work.contract_amount, work.expected_on = report.contract_amount, report.expected_on
    work.delay_reason = report.delay_reason


def _note_delay(
    work: Implementation, before: dict[str, object], promised: date | None, by: User, now: datetime
) -> None:
    """The diary keeps every delay and every broken promise, also after the work is on its way again."""
    moved = bool(promised and work.expected_on and work.expected_on > promised and work.state != State.FINISHED)
    began = work.state == State.DELAYED and before["state"] != State.DELAYED
    if not (moved or began):
        return
    title = _("Gecikme bildirildi")
    if moved and promised and work.expected_on:
        days = {"before": numbers.day(promised), "after": numbers.day(work.expected_on)}
        title = _("Beklenen bitiş %(before)s yerine %(after)s") % days
    ImplementationStep.objects.create(
        implementation=work, title=title, text=work.delay_reason, done_on=timezone.localdate(now), by=by
    )


def _follow_state(proposal: Proposal, work: Implementation, by: User, now: datetime) -> None:
    """Keep the project in step: building begins, finished completes, finished in error goes on."""
    states = Proposal.State
    if work.state in BEGUN and proposal.state == states.SELECTED:
        advance_proposal(proposal=proposal, to=states.IN_PROGRESS, by=by, now=now)
    if work.state == State.FINISHED and proposal.state == states.IN_PROGRESS:
        advance_proposal(proposal=proposal, to=states.COMPLETED, by=by, now=now)
    if work.state != State.FINISHED and proposal.state == states.COMPLETED:
        advance_proposal(proposal=proposal, to=states.IN_PROGRESS, by=by, now=now)


def _facts(work: Implementation) -> dict[str, object]:
    names = ("state", "percentage", "department_id", "contract_amount", "contractor", "expected_on", "finished_on")
    return {name: getattr(work, name) for name in (*names, "delay_reason")}


def _step_facts(step: ImplementationStep) -> dict[str, object]:
    return {name: getattr(step, name) for name in ("implementation_id", "title", "text", "planned_on", "done_on")}


def _delete_files(tokens: list[str]) -> None:
    def now() -> None:
        for token in tokens:
            uploads.delete_picture(token)

    transaction.on_commit(now)
