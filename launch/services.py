"""The embedded PostgreSQL and Redis, on Unix sockets inside a folder. No TCP port is opened."""

import os
import pathlib
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import ClassVar

from launch import binaries, processes
from launch.processes import Account

FAST_BUT_FORGETFUL = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
TEMPORARY = pathlib.Path("/tmp")  # short everywhere, also where TMPDIR is long (macOS)
# PostgreSQL quotes rows and statements in its log; what people told the portal has no business there.
DISCREET = [
    *("-c", "log_error_verbosity=terse", "-c", "log_min_error_statement=panic", "-c", "log_statement=none"),
    *("-c", "log_parameter_max_length_on_error=0", "-c", "log_min_duration_statement=-1"),
    *("-c", "log_parameter_max_length=0", "-c", "track_commit_timestamp=off"),  # for the ballot box: sandik.checks
]
SOCKETS_ELSEWHERE = "kk-s-"
LONGEST_SOCKET_FOLDER = 84  # the system's limit is 103 bytes, the longest name in it "/.s.PGSQL.5432.lock"


class ServiceError(RuntimeError):
    """A service cannot be started; the message is a Turkish sentence."""


@dataclass
class Service:
    """A started server: its process, and the address that clients use."""

    process: subprocess.Popen[bytes]
    url: str


@dataclass
class Postgres:
    """A database cluster that lives below ``folder``; ``durable=False`` trades safety for speed in tests."""

    STOP_SIGNAL: ClassVar[int] = signal.SIGINT  # PostgreSQL's "fast": ends sessions, loses nothing

    folder: pathlib.Path
    durable: bool = True
    account: Account = field(default_factory=lambda: unprivileged())

    @cached_property
    def programs(self) -> pathlib.Path:
        return binaries.postgres_bin()

    @cached_property
    def home(self) -> pathlib.Path:
        """``folder``, unless its PostgreSQL runs as another user who cannot walk there."""
        if self.account.user is None or binaries.open_to_everybody(self.folder / "postgres"):
            return self.folder
        name = sha256(str(self.folder.resolve()).encode()).hexdigest()[:16]
        place = binaries.ROOTS_PLACE / name
        place.mkdir(parents=True, exist_ok=True)
        for path in (binaries.ROOTS_PLACE, place):
            path.chmod(0o711)
        return place

    @property
    def data(self) -> pathlib.Path:
        return self.home / "postgres"

    @cached_property
    def sockets(self) -> pathlib.Path:
        return self._own(socket_folder(self.home, "s"))

    @property
    def url(self) -> str:
        return f"postgresql://konsey@/konsey?host={self.sockets}"

    @property
    def command(self) -> list[str]:
        line = [str(self.programs / "postgres"), "-D", str(self.data), "-k", str(self.sockets), "-h", ""]
        return line + DISCREET + ([] if self.durable else FAST_BUT_FORGETFUL)

    def prepare(self) -> bool:
        """Create the cluster unless it exists; say whether it was created. Raises ServiceError."""
        if not (self.data / "PG_VERSION").exists():
            self._create()
            return True
        stored, present = int((self.data / "PG_VERSION").read_text()), binaries.postgres_version(self.programs)
        if stored != present:
            raise ServiceError(
                f"Veriler PostgreSQL {stored} ile yazılmış, kurulu sürüm ise {present}. Önce eski sürümle yedek alıp "
                "yenisine yükleyiniz: docs/isletme.md, 'Sürüm yükseltme'."
            )
        return False

    def start(self, log: pathlib.Path | None = None) -> subprocess.Popen[bytes]:
        return processes.spawn(
            self.command,
            environment=clean_environment(),
            folder="/",
            log=log,
            farewell=self.STOP_SIGNAL,
            account=self.account,
        )

    def answers(self) -> bool:
        return self._client("psql", "-d", "postgres", "-tAc", "select 1").returncode == 0

    def ensure_database(self) -> None:
        if not self._client(
            "psql", "-d", "postgres", "-tAc", "select 1 from pg_database where datname='konsey'"
        ).stdout:
            self._client("createdb", "konsey").check_returncode()

    def _create(self) -> None:
        """Beside its final place and renamed, so that an interrupted start leaves nothing half made."""
        half_made = self.home / "postgres.yeni"
        shutil.rmtree(half_made, ignore_errors=True)
        half_made.mkdir(mode=0o700, parents=True)
        self._own(half_made)
        line = [str(self.programs / "initdb"), "-D", str(half_made), "-U", "konsey", "--auth=trust", "--encoding=UTF8"]
        line += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        line += [] if self.durable else ["--no-sync"]
        made = subprocess.run(
            line,
            capture_output=True,
            text=True,
            cwd="/",
            env=clean_environment(),
            start_new_session=True,
            user=self.account.user,
            group=self.account.group,
            extra_groups=self.account.other_groups,
        )
        if made.returncode:
            raise ServiceError(f"Veri tabanı kurulamadı (initdb):\n{made.stderr.strip()}")
        half_made.rename(self.data)

    def _client(self, program: str, *words: str) -> "subprocess.CompletedProcess[str]":
        line = [str(self.programs / program), "-h", str(self.sockets), "-U", "konsey", *words]
        return subprocess.run(line, capture_output=True, text=True, env=clean_environment(), start_new_session=True)

    def _own(self, path: pathlib.Path) -> pathlib.Path:
        """Give a folder to the user PostgreSQL runs as."""
        if self.account.user is not None:
            try:
                shutil.chown(path, self.account.user, self.account.group)
            except OSError as error:
                raise ServiceError(
                    "PostgreSQL root olarak çalışmaz, başka bir kullanıcıya geçmeye de izin yok. Portalı root olmayan "
                    "bir kullanıcıyla başlatınız."
                ) from error
        return path


