"""What becomes of letters when parts die in the middle. The tests do it small, ``benchmarks/faults_mail.py`` large."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.parts import Parts, wait_for

SENDERS = 2


@dataclass(frozen=True)
class Outcome:
    """One scenario's figures. ``lost``: at-least-once letters that never came."""

    name: str
    letters: int
    faults: int
    lost: int
    twice: int
    once_twice: int
    unsure: int
    strange: int
    seconds: float

    @property
    def line(self) -> str:
        return (
            f"{self.name:<44} letters {self.letters:>4}  faults {self.faults}  lost {self.lost}  "
            f"twice {self.twice} (at-most-once: {self.once_twice})  unsure {self.unsure}  {self.seconds:5.1f} s"
        )


def letters_through(
    parts: Parts, name: str, *, letters: int, once: int, faults: list[Callable[[], None]], patience: float = 120
) -> Outcome:
    """Queue letters, let each fault happen at an equal share of the way, wait until everything is settled, count."""
    before, started = len(parts.sink.letters), time.monotonic()
    parts.queue(letters, at_most_once=once)
    for number, fault in enumerate(faults, 1):
        share = before + letters * number // (len(faults) + 1)
        wait_for(lambda share=share: len(parts.sink.letters) >= share, patience, f"{share} letters ({name})")
        fault()
    wait_for(parts.is_settled, patience, f"all letters to be settled ({name})")
    return _count(parts, name, before, letters, len(faults), time.monotonic() - started)


def _count(parts: Parts, name: str, before: int, letters: int, faults: int, seconds: float) -> Outcome:
    arrived = parts.sink.letters[before:]
    times = Counter(str(letter["To"]) for letter in arrived)
    ids = {address: {str(each["Message-ID"]) for each in arrived if each["To"] == address} for address in times}
    rows = parts.ask('SELECT "to", state FROM konsey_outboxmessage ORDER BY id DESC LIMIT %s', letters)
    return Outcome(
        name=name,
        letters=letters,
        faults=faults,
        lost=sum(str(to).startswith("least") and times[str(to)] == 0 for to, _state in rows),
        twice=sum(count - 1 for count in times.values()),
        once_twice=sum(count > 1 for address, count in times.items() if address.startswith("once")),
        unsure=sum(state == "unsure" for _to, state in rows),
        strange=sum(len(found) > 1 for found in ids.values()),
        seconds=seconds,
    )


def kill_worker(parts: Parts) -> None:
    parts.kill("worker")
    parts.start_worker()


def kill_worker_and_empty_redis(parts: Parts) -> None:
    parts.kill("worker")
    parts.empty_redis()
    parts.start_worker()


def kill_postgres(parts: Parts, *, away: float = 2) -> None:
    parts.kill_postgres()
    time.sleep(away)
    parts.restart_postgres()


def kill_redis(parts: Parts, *, away: float = 2) -> None:
    parts.kill_redis()
    time.sleep(away)
    parts.restart_redis()


def freeze_redis(parts: Parts, *, away: float = 3) -> None:
    parts.freeze_redis()
    time.sleep(away)
    parts.thaw_redis()


def close_smtp(parts: Parts, *, away: float = 2) -> None:
    """The mail server goes away in the middle of its letters and refuses connections for a while."""
    parts.sink.stop()
    time.sleep(away)
    parts.sink.start()
