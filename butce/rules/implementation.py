"""The work on the winners: what is public of it, what counts as late, and what the desk may write."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from butce.models import Cycle, Implementation, ImplementationStep, Proposal
from konsey.compiled import Compiled

State = Implementation.State
WON = frozenset({Proposal.State.SELECTED, Proposal.State.IN_PROGRESS, Proposal.State.COMPLETED})


def public_works(cycle: Cycle) -> QuerySet[Implementation]:
    """Return the works of a cycle: one for each project that has won by the newest certified count."""
    return Implementation.objects.filter(proposal__cycle=cycle, proposal__state__in=WON)


_WORK = Compiled(
    lambda proposal: Implementation.objects.filter(proposal=proposal).select_related("department")[:1], proposal=int
)


def public_implementation(proposal: Proposal) -> Implementation | None:
    """Return the work on a project, None where it has not won; one query at most."""
    if proposal.state not in WON:
        return None
    return _WORK.first(proposal=proposal.pk)


def late_works(today: date) -> Q:
    """Match what was reported as late, and what is past its day without a word."""
    return Q(state=State.DELAYED) | (Q(expected_on__lt=today) & ~Q(state=State.FINISHED))


def is_late(work: Implementation, today: date) -> bool:
    """The same as `late_works` for one row that is at hand."""
    if work.state == State.FINISHED:
        return False
    return work.state == State.DELAYED or (work.expected_on is not None and work.expected_on < today)


def why_not_work_on(proposal: Proposal) -> str | None:
    """Say why nothing can be written about the work on this project."""
    if proposal.state in WON:
        return None
    return _("Bu proje kazananlar arasında değil; uygulaması yazılamaz.")


def why_not_store(work: Implementation, promised: date | None, today: date) -> str | None:
    """Say what is missing in an edited row; ``promised`` is the day that people have read until now."""
    if work.state == State.FINISHED:
        return _finished(work, today)
    if work.state == State.DELAYED and not work.delay_reason:
        return _("Gecikmenin nedenini yazınız; sayfada görünür.")
    if work.expected_on and promised and work.expected_on > promised and not work.delay_reason:
        return _("Beklenen bitişi ileri almak için nedenini yazınız; sayfada görünür.")
    return None


def why_not_step(step: ImplementationStep, today: date) -> str | None:
    if step.planned_on is None and step.done_on is None:
        return _("Planlanan ya da yapılan günü yazınız.")
    if step.done_on and step.done_on > today:
        return _("Yapıldığı gün gelecekte olamaz; planlanan gün olarak yazınız.")
    return None


def _finished(work: Implementation, today: date) -> str | None:
    if work.finished_on is None:
        return _("Tamamlanan projenin bitiş gününü yazınız.")
    if work.finished_on > today:
        return _("Bitiş günü gelecekte olamaz.")
    return None