@dataclass
class Redis:
    """A Redis-protocol server whose append-only file lives below ``folder``."""

    folder: pathlib.Path
    durable: bool = True

    @cached_property
    def sockets(self) -> pathlib.Path:
        return socket_folder(self.folder, "r")

    @property
    def address(self) -> pathlib.Path:
        return self.sockets / "redis.sock"

    @property
    def url(self) -> str:
        return f"redis+socket://{self.address}"

    @property
    def command(self) -> list[str]:
        line = [
            str(binaries.redis_server()),
            "--port",
            "0",
            "--unixsocket",
            str(self.address),
            "--unixsocketperm",
            "700",
        ]
        line += ["--dir", str(self.folder), "--appendonly", "yes" if self.durable else "no", "--save", ""]
        return [*line, "--maxmemory-policy", "noeviction"]

    def start(self, log: pathlib.Path | None = None) -> subprocess.Popen[bytes]:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.address.unlink(missing_ok=True)
        return processes.spawn(self.command, environment=clean_environment(), log=log)

    def answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            try:
                client.connect(str(self.address))
                client.sendall(b"PING\r\n")
                return client.recv(64).startswith(b"+PONG")
            except OSError:
                return False


def unprivileged() -> Account:
    """PostgreSQL refuses to run as root: it runs as ``nobody`` then."""
    if os.geteuid() != 0:
        return Account()
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid)


def socket_folder(parent: pathlib.Path, name: str) -> pathlib.Path:
    """A closed folder for sockets: below ``parent``, or in /tmp where the path is too long or holds odd letters."""
    path = parent / name
    if len(os.fsencode(path)) <= LONGEST_SOCKET_FOLDER and re.fullmatch(r"[\w./-]+", str(path), re.ASCII):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path
    return pathlib.Path(tempfile.mkdtemp(prefix=SOCKETS_ELSEWHERE, dir=TEMPORARY))


def clean_environment() -> Mapping[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def start_postgres(folder: pathlib.Path, *, durable: bool = True, log: pathlib.Path | None = None) -> Service:
    """Create the cluster below ``folder`` if needed, start it, wait until it answers. Raises ServiceError."""
    folder.mkdir(parents=True, exist_ok=True)
    server = Postgres(folder, durable)
    server.prepare()
    process = server.start(log)
    _wait(process, server.answers, "PostgreSQL")
    server.ensure_database()
    return Service(process, server.url)


def start_redis(folder: pathlib.Path, *, durable: bool = True, log: pathlib.Path | None = None) -> Service:
    """Start the Redis-protocol server with its socket and append-only file below ``folder``. Raises ServiceError."""
    server = Redis(folder, durable)
    process = server.start(log)
    _wait(process, server.answers, "Redis")
    return Service(process, server.url)


def _wait(process: subprocess.Popen[bytes], answers: Callable[[], bool], name: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not answers():
        if process.poll() is not None:
            raise ServiceError(f"{name} başlatılamadı (çıkış kodu {process.returncode}).")
        if time.monotonic() > deadline:
            raise ServiceError(f"{name} {seconds:.0f} saniye içinde yanıt vermedi.")
        time.sleep(0.05)
