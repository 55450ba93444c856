"""Slowing down guesses: after each wrong attempt the wait doubles, for the account and for the network it came from.

The rows are locked before anything is compared, so that attempts sent at the same time count one after the other.
"""

import hmac
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy

from konsey import audit
from konsey.models import LockOut, User

audit.name_actions({"identity.lockout_released": gettext_lazy("Deneme kilidi kaldırıldı")})


def network_of(address: str) -> str:
    """Return the keyed hash of the client's network: an IPv4 address, or the /64 of an IPv6 one."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip
    width = 64 if isinstance(ip, ipaddress.IPv6Address) else 32
    network = ipaddress.ip_network((ip, width), strict=False)
    return hmac.digest(settings.IDENTITY_KEY.encode(), f"kk1-ag|{network}".encode(), "sha256").hex()


@dataclass
class Gate:
    """The locked rows of one attempt."""

    rows: list[LockOut]

    def locked_until(self, now: datetime) -> datetime | None:
        """Return when the next attempt may be made, or None when it may be made now."""
        ends = [row.locked_until for row in self.rows if row.locked_until and row.locked_until > now]
        return max(ends, default=None)

    def fail(self, now: datetime) -> datetime | None:
        """Count a wrong attempt and return until when it closes the gate."""
        for row in self.rows:
            _forget_if_old(row, now)
            row.failures += 1
            row.last_failed_at = now
            wait = wait_after(row.failures, free=0 if row.user_id else settings.IDENTITY_NETWORK_FREE_FAILURES)
            row.locked_until = now + wait if wait else None
            row.save(update_fields=["failures", "last_failed_at", "locked_until"])
        return self.locked_until(now)

    def succeed(self) -> None:
        """The account starts anew. The network does not: somebody else may be guessing from it."""
        for row in self.rows:
            if row.user_id:
                _clear(row)


def enter(*, user: User | None, network: str, now: datetime) -> Gate:
    """Lock the rows of an attempt for the rest of the caller's transaction, the account's first."""
    wanted = ([LockOut(user=user)] if user else []) + ([LockOut(network=network)] if network else [])
    LockOut.objects.bulk_create(wanted, ignore_conflicts=True)
    rows = []
    for one in wanted:
        mine = Q(user=user) if one.user_id else Q(network=network)
        rows.append(LockOut.objects.select_for_update(of=("self",), no_key=True).get(mine))
    return Gate(rows)


def locked_until(*, user: User, network: str, now: datetime) -> datetime | None:
    """Look, without locking, until when this person has to wait here."""
    rows = LockOut.objects.filter(Q(user=user) | Q(network=network), locked_until__gt=now)
    return max((row.locked_until for row in rows if row.locked_until), default=None)


def wait_after(failures: int, *, free: int) -> timedelta:
    """Return how long the given number of failures closes the gate: 0 within the free ones, then 1, 2, 4, … minutes."""
    if failures <= free:
        return timedelta(0)
    return timedelta(minutes=min(2 ** min(failures - free - 1, 20), settings.IDENTITY_LOCK_MOST_MINUTES))


@transaction.atomic
def release(*, by: User, lockout: LockOut, reason: str) -> LockOut:
    """Open the gate at once: staff, for somebody who stands at the desk or on the telephone."""
    row = LockOut.objects.select_for_update(of=("self",), no_key=True).get(pk=lockout.pk)
    before = {"failures": row.failures, "locked_until": row.locked_until}
    _clear(row)
    audit.record(
        by=by, action="identity.lockout_released", obj=row, before=before, after={"failures": 0}, reason=reason
    )
    return row


def forget_old(*, now: datetime) -> int:
    """Delete rows that no longer matter and return how many."""
    line = now - timedelta(hours=settings.IDENTITY_FORGET_FAILURES_HOURS)
    idle = Q(last_failed_at__isnull=True) | Q(last_failed_at__lt=line)
    open_now = Q(locked_until__isnull=True) | Q(locked_until__lt=line)
    return LockOut.objects.filter(idle, open_now).delete()[0]


def _forget_if_old(row: LockOut, now: datetime) -> None:
    last = max(filter(None, (row.last_failed_at, row.locked_until)), default=now)
    if last < now - timedelta(hours=settings.IDENTITY_FORGET_FAILURES_HOURS):
        row.failures = 0


def _clear(row: LockOut) -> None:
    row.failures, row.locked_until = 0, None
    row.save(update_fields=["failures", "locked_until"])
