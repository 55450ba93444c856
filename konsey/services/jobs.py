"""Periodic tasks: one at a time, not more often than meant however many beats there are, with a trace of each run."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import OperationalError, connection
from django.db.models import F, Q
from django.utils import timezone

from konsey import locks
from konsey.models import ScheduledJob

logger = logging.getLogger(__name__)


def run(name: str, work: Callable[[], object], *, at_most_every: timedelta) -> bool:
    """Do the work unless it is being done or was done within ``at_most_every``; return whether it was done.

    A run that failed or was killed does not count, so the next beat tries again.
    """
    with single(name) as is_mine:
        if not is_mine or not _begin(name, timezone.now(), at_most_every):
            return False
        error = "SystemExit"
        try:
            work()
            error = ""
        except Exception as exception:
            error = type(exception).__name__
            raise
        finally:
            _finish(name, error)
    return True


@contextmanager
def single(name: str, *, places: int = 1) -> Iterator[bool]:
    """Hold one of the ``places`` for this work in the whole installation, if there is one free: an advisory lock.

    PostgreSQL gives it up by itself when the process or its connection dies.
    """
    key = _take(name, places)
    try:
        yield key is not None
    finally:
        if key is not None:
            _give_up(key)


def _begin(name: str, now: datetime, at_most_every: timedelta) -> bool:
    ScheduledJob.objects.get_or_create(name=name)
    finished_well = Q(finished_at__gte=F("started_at"), error="")
    recent = Q(started_at__gt=now - at_most_every)
    rows = ScheduledJob.objects.filter(name=name).exclude(finished_well & recent)
    return bool(rows.update(started_at=now, runs=F("runs") + 1))


def _finish(name: str, error: str) -> None:
    ScheduledJob.objects.filter(name=name).update(finished_at=timezone.now(), error=error)


def _take(name: str, places: int) -> int | None:
    with connection.cursor() as cursor:
        for place in range(places):
            key = locks.key_for(f"job:{name}:{place}")
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
            if cursor.fetchone()[0]:
                return key
    return None


def _give_up(key: int) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
    except OperationalError:  # the connection is gone, and the lock with it
        connection.close()
