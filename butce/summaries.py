"""What lists and pages say about whole cycles: phases on the clock, money, number of ideas."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Sum
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from butce.models import Cycle, Envelope, Phase, Proposal
from butce.models.proposals import HIDDEN
from butce.rules.phases import current_phase, phases_of
from butce.rules.shares import shares
from butce.rules.steps import Step, days_left, is_open, main_step
from konsey import numbers
from konsey.compiled import AnyOf, Compiled


@dataclass(frozen=True)
class CycleSummary:
    """``amount`` in kuruş; ``phase`` and ``left`` are empty between two phases."""

    cycle: Cycle
    phase: str
    left: str
    step: Step
    is_open: bool
    amount: int
    ideas: int


@dataclass(frozen=True)
class PhaseLine:
    """One phase, for the drawing (label, dates, note, state) and for the calendar below it."""

    label: str
    dates: str
    note: str
    state: str
    kind: str
    span: str
    text: str


_AMOUNTS = Compiled(
    lambda cycles: (
        Envelope.objects.filter(AnyOf("cycle", cycles)).order_by().values_list("cycle").annotate(sum=Sum("amount"))
    ),
    cycles=list[int],
)
_IDEAS = Compiled(
    lambda cycles: (
        Proposal.objects.filter(AnyOf("cycle", cycles))
        .exclude(state__in=HIDDEN)
        .order_by()
        .values_list("cycle")
        .annotate(number=Count("pk"))
    ),
    cycles=list[int],
)


def summaries(cycles: Iterable[Cycle], now: datetime) -> list[CycleSummary]:
    """Summarise cycles whose phases are prefetched: two queries, whatever their number."""
    found = list(cycles)
    if not found:
        return []
    keys = [cycle.pk for cycle in found]
    amounts, ideas = dict(_AMOUNTS.rows(cycles=keys)), dict(_IDEAS.rows(cycles=keys))
    return [_summary(cycle, amounts.get(cycle.pk, 0), ideas.get(cycle.pk, 0), now) for cycle in found]


def phase_lines(cycle: Cycle, now: datetime) -> list[PhaseLine]:
    lines = []
    for phase in phases_of(cycle):
        is_now = phase.covers(now)
        lines.append(
            PhaseLine(
                label=phase.get_kind_display().replace(
                    "değerlendirme", "değerlen\u00addirme"
                ),  # ten stand side by side
                dates=_short(phase),
                note=days_left(phase, now) if is_now else "",
                state="now" if is_now else ("next" if phase.starts_at > now else "done"),
                kind=phase.kind,
                span=numbers.span(phase.starts_at, phase.ends_at) if phase.ends_at else _open_end(phase),
                text=phase.text,
            )
        )
    return lines


@dataclass(frozen=True)
class Formula:
    """The neighbourhoods' shares recomputed by the published formula. ``holds``: the envelopes are exactly these."""

    equal_percent: int
    total: int
    people: int
    places: int
    holds: bool

    @property
    def population_percent(self) -> int:
        return 100 - self.equal_percent


def formula(cycle: Cycle, envelopes: Sequence[Envelope]) -> Formula | None:
    """Return how the neighbourhoods' money was shared, where the cycle says so."""
    own = [envelope for envelope in envelopes if envelope.neighbourhood is not None]
    if cycle.equal_percent is None or not own:
        return None
    people = [envelope.neighbourhood.population for envelope in own if envelope.neighbourhood]
    amounts = [envelope.amount for envelope in own]
    total = sum(amounts)
    wanted = shares(total=total - total % 100, equal_percent=cycle.equal_percent, populations=people)
    return Formula(cycle.equal_percent, total, sum(people), len(own), holds=wanted == amounts)


def _summary(cycle: Cycle, amount: int, ideas: int, now: datetime) -> CycleSummary:
    phase = current_phase(cycle, now)
    return CycleSummary(
        cycle=cycle,
        phase=phase.get_kind_display() if phase else "",
        left=days_left(phase, now) if phase else "",
        step=main_step(cycle, now),
        is_open=is_open(cycle, now),
        amount=amount,
        ideas=ideas,
    )


def _open_end(phase: Phase) -> str:
    return _("%(moment)s gününden başlayarak") % {"moment": numbers.moment(phase.starts_at)}


def _short(phase: Phase) -> str:
    """Both ends in few letters: 14 Kas 10.00 – 4 Ara 18.00."""
    start = f"{_short_day(timezone.localtime(phase.starts_at))} {numbers.clock(phase.starts_at)}"
    if phase.ends_at is None:
        return start
    return f"{start} – {_short_day(numbers.last_day(phase.ends_at))} {numbers.end_clock(phase.ends_at)}"


def _short_day(when: date) -> str:
    return formats.date_format(when, "j M")
