"""Choices that are not cast yet, readable by the browser that wrote them and by nobody else.

What the using room has to do:
- Give the browser its key: ``save_draft(key="")`` returns one. Keep it in a cookie of its own (HttpOnly, SameSite=Lax,
  Secure as the session's, path of the booth, no longer than the box is open), never in the session, in an address or in
  a log. One key serves every paper of a browser: the rows of two papers cannot be joined by it.
- Read the draft back with ``open_draft``; None means none, another browser's, or broken: begin with an empty paper.
- Call ``drop_draft`` in the request that casts, after the cast has succeeded, in a transaction of its own.
- Remind: for each ``(draft, which)`` of ``due_reminders(now)`` open a transaction, call ``mark_reminded`` and queue the
  letter only if it says True. The letter says that a ballot waits to be cast and on which device, nothing of choices.
The database holds a hash of the key as handle, whose draft it is, when it was saved, and a ciphertext of fixed size.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import IntEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from konsey import locks
from konsey.models import User
from sandik.choices import Choices
from sandik.models import Draft, Paper

KEY_BYTES, NONCE_BYTES = 32, 12
BLOCK = 1024  # every ciphertext has this size (or a multiple): its length does not count the choices
AFTER_HOURS, AFTER_DAYS, LAST_DAY = timedelta(hours=2), timedelta(days=2), timedelta(days=1)


DROP = "DELETE FROM sandik_draft WHERE paper_id = %s AND (handle = %s OR user_id = %s)"


class Reminder(IntEnum):
    """Each is sent at most once, later ones only; what was missed is not made up for."""

    HOURS = 1
    DAYS = 2
    LAST_DAY = 3


def new_key() -> str:
    """Return a key for a browser, fit for a cookie."""
    return secrets.token_urlsafe(KEY_BYTES)


@transaction.atomic
def save_draft(*, paper: Paper, user: User | None, key: str, choices: Choices, now: datetime) -> str:
    """Keep the choices, however unfinished, and return the key (a new one for an empty or impossible ``key``).

    A person with an account has one draft a paper: a second device takes the place of the first.
    """
    key = key if _is_key(key) else new_key()
    handle = _handle(paper, key)
    if user is not None:
        locks.hold(locks.key_for(f"draft|{paper.pk}|{user.pk}"))
        Draft.objects.filter(paper=paper, user=user).exclude(handle=handle).delete()
    row = Draft(paper=paper, user=user, handle=handle, sealed_choices=_seal(paper, key, choices), saved_at=now)
    changed = ["sealed_choices", "saved_at"] if user is None else ["sealed_choices", "saved_at", "user"]
    Draft.objects.bulk_create([row], update_conflicts=True, unique_fields=["handle"], update_fields=changed)
    return key


def open_draft(*, paper: Paper, key: str) -> Choices | None:
    """Return the choices that were kept under this browser's key."""
    if not _is_key(key):
        return None
    row = Draft.objects.filter(paper=paper, handle=_handle(paper, key)).only("sealed_choices").first()
    return _unseal(paper, key, bytes(row.sealed_choices)) if row else None


def begun_papers(*, papers: Iterable[Paper], key: str) -> set[int]:
    """Return the papers of which this browser has a draft; one query."""
    handles = {_handle(paper, key): paper.pk for paper in papers} if _is_key(key) else {}
    rows = Draft.objects.filter(handle__in=handles).values_list("handle", flat=True)
    return {handles[bytes(handle)] for handle in rows}


def drop_draft(*, paper: Paper, key: str, user: User | None = None) -> None:
    """Forget the draft of this browser and, with ``user``, that person's on any other."""
    if user is None and not _is_key(key):
        return
    with connection.cursor() as cursor:  # one statement, without a transaction around it in every cast
        handle = _handle(paper, key) if _is_key(key) else None
        cursor.execute(DROP, [paper.pk, handle, user.pk if user else None])


def drafts_to_remind(now: datetime) -> QuerySet[Draft]:
    """Drafts of people with an account, in boxes that are open, who have not had the last letter yet."""
    is_open = Q(paper__box__opens_at__lte=now, paper__box__closes_at__gt=now, paper__box__sealed_at__isnull=True)
    rows = Draft.objects.filter(is_open, user__isnull=False, user__is_active=True, reminded__lt=Reminder.LAST_DAY)
    return rows.select_related("user", "paper__box").order_by("saved_at", "pk")


def due_reminders(now: datetime) -> list[tuple[Draft, Reminder]]:
    """Return each draft that is due for a letter, with the latest of its letters that is due."""
    due = ((draft, _due(draft, now)) for draft in drafts_to_remind(now).filter(saved_at__lte=now - AFTER_HOURS))
    return [(draft, which) for draft, which in due if which is not None and which > draft.reminded]


def mark_reminded(*, draft: Draft, which: Reminder) -> bool:
    """Note the letter; True for exactly one caller. Call it in the transaction that queues the letter."""
    return bool(Draft.objects.filter(pk=draft.pk, reminded__lt=which).update(reminded=which))


def drop_stale_drafts(now: datetime) -> int:
    """Forget every draft whose box has closed; nobody can cast it any more."""
    count, _by_model = Draft.objects.filter(
        Q(paper__box__closes_at__lte=now) | Q(paper__box__sealed_at__isnull=False)
    ).delete()
    return count


def _due(draft: Draft, now: datetime) -> Reminder | None:
    if now >= draft.paper.box.closes_at - LAST_DAY:
        return Reminder.LAST_DAY
    age = now - draft.saved_at
    return Reminder.DAYS if age >= AFTER_DAYS else Reminder.HOURS if age >= AFTER_HOURS else None


def _is_key(key: str) -> bool:
    return key.isascii() and len(key) == len(new_key())


def _handle(paper: Paper, key: str) -> bytes:
    return hashlib.sha256(f"kk-taslak|{paper.pk}|{key}".encode()).digest()


def _cipher(paper: Paper, key: str) -> AESGCM:
    return AESGCM(hmac.digest(key.encode(), f"kk-taslak-anahtar|{paper.pk}".encode(), "sha256"))


def _seal(paper: Paper, key: str, choices: Choices) -> bytes:
    plain = json.dumps([choices.numbers, choices.points]).encode()
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher(paper, key).encrypt(nonce, plain + b" " * (-len(plain) % BLOCK), None)


def _unseal(paper: Paper, key: str, sealed: bytes) -> Choices | None:
    try:
        plain = _cipher(paper, key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
    except (InvalidTag, ValueError):
        return None
    numbers, points = json.loads(plain)
    return Choices(tuple(numbers), tuple(points))
