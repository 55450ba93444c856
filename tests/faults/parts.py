"""The portal's real parts as processes a test may kill: PostgreSQL, Redis, worker, beat, web, and a mail server."""

import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import LiteralString

import psycopg

from launch.services import Service, start_postgres, start_redis
from tests.smtpsink import Sink, free_port

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TERRIBLE = signal.SIGKILL


class Parts:
    """Everything durable and below one folder, as in production; ``sink`` is the mail server outside."""

    def __init__(self, folder: pathlib.Path, *, lease_seconds: int = 3, per_minute: int = 60_000) -> None:
        self.folder = folder
        self.sink = Sink(delay=0.05).start()
        self.postgres: Service = start_postgres(folder, log=folder / "postgres.log")
        self.redis: Service = start_redis(folder / "redis")
        self.web_port = free_port()
        self.programs: dict[str, subprocess.Popen[bytes]] = {}
        self.environment = {
            **os.environ,
            "KONSEY_TEST": "evet",
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.redis.url,
            "EMAIL_URL": self.sink.url,
            "SITE_URL": f"http://127.0.0.1:{self.web_port}",
            "MAIL_LEASE_SECONDS": str(lease_seconds),
            "MAIL_PER_MINUTE": str(per_minute),
            "MEDIA_ROOT": str(folder / "media"),
            "PYTHONWARNINGS": "ignore",
        }
        self.run("manage.py", "migrate", "-v0")

    # --- processes ----------------------------------------------------------------------------------------------
    def run(self, *words: str) -> str:
        """Run Python to its end with the portal's variables; return what it printed."""
        done = subprocess.run(
            [sys.executable, *words], env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=300
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        return done.stdout

    def start_worker(self, *, name: str = "worker", concurrency: int = 2) -> None:
        options = ["--concurrency", str(concurrency), "-n", f"{name}@test", "--without-mingle", "--without-gossip"]
        self._start(name, "celery", "-A", "konsey", "worker", *options)

    def start_beat(self) -> None:
        self._start("beat", "celery", "-A", "konsey", "beat", "-s", str(self.folder / "beat"))

    def start_web(self, *, configuration: str = "deploy/gunicorn.conf.py") -> None:
        self._start("web", "gunicorn", "-c", configuration, "-b", f"127.0.0.1:{self.web_port}", "konsey.wsgi")
        wait_for(lambda: self.get("/") == 200, 60, "the web server")

    def web_processes(self) -> list[int]:
        """The processes of the web server that answer requests."""
        return children(self.programs["web"].pid)

    def kill(self, name: str) -> None:
        """kill -9 of a program with all its children."""
        process = self.programs.pop(name)
        os.killpg(process.pid, TERRIBLE)
        process.wait(10)

    def kill_postgres(self) -> None:
        """kill -9 of the server and each of its sessions, as when the machine loses power."""
        os.killpg(self.postgres.process.pid, TERRIBLE)
        self.postgres.process.wait(10)

    def stop_postgres_at_once(self) -> None:
        """PostgreSQL's immediate shutdown, as when its container is removed."""
        self.postgres.process.send_signal(signal.SIGQUIT)
        self.postgres.process.wait(10)

    def kill_a_session_of_postgres(self) -> None:
        """kill -9 of one session in the middle of its statement, as by want of memory: the server restarts itself."""
        [(session,)] = self.ask(
            """SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
               ORDER BY state = 'active' DESC, query LIKE '%%sandik%%' DESC LIMIT 1"""
        )
        os.kill(int(str(session)), TERRIBLE)

    def restart_postgres(self) -> None:
        self.postgres = start_postgres(self.folder, log=self.folder / "postgres.log")

    def kill_redis(self) -> None:
        self.redis.process.kill()
        self.redis.process.wait(10)

    def restart_redis(self) -> None:
        self.redis = start_redis(self.folder / "redis")

    def empty_redis(self) -> None:
        import redis

        client = redis.Redis(unix_socket_path=self.redis.url.removeprefix("redis+socket://"))
        client.flushall()
        client.close()

    def freeze_redis(self) -> None:
        """It takes connections and never answers: a black hole."""
        self.redis.process.send_signal(signal.SIGSTOP)

    def thaw_redis(self) -> None:
        self.redis.process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        for name in list(self.programs):
            with contextlib.suppress(ProcessLookupError):
                self.kill(name)
        self.thaw_redis()
        self.kill_redis()
        self.kill_postgres()
        self.sink.stop()

    # --- letters ------------------------------------------------------------------------------------------------
    def queue(self, letters: int, *, at_most_once: int = 0) -> None:
        """Queue letters through the portal's own function, each for another address."""
        self.run("-m", "tests.faults.fill", str(letters), str(at_most_once))

    def states(self) -> dict[str, int]:
        return dict(self.ask("SELECT state, count(*) FROM konsey_outboxmessage GROUP BY state"))

    def ask(self, statement: LiteralString, *values: object) -> list[tuple[object, ...]]:
        with psycopg.connect(self.postgres.url) as connection:
            return connection.execute(statement, values).fetchall()

    def is_settled(self) -> bool:
        try:
            return not {"queued", "sending"} & set(self.states())
        except psycopg.OperationalError:
            return False

    def get(self, path: str) -> int:
        """Status of a page, 0 if nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.web_port}{path}", timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def log_of(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text("utf-8", "replace")

    def _start(self, name: str, *words: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.programs[name] = subprocess.Popen(
                [sys.executable, "-m", *words],
                env=self.environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def children(pid: int) -> list[int]:
    return [int(word) for word in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_for(is_so: Callable[[], object], seconds: float, what: str) -> float:
    """Wait until it is so; return how long it took."""
    started = time.monotonic()
    while not is_so():
        if time.monotonic() - started > seconds:
            raise TimeoutError(f"Waited {seconds:.0f} s for {what}.")
        time.sleep(0.05)
    return time.monotonic() - started


@contextlib.contextmanager
def running(**options: int) -> Iterator[Parts]:
    """Parts below a folder of their own, ended and removed afterwards."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="kk-f-"))
    folder.chmod(0o755)
    parts = Parts(folder, **options)
    try:
        yield parts
    finally:
        parts.stop()
        shutil.rmtree(folder, ignore_errors=True)
