"""Starts an embedded PostgreSQL and Redis for the test run, unless DATABASE_URL / REDIS_URL point at real ones.

Throw-away servers in memory: durability is off, they are stopped at the end. xdist workers inherit the addresses; each
has its own database (pytest-django), its own Redis database number and its own media folder.
"""

import atexit
import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
from urllib.parse import urlsplit, urlunsplit

import pytest

from launch.services import Service, start_postgres, start_redis

MEMORY = pathlib.Path("/dev/shm")
ENOUGH_MEMORY = 1_500_000_000  # a container's /dev/shm is often 64 MB


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    os.environ["KONSEY_TEST"] = "evet"
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker:
        separate(worker)
    else:
        start_services()


def start_services() -> None:
    folder = pathlib.Path(tempfile.mkdtemp(prefix="kk-", dir=_roomy_memory()))
    folder.chmod(0o755)
    started: list[Service] = []

    @atexit.register
    def stop() -> None:
        for service in started:
            service.process.send_signal(signal.SIGQUIT)  # PostgreSQL's immediate shutdown; Redis simply ends
        for service in started:
            with contextlib.suppress(subprocess.TimeoutExpired):  # a machine at its limit
                service.process.wait(20)
            service.process.kill()
        shutil.rmtree(folder, ignore_errors=True)

    if not os.environ.get("DATABASE_URL"):
        started.append(start_postgres(folder, durable=False))
        os.environ["DATABASE_URL"] = started[-1].url
    if not os.environ.get("REDIS_URL"):
        started.append(start_redis(folder, durable=False))
        os.environ["REDIS_URL"] = started[-1].url
    os.environ.setdefault("MEDIA_ROOT", str(folder / "media"))


def separate(worker: str) -> None:
    """Give the xdist worker gw0, gw1, … a part of the shared services for itself."""
    os.environ["REDIS_URL"] = redis_database(os.environ["REDIS_URL"], int(worker.removeprefix("gw")) + 1)
    media = pathlib.Path(os.environ["MEDIA_ROOT"])
    os.environ["MEDIA_ROOT"] = str(media.parent / worker / media.name)


def redis_database(url: str, number: int) -> str:
    """The same server, another of its numbered databases."""
    parts = urlsplit(url)
    if parts.scheme == "redis+socket":
        return f"redis+socket://{parts.path}?virtual_host={number}"
    return urlunsplit(parts._replace(path=f"/{number}"))


def _roomy_memory() -> pathlib.Path | None:
    """Where files live in memory, if there is room for the test databases."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH_MEMORY else None
