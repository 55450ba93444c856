"""Ballots while processes are killed and PostgreSQL dies: whoever was told "cast" is in the box, and nobody twice."""

import os
import signal
import subprocess
import sys

import pytest

from tests.faults.parts import ROOT, Parts, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("processes")]
PEOPLE = 1500


def _caster(parts: Parts, paper: int, first: int) -> subprocess.Popen[bytes]:
    with (parts.folder / f"cast{first}.log").open("wb") as log:
        words = [sys.executable, "-m", "tests.faults.cast", str(paper), str(first), str(PEOPLE)]
        return subprocess.Popen(
            words, env=parts.environment, cwd=ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL
        )


def _answers(parts: Parts, first: int) -> list[str]:
    return (parts.folder / f"cast{first}.log").read_text().splitlines()


def test_no_acknowledged_ballot_is_lost_and_none_is_there_twice(parts):
    paper = int(parts.run("-m", "tests.faults.cast", "make"))
    doors = [_caster(parts, paper, first) for first in (0, PEOPLE)]
    wait_for(lambda: all(len(_answers(parts, first)) >= 30 for first in (0, PEOPLE)), 60, "the first ballots")

    os.kill(doors[1].pid, signal.SIGKILL)
    doors[1].wait(10)
    parts.kill_postgres()
    before = [len(_answers(parts, first)) for first in (0, PEOPLE)]
    parts.restart_postgres()
    doors[0].wait(60)

    told = [line.split() for first in (0, PEOPLE) for line in _answers(parts, first)]
    acknowledged = {number for word, number in told if word == "cast"}
    [(voters,)] = parts.ask("SELECT count(*) FROM sandik_rollentry WHERE paper_id = %s", paper)
    [(ballots,)] = parts.ask(
        """SELECT count(*) FROM (SELECT receipt FROM sandik_pendingballot WHERE paper_id = %s
           UNION ALL SELECT receipt FROM sandik_boxballot WHERE paper_id = %s) b""",
        *(paper, paper),
    )
    assert max(before) < PEOPLE  # it was in the middle
    unanswered = len([1 for word, _number in told if word == "again"]) + 1  # committed, the answer lost; and the killed
    assert {word for word, _number in told} <= {"cast", "again"}
    assert len([1 for word, _number in told[:PEOPLE] if word]) == PEOPLE
    assert voters == ballots
    assert len(acknowledged) <= voters <= len(acknowledged) + unanswered
