"""A portal started with ``script/server`` for a test, as a person starts it."""

import json
import os
import pathlib
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from launch import health, processes
from launch.bootstrap import ROOT

NOT_INHERITED = ("KONSEY_", "DATABASE_", "REDIS_", "MEDIA_", "PYTEST_", "DJANGO_", "PYTHONPATH")


class Running:
    """``script/server`` on a data folder; ``wait_ready`` and ``stop`` fail loudly with what it said."""

    def __init__(self, folder: pathlib.Path, port: int, *words: str) -> None:
        self.folder, self.port = folder, port
        self.started = time.monotonic()
        self.log = folder.with_name(f"{folder.name}.said")
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [str(ROOT / "script/server"), "--data", str(folder), "--port", str(port), *words],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=clean_environment(),
            )

    @property
    def said(self) -> str:
        return self.log.read_text("utf-8")

    def wait_ready(self, seconds: float = 120) -> float:
        """Seconds from start to ready."""
        self.wait(lambda: "Portal hazır" in self.said, seconds)
        return time.monotonic() - self.started

    def wait(self, happened: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not happened():
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.1)

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def parts(self) -> dict[str, int]:
        """Process numbers by program."""
        return {_program(row["pid"]): row["pid"] for row in json.loads(self._file("processes.json"))["started"]}

    def births(self) -> list[tuple[int, str]]:
        return [(row["pid"], row["birth"]) for row in json.loads(self._file("processes.json"))["started"]]

    def is_well(self, since: float) -> bool:
        """All signs are good, and a task was done after ``since`` (clock time)."""
        status, answer = health.ask(self.port, "/saglik/tam/")
        return status == 200 and (answer["worker_seen"] or 0) > since

    def page(self, path: str) -> int:
        """Status code of a page, 0 while nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def manage(self, *words: str) -> str:
        """What ``script/manage`` prints."""
        line = [str(ROOT / "script/manage"), "--data", str(self.folder), *words]
        done = subprocess.run(line, capture_output=True, text=True, env=clean_environment(), timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def _file(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")


def clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(NOT_INHERITED)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _program(pid: int) -> str:
    line = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True).stdout
    return next(name for name in ("postgres", "valkey", "gunicorn", "worker", "beat") if name in line)


def alive(known: list[tuple[int, str]]) -> list[int]:
    return [pid for pid, born in known if processes.birth(pid) == born]
