"""The work on the winners as pages and files show it: the public diary, the state of a whole cycle, the download."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from butce.models import Implementation, ImplementationStep, Proposal, StepPhoto
from butce.rules.implementation import is_late, public_implementation
from konsey import numbers
from konsey.admin.export import BYTE_ORDER_MARK, neutral
from konsey.compiled import Compiled
from konsey.drawing import Chart, Point

State = Implementation.State
BADGES: dict[str, str] = {State.BUILDING: "now", State.DELAYED: "late", State.FINISHED: "done"}
# What is wrong comes first, what is done last.
ORDER = (State.DELAYED, State.BUILDING, State.TENDER, State.PLANNED, State.FINISHED)


@dataclass(frozen=True)
class DiaryEntry:
    title: str
    when: str
    text: str
    state: str
    photos: Sequence[StepPhoto]


@dataclass(frozen=True)
class WorkView:
    """One work with what follows from today's date. ``days_over``: how long its day is past, 0 if it is not."""

    row: Implementation
    late: bool
    badge_kind: str
    days_over: int
    diary: Sequence[DiaryEntry] = ()


_STEPS = Compiled(
    lambda work: ImplementationStep.objects.filter(implementation=work).prefetch_related("photos"), work=int
)


def work_of(proposal: Proposal, today: date) -> WorkView | None:
    """Return the work on a project with its diary, None where it has not won; three queries at most."""
    work = public_implementation(proposal)
    if work is None:
        return None
    return view_of(work, today, diary=[_entry(step, today) for step in _STEPS.rows(work=work.pk)])


def view_of(work: Implementation, today: date, diary: Sequence[DiaryEntry] = ()) -> WorkView:
    late = is_late(work, today)
    over = (today - work.expected_on).days if late and work.expected_on else 0
    kind = "late" if late else BADGES.get(work.state, "muted")
    return WorkView(work, late, kind, max(0, over), diary)


def ordered(works: Iterable[Implementation], today: date) -> list[WorkView]:
    """Late ones first, then by how far they are, then by title."""
    views = [view_of(work, today) for work in works]
    place = {state: number for number, state in enumerate(ORDER)}
    return sorted(
        views, key=lambda view: (not view.late, place[State(view.row.state)], view.row.proposal.title_sort or "")
    )


@dataclass(frozen=True)
class Summary:
    """The numbers of a whole cycle; ``cost`` and ``contracts`` in kuruş."""

    total: int
    finished: int
    late: int
    cost: int
    contracts: int
    chart: Chart


def summary(works: Sequence[Implementation], today: date) -> Summary:
    states = Counter(work.state for work in works)
    points = [Point(str(state.label), states[state], _projects(states[state])) for state in reversed(ORDER)]
    return Summary(
        total=len(works),
        finished=states[State.FINISHED],
        late=sum(is_late(work, today) for work in works),
        cost=sum(work.proposal.cost or 0 for work in works),
        contracts=sum(work.contract_amount or 0 for work in works),
        chart=Chart(_("Durumlara göre projeler"), _("Durum"), _("Proje"), points),
    )


def works_as_csv(views: Iterable[WorkView], address: str) -> str:
    """Semicolons and a byte order mark, as spreadsheets set to Turkish expect. ``address``: the cycle's full one."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(_heading())
    for view in views:
        writer.writerow([neutral(cell) for cell in _cells(view, address)])
    return BYTE_ORDER_MARK + out.getvalue()


def _entry(step: ImplementationStep, today: date) -> DiaryEntry:
    photos = list(step.photos.all())
    if step.done_on:
        return DiaryEntry(step.title, numbers.day(step.done_on), step.text, "done", photos)
    assert step.planned_on is not None  # the database knows no step without a day
    state = "late" if step.planned_on < today else "next"
    return DiaryEntry(step.title, _("planlanan: %s") % numbers.day(step.planned_on), step.text, state, photos)


def _projects(number: int) -> str:
    return _("%(number)s proje") % {"number": numbers.number(number)}


def _heading() -> list[str]:
    return [
        *(_("Numara"), _("Başlık"), _("İlçe"), _("Mahalle"), _("Bütçe payı"), _("Durum"), _("Gecikti")),
        *(_("Tamamlanma (%)"), _("Kesin bedel (TL)"), _("Sözleşme bedeli (TL)"), _("Sorumlu birim"), _("Yüklenici")),
        *(_("Beklenen bitiş"), _("Bitiş"), _("Gecikme nedeni"), _("Son güncelleme"), _("Adres")),
    ]


def _cells(view: WorkView, address: str) -> list[Any]:
    work, project = view.row, view.row.proposal
    place = project.neighbourhood
    return [
        project.number, project.title, place.district.name if place else "", place.name if place else "",
        project.envelope.title if project.envelope else "", work.get_state_display(),
        _("evet") if view.late else _("hayır"), work.percentage, _lira(project.cost), _lira(work.contract_amount),
        str(work.department or ""), work.contractor, work.expected_on, work.finished_on, work.delay_reason,
        work.changed_at.date(), f"{address}fikir/{project.number}/{project.slug}/",
    ]  # fmt: skip


def _lira(kurus: int | None) -> int | float | None:
    if kurus is None:
        return None
    return kurus // 100 if kurus % 100 == 0 else kurus / 100
