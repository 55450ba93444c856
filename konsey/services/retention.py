"""Carrying out the retention policy: every night, rule by rule, with a log of what was destroyed."""

import logging
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import DatabaseError, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from konsey import locks, retention
from konsey.models import (
    AccountDeletion,
    NoticeAcceptance,
    OneTimeCode,
    RetentionRule,
    RetentionRun,
    User,
)
from konsey.services import accounts, datarequests, deletions, feedback, outbox, representations

log = logging.getLogger(__name__)
BATCH = 500
# Loading these modules is what makes their destroyers known.
HOMES = (accounts, datarequests, feedback)


def run_all(*, now: datetime) -> list[RetentionRun]:
    """Erase the accounts whose day has come, then apply every active rule. Safe to run twice and from two places."""
    deletions.carry_out_due(now=now)
    return [run for rule in RetentionRule.objects.filter(active=True) if (run := run_rule(rule=rule, now=now))]


def run_rule(*, rule: RetentionRule, now: datetime) -> RetentionRun | None:
    """Apply one rule. Returns the log row, or None when nothing was old enough. One failing rule stops no other."""
    older_than = now - timedelta(days=rule.days)
    destroy = retention.DESTROYERS.get(rule.name)
    if destroy is None:
        return _note(rule, now, older_than, 0, "Bu kurala bağlı bir işlem yok.")
    count, error = 0, ""
    try:
        while (destroyed := _batch(rule, destroy, older_than)) is not None:
            count += destroyed
            if destroyed < BATCH:
                break
    except DatabaseError as failure:
        log.exception("retention rule failed", extra={"rule": rule.name})
        error = type(failure).__name__
    return _note(rule, now, older_than, count, error) if count or error else None


@transaction.atomic
def _batch(rule: RetentionRule, destroy: retention.Destroyer, older_than: datetime) -> int | None:
    """Destroy one batch; None when another worker is at this rule right now."""
    if not locks.try_hold(locks.key_for(f"retention {rule.name}")):
        return None
    return destroy(older_than, BATCH)


def _note(rule: RetentionRule, now: datetime, older_than: datetime, count: int, error: str) -> RetentionRun:
    return RetentionRun.objects.create(rule=rule, at=now, older_than=older_than, count=count, error=error[:300])


# --- destroyers of what belongs to no single aggregate, or whose aggregate deletes without counting days ---------


@retention.destroyer("inactive_accounts")
def warn_unused(older_than: datetime, limit: int) -> int:
    """Announce the deletion a month before the account has been unused for the rule's time; `carry_out_due` does it."""
    now = timezone.now()
    seen = Coalesce("last_login", "joined_at")
    alone = User.objects.filter(is_staff=False, erased_at=None, is_active=True).alias(seen=seen)
    planned = AccountDeletion.objects.filter(cancelled_at=None, done_at=None).values("user_id")
    unused = alone.filter(seen__lt=older_than + deletions.WARN_BEFORE).exclude(pk__in=planned).order_by("pk")[:limit]
    return sum(deletions.plan_for_unused(user=user, now=now) is not None for user in unused)


@retention.destroyer("sessions")
def destroy_sessions(older_than: datetime, limit: int) -> int:
    """Sessions that expired before the moment, and the rows that list them to people."""
    keys = list(Session.objects.filter(expire_date__lt=older_than).values_list("session_key", flat=True)[:limit])
    UserSession.objects.filter(session_key__in=keys).delete()
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


@retention.destroyer("letters")
def destroy_letters(older_than: datetime, limit: int) -> int:
    return outbox.delete_older_than(before=older_than)


@retention.destroyer("mandate_letters")
def destroy_mandate_letters(older_than: datetime, limit: int) -> int:
    return representations.delete_old_letters(before=older_than, limit=limit)


@retention.destroyer("codes")
def destroy_codes(older_than: datetime, limit: int) -> int:
    """Codes nobody used, of batches that ran out before the moment. Used ones belong to a verification."""
    old = OneTimeCode.objects.filter(used_at=None, batch__expires_at__lt=older_than).values("pk")[:limit]
    return OneTimeCode.objects.filter(pk__in=old).delete()[0]


@retention.destroyer("acceptances_by_address")
def destroy_acceptances(older_than: datetime, limit: int) -> int:
    old = NoticeAcceptance.objects.filter(user=None, at__lt=older_than).values("pk")[:limit]
    return NoticeAcceptance.objects.filter(pk__in=old).delete()[0]
