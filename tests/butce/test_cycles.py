"""Dates of phases: derived from the clock, moved with a reason, never shortened while people vote."""

from datetime import timedelta

import pytest
from django.utils import timezone

from butce.models import PhaseChange, PhaseKind
from butce.rules.phases import current_phase, why_not_in
from butce.services import cycles
from konsey.errors import Refused
from sandik.models import Box
from tests.factories.butce import CycleFactory
from tests.factories.sandik import BoxFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def voting():
    """A cycle ten days into twenty days of voting, with its box."""
    cycle = CycleFactory(phase="voting")
    phase = cycle.phases.get(kind=PhaseKind.VOTING)
    cycle.box = BoxFactory(opens_at=phase.starts_at, closes_at=phase.ends_at)
    cycle.save()
    return phase


@pytest.mark.parametrize("kind", PhaseKind.values)
def test_current_phase_is_an_answer_of_the_clock(kind):
    cycle = CycleFactory(phase=kind)

    assert current_phase(cycle, timezone.now()).kind == kind


def test_end_of_a_phase_is_not_part_of_it():
    cycle = CycleFactory(phase="ideas")
    phase = cycle.phases.get(kind=PhaseKind.IDEAS)

    assert current_phase(cycle, phase.ends_at - timedelta(microseconds=1)).kind == "ideas"
    assert current_phase(cycle, phase.ends_at).kind == "preliminary_review"


def test_why_not_in_says_when_it_begins_or_ended():
    cycle = CycleFactory(phase="voting")

    assert why_not_in(cycle, PhaseKind.VOTING, timezone.now()) is None
    assert "sona erdi" in why_not_in(cycle, PhaseKind.IDEAS, timezone.now())
    assert "başlayacak" in why_not_in(cycle, PhaseKind.COUNT, timezone.now())


def test_extension_moves_all_later_phases_the_box_and_is_logged(voting, burak):
    later = voting.cycle.phases.get(kind=PhaseKind.COUNT)
    end = voting.ends_at + timedelta(days=2)

    cycles.extend_phase(phase=voting, ends_at=end, reason="Sel felaketi", by=burak, now=timezone.now())

    assert voting.cycle.phases.get(kind=PhaseKind.COUNT).starts_at == later.starts_at + timedelta(days=2)
    assert Box.objects.get().closes_at == end
    changes = list(PhaseChange.objects.filter(kind="voting").values_list("old_end", "new_end", "reason"))
    assert changes == [(voting.ends_at, end, "Sel felaketi")]


def test_running_vote_is_never_shortened(voting, burak):
    with pytest.raises(Refused, match="kısaltılamaz"):
        cycles.move_phase(
            phase=voting, starts_at=voting.starts_at, ends_at=voting.ends_at - timedelta(days=1), reason="x", by=burak,
            now=timezone.now(),
        )  # fmt: skip


def test_moving_into_another_phase_is_refused_in_words(voting, burak):
    with pytest.raises(Refused, match="çakışamaz"):
        cycles.move_phase(
            phase=voting, starts_at=voting.starts_at, ends_at=voting.ends_at + timedelta(days=1), reason="x", by=burak,
            now=timezone.now(),
        )  # fmt: skip


def test_move_without_reason_is_refused(voting, burak):
    with pytest.raises(Refused, match="gerekçesini"):
        cycles.extend_phase(
            phase=voting, ends_at=voting.ends_at + timedelta(days=1), reason=" ", by=burak, now=timezone.now()
        )


def test_box_that_closed_by_the_clock_is_not_opened_again(voting, burak):
    Box.objects.update(closes_at=timezone.now() - timedelta(seconds=1))

    with pytest.raises(Refused, match="Sandık kapandı"):
        cycles.extend_phase(
            phase=voting, ends_at=voting.ends_at + timedelta(days=1), reason="x", by=burak, now=timezone.now()
        )


def test_incident_gives_back_the_lost_minutes_once(voting, burak):
    now = timezone.now()
    incident = cycles.report_incident(
        cycle=voting.cycle, started_at=now - timedelta(minutes=50), ended_at=now - timedelta(minutes=5, seconds=30),
        text="Elektrik kesintisi", by=burak, now=now,
    )  # fmt: skip

    cycles.extend_for_incident(incident=incident, text="Geri veriyoruz.", by=burak, now=now)

    assert incident.minutes == 45
    assert Box.objects.get().closes_at == voting.ends_at + timedelta(minutes=45)
    with pytest.raises(Refused, match="karara bağlanmış"):
        cycles.keep_dates_despite_incident(incident=incident, text="x", by=burak, now=now)


def test_incident_outside_of_the_vote_is_refused(voting, burak):
    now = timezone.now()

    with pytest.raises(Refused, match="oylama süresinin içinde"):
        cycles.report_incident(
            cycle=voting.cycle, started_at=now - timedelta(days=30), ended_at=now - timedelta(days=29), text="x",
            by=burak, now=now,
        )  # fmt: skip
