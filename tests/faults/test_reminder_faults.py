"""Reminders at most once, confirmations at least once, whoever dies; the benchmark `faults_reminders` is large."""

import pytest

from tests.faults import reminderfaults

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("processes")]


def test_reminders_go_once_though_a_planner_and_the_worker_die(parts):
    outcome = reminderfaults.through(parts, people=60, kills=1)

    assert (outcome.reminded_twice, outcome.lost, outcome.strange) == (0, 0, 0), outcome.line
    assert outcome.mark == ("late", 60), outcome.line
    assert set(outcome.states) <= {"sent", "unsure"}, outcome.line
    assert outcome.confirmed == 60, outcome.line
