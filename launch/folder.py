"""The data folder: everything one portal keeps on this machine, and the lock that lets only one portal use it."""

import fcntl
import json
import os
import pathlib
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import IO

from launch import processes
from launch.services import SOCKETS_ELSEWHERE, TEMPORARY, Postgres, Redis

MARK = "portal.json"
SECRET_NAMES = ("SECRET_KEY", "IDENTITY_KEY")
OWN_NAMES = ("postgres", "postgres.yeni", "s", "redis", "media", "private-media", "static", "beat", "logs")
OWN_FILES = (MARK, "secrets.json", "running.json", "processes.json")


class FolderError(Exception):
    """The data folder cannot be used; the message is a Turkish sentence."""


@dataclass
class Folder:
    """The layout below ``path``. `claim` must come before any change."""

    path: pathlib.Path

    @cached_property
    def postgres(self) -> Postgres:
        return Postgres(self.path)

    @cached_property
    def redis(self) -> Redis:
        return Redis(self.path / "redis")

    @property
    def logs(self) -> pathlib.Path:
        return self.path / "logs"

    def claim(self) -> IO[str]:
        """Create the folder, take its lock until the returned file is closed. Raises FolderError."""
        try:
            self.path.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
            self._refuse_foreign()
            lock = (self.path / "lock").open("a+")
        except OSError as error:
            raise FolderError(f"Veri klasörüne yazılamıyor: {self.path} ({error.strerror}).") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise FolderError(self._busy_sentence()) from error
        return lock

    def prepare(self) -> None:
        """Make the folders the parts expect."""
        self.note()
        for name in ("logs", "redis", "media", "private-media", "static", "beat"):
            (self.path / name).mkdir(mode=0o700, exist_ok=True)

    def end_leftovers(self) -> None:
        """End what a killed supervisor may have left running, so that two never write the same files."""
        processes.end_leftovers([(row["pid"], row["birth"]) for row in self._read("processes.json").get("started", [])])
        (self.path / "processes.json").unlink(missing_ok=True)

    def remember(self, pids: list[int]) -> None:
        self._write("processes.json", {"started": [{"pid": pid, "birth": processes.birth(pid)} for pid in pids]})

    def announce(self, **running: object) -> None:
        """Say what is running, for a second start and for ``script/manage``."""
        self._write("running.json", running)

    def clear_up(self) -> None:
        """After all parts have stopped: undo `announce` and `remember`, remove sockets that lie elsewhere."""
        for name in ("running.json", "processes.json"):
            (self.path / name).unlink(missing_ok=True)
        for server in (self.postgres, self.redis):
            sockets = vars(server).get("sockets")
            if sockets and sockets.parent == TEMPORARY and sockets.name.startswith(SOCKETS_ELSEWHERE):
                shutil.rmtree(sockets, ignore_errors=True)

    @property
    def running(self) -> dict[str, str]:
        return self._read("running.json")

    @property
    def notes(self) -> dict[str, str]:
        """What was done in this folder already (stamps of migrations and static files, which content was loaded)."""
        return self._read(MARK)

    def note(self, **changes: str | None) -> None:
        self._write(MARK, {key: value for key, value in {**self.notes, **changes}.items() if value is not None})

    def keys(self) -> dict[str, str]:
        """The portal's keys: made once, readable for this user only."""
        stored = self._read("secrets.json")
        if missing := [name for name in SECRET_NAMES if name not in stored]:
            stored |= {name: secrets.token_urlsafe(64) for name in missing}
            self._write("secrets.json", stored)
        return stored

    def wipe(self) -> None:
        """Remove what the portal made, and nothing else that may lie there."""
        away = self.postgres.home
        for name in OWN_NAMES:
            shutil.rmtree(self.path / name, ignore_errors=True)
        for name in OWN_FILES:
            (self.path / name).unlink(missing_ok=True)
        if away != self.path:
            shutil.rmtree(away, ignore_errors=True)
        for server in ("postgres", "redis"):  # they remember folders that are gone
            vars(self).pop(server, None)

    def _refuse_foreign(self) -> None:
        """A wrongly typed ``--data`` must not turn somebody's documents into a data folder."""
        known = {*OWN_NAMES, *OWN_FILES, "lock"}
        strangers = [entry.name for entry in self.path.iterdir() if entry.name not in known]
        if strangers and not (self.path / MARK).exists():
            raise FolderError(
                f"{self.path} boş değil ve bir portal veri klasörü de değil (içinde örneğin şu var: "
                f"{sorted(strangers)[0]}). Başka bir klasör veriniz: script/server --data KLASÖR"
            )

    def _busy_sentence(self) -> str:
        running = self.running
        where = f" Adresi: {running['address']}" if "address" in running else ""
        who = f" (süreç {running['pid']})" if "pid" in running else ""
        return f"Bu veri klasörüyle çalışan bir portal zaten var{who}: {self.path}.{where}"

    def _read(self, name: str) -> dict:
        try:
            return json.loads((self.path / name).read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise FolderError(f"{self.path / name} okunamıyor; dosya bozulmuş olabilir.") from error

    def _write(self, name: str, content: dict) -> None:
        """Whole or not at all, and for nobody else's eyes."""
        half = self.path / f"{name}.yeni"
        half.unlink(missing_ok=True)
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
        half.rename(self.path / name)


def tree_stamp(*places: pathlib.Path) -> str:
    """A word that changes when a file below ``places`` is added, removed or written."""
    digest = sha256()
    for path in _files(places):
        found = path.stat()
        digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:16]


def _files(places: tuple[pathlib.Path, ...]) -> Iterator[pathlib.Path]:
    """What people write; Python's own compiled copies come and go."""
    for place in places:
        found = [place] if place.is_file() else sorted(place.rglob("*"))
        yield from (path for path in found if path.is_file() and "__pycache__" not in path.parts)
