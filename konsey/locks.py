"""Locks of the database on things that have no row: an identity that nobody holds yet, the register as a whole."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection
from django.utils.translation import gettext as _

from konsey.errors import Refused

LOCK_NOT_AVAILABLE, DEADLOCK = "55P03", "40P01"


def key_for(name: str) -> int:
    """Return the lock number that belongs to a name."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)


def hold(key: int) -> None:
    """Wait for the lock (``lock_timeout`` at most) and keep it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def try_hold(key: int) -> bool:
    """Take the lock until the transaction ends, or return False at once when somebody else has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [key])
        return bool(cursor.fetchone()[0])


@contextmanager
def patiently() -> Iterator[None]:
    """Turn a lock that did not come in time (``lock_timeout``) into a sentence. Around a service call, in a view."""
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) not in {LOCK_NOT_AVAILABLE, DEADLOCK}:
            raise
        raise Refused(_("Şu anda aynı kayıt üzerinde başka bir işlem sürüyor. Lütfen tekrar deneyin.")) from error
