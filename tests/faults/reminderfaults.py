"""Reminders and confirmations while planners and workers die. The test does it small, the benchmark large."""

import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass

from tests.faults.mailfaults import kill_worker
from tests.faults.parts import ROOT, Parts, wait_for

REMINDER, CONFIRMATION = "etkinlikler/reminder", "etkinlikler/registered"
WORDS = {REMINDER: "Hatırlatma", CONFIRMATION: "Kaydınız tamam"}  # what their subjects begin with, for the sink


@dataclass(frozen=True)
class Outcome:
    """``arrived``, ``twice``, ``strange`` as the mail server counts; ``states`` and ``mark`` as the portal says."""

    people: int
    kills: int
    reminders_arrived: int
    reminded_twice: int
    states: dict[str, int]
    lost: int  # reminders that neither came nor are shown to staff as unsure
    mark: tuple[str, int]
    confirmed: int
    confirmed_again: int
    strange: int  # a letter that came again under another Message-ID
    planning_seconds: float
    seconds: float

    @property
    def line(self) -> str:
        return (
            f"people {self.people}  kills {self.kills}  reminders at the server {self.reminders_arrived} "
            f"(twice {self.reminded_twice})  outbox {self.states}  lost {self.lost}  marked {self.mark}\n"
            f"confirmations: people {self.confirmed}, again {self.confirmed_again}, with another Message-ID "
            f"{self.strange}; planning {self.planning_seconds:.1f} s, all {self.seconds:.1f} s"
        )


def through(parts: Parts, *, people: int, kills: int, planners: int = 2, patience: float = 300) -> Outcome:
    """Register people, let two hours go by over the due time, plan from several places, kill again and again."""
    before, started = len(parts.sink.letters), time.monotonic()
    first = parts.ask("SELECT coalesce(max(id), 0) FROM konsey_outboxmessage")[0][0]
    parts.run("-m", "tests.faults.remind", "make", str(people))
    _kill_along(parts, before, people, kills, patience)
    wait_for(parts.is_settled, patience, "the confirmations")
    between = len(parts.sink.letters)
    planning = time.monotonic()
    _kill_in_the_middle(parts, people)
    together = [_planner(parts) for _each in range(planners)]
    _kill_along(parts, between, people, kills, patience)
    for each in together:
        each.wait(patience)
    took = time.monotonic() - planning
    parts.run("-m", "tests.faults.remind", "plan", "2.2")
    wait_for(parts.is_settled, patience, "the reminders")
    return _count(parts, before, first, people, 2 * kills + 1, took, time.monotonic() - started)


def _kill_along(parts: Parts, before: int, people: int, kills: int, patience: float) -> None:
    for number in range(1, kills + 1):
        share = before + people * number // (kills + 1)
        wait_for(lambda share=share: len(parts.sink.letters) >= share, patience, f"{share} letters")
        kill_worker(parts)


def _planner(parts: Parts) -> subprocess.Popen[bytes]:
    with (parts.folder / "planner.log").open("ab") as log:
        words = [sys.executable, "-m", "tests.faults.remind", "plan", "2"]
        return subprocess.Popen(
            words, env=parts.environment, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )


def _kill_in_the_middle(parts: Parts, people: int) -> None:
    """kill -9 of a planner that has queued some of its letters, not all."""
    planner = _planner(parts)
    wait_for(lambda: _reminders(parts) > 0 or planner.poll() is not None, 60, "a planner's first letters")
    if planner.poll():
        raise RuntimeError(parts.log_of("planner")[-2000:])
    planner.kill()
    planner.wait(10)


def _reminders(parts: Parts) -> int:
    return int(str(parts.ask("SELECT count(*) FROM konsey_outboxmessage WHERE letter = %s", REMINDER)[0][0]))


def _count(
    parts: Parts, before: int, first: object, people: int, kills: int, planning_seconds: float, seconds: float
) -> Outcome:
    came = {
        name: [letter for letter in parts.sink.letters[before:] if word in str(letter["Subject"])]
        for name, word in WORDS.items()
    }
    reminded = Counter(str(letter["To"]) for letter in came[REMINDER])
    confirmed = Counter(str(letter["To"]) for letter in came[CONFIRMATION])
    ids = {(str(letter["To"]), str(letter["Message-ID"])) for letter in came[CONFIRMATION]}
    rows = parts.ask('SELECT "to", state FROM konsey_outboxmessage WHERE letter = %s AND id > %s', REMINDER, first)
    mark = parts.ask("SELECT outcome, letters FROM etkinlikler_eventreminder ORDER BY id DESC LIMIT 1")[0]
    return Outcome(
        people=people,
        kills=kills,
        reminders_arrived=len(reminded),
        reminded_twice=sum(count > 1 for count in reminded.values()),
        states=dict(Counter(str(state) for _to, state in rows)),
        lost=people - sum(str(to) in reminded or state == "unsure" for to, state in rows),
        mark=(str(mark[0]), int(str(mark[1]))),
        confirmed=len(confirmed),
        confirmed_again=sum(confirmed.values()) - len(confirmed),
        strange=len(ids) - len(confirmed),
        planning_seconds=planning_seconds,
        seconds=seconds,
    )
