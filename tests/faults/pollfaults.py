"""What dies while people vote. The test does it small, ``benchmarks/faults_vote.py`` large."""

import os
import time

from tests.faults.parts import TERRIBLE, Parts


def kill_a_web_process(parts: Parts) -> None:
    os.kill(parts.web_processes()[0], TERRIBLE)


def kill_all_web_processes(parts: Parts) -> None:
    for pid in parts.web_processes():
        os.kill(pid, TERRIBLE)


def kill_postgres(parts: Parts, *, away: float = 0.5) -> None:
    parts.kill_postgres()
    time.sleep(away)
    parts.restart_postgres()


def stop_postgres_at_once(parts: Parts, *, away: float = 0.5) -> None:
    parts.stop_postgres_at_once()
    time.sleep(away)
    parts.restart_postgres()
