"""One supervisor over all parts: starts them, starts a dead one again, gives up clearly, stops them in order."""

import pathlib
import shutil
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from launch import processes

RESTARTS_ALLOWED = 5
RESTART_WINDOW = 60.0
LONGEST_PAUSE = 8.0
LARGEST_LOG = 20_000_000


class StopAsked(Exception):
    """Ctrl-C, SIGTERM or a closed terminal."""


class Failed(Exception):
    """The portal cannot run on; the message is Turkish and says where to look."""


@dataclass(frozen=True)
class Part:
    """One long-running program. ``start`` gets the log file and returns the process.

    Parts of a higher ``rank`` need those of a lower one, so they are stopped before them.
    """

    label: str
    log: pathlib.Path
    start: Callable[[pathlib.Path], "subprocess.Popen[bytes]"]
    rank: int = 0
    stop_signal: int = signal.SIGTERM
    stop_seconds: float = 15


@dataclass
class Child:
    part: Part
    process: "subprocess.Popen[bytes]"
    deaths: deque[float] = field(default_factory=deque)
    due: float | None = None


class Supervisor:
    """Runs in the main thread only: signals are noted, and acted upon at the next `check`."""

    def __init__(self, say: Callable[[str], None], remember: Callable[[list[int]], None]) -> None:
        self.say, self.remember = say, remember
        self.children: list[Child] = []
        self.stop_signals = 0
        self.stopping = False

    def listen(self) -> None:
        """Take over the signals that mean "stop"."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.note_signal)

    def start(self, part: Part) -> None:
        self.children.append(Child(part, part.start(part.log)))
        self._remember()

    def check(self) -> None:
        """Restart what died. Raises StopAsked or Failed."""
        if self.stop_signals and not self.stopping:
            raise StopAsked
        for child in self.children:
            if child.due is None and child.process.poll() is not None:
                self._plan_restart(child)
            elif child.due is not None and time.monotonic() >= child.due:
                child.process, child.due = child.part.start(child.part.log), None
                self._remember()

    def wait_for(self, answers: Callable[[], bool], seconds: float, otherwise: str) -> None:
        """Poll until ``answers``. Raises Failed with the sentence ``otherwise``, or what `check` raises."""
        deadline = time.monotonic() + seconds
        while not answers():
            self.check()
            if time.monotonic() > deadline:
                raise Failed(otherwise)
            time.sleep(0.1)

    def run(self, label: str, start: Callable[[pathlib.Path], "subprocess.Popen[bytes]"], log: pathlib.Path) -> None:
        """Run a program that ends by itself. Raises Failed with its last words."""
        self._see_through(label, start(log), log)

    def converse(self, label: str, process: "subprocess.Popen[bytes]") -> None:
        """Wait for a program that talks to the person at the terminal. Raises Failed."""
        self._see_through(label, process, None)

    def watch(self) -> None:
        """Stay until told to stop. Raises StopAsked or Failed."""
        next_look = time.monotonic()
        while True:
            self.check()
            if time.monotonic() >= next_look:
                next_look += 60
                for child in self.children:
                    keep_small(child.part.log)
            time.sleep(0.2)

    def stop(self) -> None:
        """End all parts, rank by rank. A second Ctrl-C makes it quick."""
        self.stopping, already = True, self.stop_signals
        for rank in sorted({child.part.rank for child in self.children}, reverse=True):
            leaving = [child for child in self.children if child.part.rank == rank]
            for child in leaving:
                processes.ask(child.process, child.part.stop_signal)
            for child in leaving:
                if not processes.see_out(child.process, child.part.stop_seconds, lambda: self.stop_signals > already):
                    self.say(f"{child.part.label} durmadı, zorla kapatıldı.")
        self.children.clear()

    def _see_through(self, label: str, process: "subprocess.Popen[bytes]", log: pathlib.Path | None) -> None:
        try:
            while process.poll() is None:
                self.check()
                time.sleep(0.05)
        finally:
            processes.ask(process, signal.SIGTERM)
            processes.see_out(process, 5, lambda: False)
        if process.returncode:
            raise Failed(f"{label}: başarısız oldu (çıkış kodu {process.returncode}).{last_words(log)}")

    def _plan_restart(self, child: Child) -> None:
        now = time.monotonic()
        processes.kill_group(child.process.pid)
        child.deaths.append(now)
        while child.deaths and child.deaths[0] < now - RESTART_WINDOW:
            child.deaths.popleft()
        count = len(child.deaths)
        cause = how_it_ended(child.process.returncode)
        if count > RESTARTS_ALLOWED:
            raise Failed(
                f"{child.part.label} bir dakika içinde {count} kez durdu ({cause}); portal kapatılıyor."
                f"{last_words(child.part.log)}"
            )
        child.due = now + min(0.25 * 2 ** (count - 1), LONGEST_PAUSE)
        self.say(f"{child.part.label} durdu ({cause}); yeniden başlatılıyor ({count}/{RESTARTS_ALLOWED}).")

    def _remember(self) -> None:
        self.remember([child.process.pid for child in self.children])

    def note_signal(self, _number: int, _frame: object) -> None:
        self.stop_signals += 1


def how_it_ended(code: int | None) -> str:
    return f"sinyal {-code}" if code is not None and code < 0 else f"çıkış kodu {code}"


def last_words(log: pathlib.Path | None, lines: int = 15) -> str:
    """The end of a log file, introduced by where it lies."""
    if log is None or not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 8000))
        tail = file.read().decode(errors="replace").splitlines()[-lines:]
    return f"\nGünlük: {log}\n" + "\n".join(f"  {line}" for line in tail)


def keep_small(log: pathlib.Path) -> None:
    """Move a grown log aside without its writer noticing (it appends, so it goes on at the start)."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        shutil.copyfile(log, log.with_suffix(".1.log"))
        with log.open("r+b") as file:
            file.truncate()
