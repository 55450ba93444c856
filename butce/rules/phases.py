"""Which phase a cycle is in: an answer of the clock, never a stored flag."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from butce.models import Cycle, Phase, PhaseKind
from konsey import numbers


def phases_of(cycle: Cycle) -> Sequence[Phase]:
    """Return the phases by time; no query where they were prefetched."""
    return sorted(cycle.phases.all(), key=lambda phase: phase.starts_at)


def current_phase(cycle: Cycle, now: datetime) -> Phase | None:
    """Return the phase that covers ``now``; None before, after and in a gap."""
    return next((phase for phase in phases_of(cycle) if phase.covers(now)), None)


def phase_of_kind(cycle: Cycle, kind: str) -> Phase | None:
    return next((phase for phase in cycle.phases.all() if phase.kind == kind), None)


def next_phase(cycle: Cycle, now: datetime) -> Phase | None:
    return next((phase for phase in phases_of(cycle) if phase.starts_at > now), None)


def is_in(cycle: Cycle, now: datetime, *kinds: str) -> bool:
    phase = current_phase(cycle, now)
    return phase is not None and phase.kind in kinds


def has_begun(cycle: Cycle, kind: str, now: datetime) -> bool:
    phase = phase_of_kind(cycle, kind)
    return phase is not None and phase.starts_at <= now


def why_not_in(cycle: Cycle, kind: str, now: datetime) -> str | None:
    """Say why something that belongs to a phase is not possible now, with the dates; None if it is."""
    phase = phase_of_kind(cycle, kind)
    if phase is None:
        return _("Bu dönemde “%(phase)s” aşaması yok.") % {"phase": PhaseKind(kind).label}
    if phase.covers(now):
        return None
    if now < phase.starts_at:
        return _("“%(phase)s” aşaması %(moment)s günü başlayacak.") % {
            "phase": phase.get_kind_display(),
            "moment": numbers.moment(phase.starts_at),
        }
    return _("“%(phase)s” aşaması %(moment)s günü sona erdi.") % {
        "phase": phase.get_kind_display(),
        "moment": numbers.end_moment(phase.ends_at or phase.starts_at),
    }
