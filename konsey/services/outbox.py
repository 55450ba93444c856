"""The outbox: what may leave now, what became of it, and what clerks and people can do about it."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from konsey import audit, mail, unsubscribing
from konsey.errors import Refused
from konsey.models import OutboxLine, OutboxMessage, User
from konsey.models.outbox import IN_LINE

State = OutboxMessage.State

audit.name_actions(
    {
        "outbox.resend": gettext_lazy("Mektup yeniden gönderime alındı"),
        "outbox.drop": gettext_lazy("Mektubun gönderiminden vazgeçildi"),
        "outbox.resume": gettext_lazy("E-posta hattı yeniden çalıştırıldı"),
        "outbox.trial": gettext_lazy("Deneme iletisi gönderildi"),
    }
)
LETTER_WAIT = timedelta(seconds=15)
LETTER_WAIT_LIMIT = timedelta(hours=1)
LOST_ANSWERS_LIMIT = 3
LINE_WAIT = timedelta(seconds=5)
LINE_WAIT_LIMIT = timedelta(minutes=1)
PERSON_WAIT = timedelta(minutes=1)
PERSON_WAIT_LIMIT = timedelta(minutes=15)


@dataclass(frozen=True)
class OutboxStatus:
    """What the health page tells. Ages are measured from the moment a letter was due."""

    waiting: int
    oldest_due_at: datetime | None
    failed: int
    unsure: int
    paused_until: datetime | None
    pause_reason: str


# --- for senders ------------------------------------------------------------------------------------------------


def has_work(*, now: datetime) -> bool:
    """The one query of a drain that finds nothing to do."""
    return OutboxMessage.objects.filter(IN_LINE, due_at__lte=now).exists()


@transaction.atomic
def claim(*, now: datetime) -> list[OutboxMessage]:
    """Take the next letters for one sender: due, most urgent first, within the batch size and the rate for all senders.

    The line's row is the lock under which the rate is counted. Letters that are no longer wanted are dropped here.
    """
    line = locked_line()
    if line.paused_until and line.paused_until > now:
        return []
    limit = min(settings.MAIL_BATCH_SIZE, allowance(now))
    if limit <= 0:
        return []
    rows = list(
        OutboxMessage.objects.ready(now)
        .select_related("user")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("priority", "due_at", "pk")[:limit]
    )
    wanted = [row for row in rows if not _drop_if_pointless(row, now)]
    token = secrets.token_hex(16)
    until = now + timedelta(seconds=settings.MAIL_LEASE_SECONDS)
    for row in wanted:
        row.claim, row.claimed_until, row.attempted_at = token, until, now
    OutboxMessage.objects.bulk_update(wanted, ["claim", "claimed_until", "attempted_at"])
    return wanted


def allowance(now: datetime) -> int:
    """Return how many letters may still leave in the current window.

    The minute's rate is spread over short windows, so that a newsletter cannot use up a whole minute before a sign-in
    code; six seconds, or longer if the rate is below one letter in six seconds.
    """
    rate = settings.MAIL_PER_MINUTE
    window = max(6.0, 60 / rate)
    taken = OutboxMessage.objects.filter(attempted_at__gt=now - timedelta(seconds=window)).count()
    return int(rate * window / 60 + 1e-9) - taken


def start(row: OutboxMessage) -> bool:
    """Note that the letter is being handed over; False when the lease ran out and another sender has it."""
    now = timezone.now()
    changed = _mine(row, State.QUEUED).update(
        state=State.SENDING, claimed_until=now + timedelta(seconds=settings.MAIL_LEASE_SECONDS), attempted_at=now
    )
    return bool(changed)


def note_sent(row: OutboxMessage) -> None:
    """The server has it. A sender thought dead may say so late, as long as nobody took the letter meanwhile."""
    erased = {"text": "", "html": ""} if row.secret and not settings.MAIL_SERVER.is_demo else {}
    nobodys = Q(state=State.QUEUED, claim="", resends=row.resends)
    mine = Q(claim=row.claim, state__in=[State.SENDING, State.UNSURE])
    OutboxMessage.objects.filter(mine | nobodys, pk=row.pk).update(
        state=State.SENT, sent_at=timezone.now(), last_error="", claim="", claimed_until=None,
        attempts=F("attempts") + 1, **erased,
    )  # fmt: skip


def note_delayed(row: OutboxMessage, reply: str) -> None:
    """Try again after half a minute, a minute, two … at most an hour; give up after ``MAIL_MAX_ATTEMPTS``."""
    attempts = row.attempts + 1
    if attempts >= settings.MAIL_MAX_ATTEMPTS:
        note_failed(row, reply)
        return
    due_at = timezone.now() + letter_wait(attempts)
    _mine(row, State.QUEUED, State.SENDING).update(
        state=State.QUEUED, due_at=due_at, last_error=reply, claim="", claimed_until=None, attempts=attempts
    )


def note_failed(row: OutboxMessage, reply: str) -> None:
    """Given up: clerks see it and may send it again."""
    _mine(row, State.QUEUED, State.SENDING).update(
        state=State.FAILED, last_error=reply, claim="", claimed_until=None, attempts=F("attempts") + 1
    )


def note_unsure(row: OutboxMessage, reply: str) -> None:
    """Nobody knows whether the server has it. At-least-once goes again, at-most-once waits for a person.

    So does an at-least-once letter after ``LOST_ANSWERS_LIMIT`` times: a server that takes letters and never says so
    would send a person the same one all day.
    """
    is_repeatable = row.delivery == OutboxMessage.Delivery.AT_LEAST_ONCE
    OutboxMessage.objects.filter(pk=row.pk).update(lost_answers=F("lost_answers") + 1)
    if is_repeatable and row.lost_answers + 1 < LOST_ANSWERS_LIMIT:
        note_delayed(row, reply)
        return
    _mine(row, State.SENDING).update(
        state=State.UNSURE, last_error=reply, claim="", claimed_until=None, attempts=F("attempts") + 1
    )


def give_back(rows: list[OutboxMessage]) -> None:
    """Return letters that were taken but not touched."""
    if rows:
        OutboxMessage.objects.filter(pk__in=[row.pk for row in rows], claim=rows[0].claim, state=State.QUEUED).update(
            claim="", claimed_until=None, attempted_at=None
        )


def recover(*, now: datetime) -> int:
    """Settle the letters whose sender died in the middle; return their number.

    The claim of an unsure letter stays, so that its sender, if it lives after all, can still report.
    """
    left = OutboxMessage.objects.left_behind(now)
    noted = {
        "last_error": _("Gönderim sırasında kesinti oldu; sunucunun iletiyi alıp almadığı bilinmiyor."),
        "attempts": F("attempts") + 1,
    }
    unsure = left.filter(delivery=OutboxMessage.Delivery.AT_MOST_ONCE).update(state=State.UNSURE, **noted)
    repeatable = left.filter(delivery=OutboxMessage.Delivery.AT_LEAST_ONCE)
    last = Q(attempts__gte=settings.MAIL_MAX_ATTEMPTS - 1)
    failed = repeatable.filter(last).update(state=State.FAILED, claim="", claimed_until=None, **noted)
    again = repeatable.exclude(last).update(state=State.QUEUED, claim="", claimed_until=None, **noted)
    return unsure + failed + again


def sweep() -> None:
    """What is due every minute: settle what dead senders left behind, and drop what is not worth sending any more."""
    now = timezone.now()
    recover(now=now)
    with transaction.atomic():
        late = OutboxMessage.objects.ready(now).filter(expires_at__lte=now)
        for row in late.select_for_update(of=("self",), skip_locked=True)[:1000]:
            _drop_if_pointless(row, now)


def letter_wait(attempts: int) -> timedelta:
    return min(LETTER_WAIT * 2 ** min(attempts, 20), LETTER_WAIT_LIMIT)


# --- the line ---------------------------------------------------------------------------------------------------


@transaction.atomic
def pause_line(*, reason: str, needs_person: bool) -> datetime:
    """Stop sending for a while: the server or its account is in trouble, no letter shall be used up for that."""
    line = locked_line()
    first, limit = (PERSON_WAIT, PERSON_WAIT_LIMIT) if needs_person else (LINE_WAIT, LINE_WAIT_LIMIT)
    now = timezone.now()
    line.paused_until = now + min(first * 2 ** min(line.failures, 10), limit)
    line.failures, line.reason, line.changed_at = line.failures + 1, reason[:300], now
    line.save()
    return line.paused_until


def line_works() -> None:
    """Note that a letter went through; writes only when there had been trouble."""
    OutboxLine.objects.filter(failures__gt=0).update(
        failures=0, paused_until=None, reason="", changed_at=timezone.now()
    )


def locked_line() -> OutboxLine:
    OutboxLine.objects.get_or_create(pk=1)
    return OutboxLine.objects.select_for_update(no_key=True).get(pk=1)


# --- for clerks and people --------------------------------------------------------------------------------------


@transaction.atomic
def resend(*, by: User, message: OutboxMessage) -> OutboxMessage:
    """Queue a letter again, as a new one for mail programs. Raises Refused when state or content do not allow it."""
    row = OutboxMessage.objects.select_for_update(of=("self",), no_key=True).get(pk=message.pk)
    reason = why_not_resend(row)
    if reason:
        raise Refused(reason)
    before = row.state
    row.state, row.due_at, row.sent_at, row.expires_at = State.QUEUED, timezone.now(), None, None
    row.claim, row.claimed_until, row.attempts, row.lost_answers, row.last_error = "", None, 0, 0, ""
    row.resends += 1
    row.save()
    audit.record(by=by, action="outbox.resend", obj=row, before={"state": before}, after={"state": row.state})
    return row


def why_not_resend(row: OutboxMessage) -> str | None:
    if row.state not in OutboxMessage.RESENDABLE:
        return _("Bu mektup şu anda yeniden gönderilemez; durumu buna uygun değil.")
    if row.is_erased:
        return _(
            "Bu mektubun kod ya da kişisel bağlantı içeren metni gönderildikten sonra silindi; yeniden gönderilemez."
        )
    return None


@transaction.atomic
def drop(*, by: User, message: OutboxMessage, reason: str) -> OutboxMessage:
    """Take a waiting or failed letter out of the queue for good. Raises Refused when it is already on its way."""
    row = OutboxMessage.objects.select_for_update(of=("self",), no_key=True).get(pk=message.pk)
    refusal = why_not_drop(row)
    if refusal:
        raise Refused(refusal)
    before = row.state
    _mark_dropped(row, reason)
    audit.record(
        by=by, action="outbox.drop", obj=row, before={"state": before}, after={"state": row.state}, reason=reason
    )
    return row


def why_not_drop(row: OutboxMessage) -> str | None:
    if row.state not in OutboxMessage.DROPPABLE:
        return _("Bu mektup kuyrukta değil; vazgeçilemez.")
    return None


@transaction.atomic
def resume_line(*, by: User) -> None:
    """Try at once, without waiting for the pause to end."""
    line = locked_line()
    before = {"reason": line.reason}
    line.paused_until, line.changed_at = None, timezone.now()
    line.save()
    audit.record(by=by, action="outbox.resume", obj=line, before=before)


def why_not_resume(line: OutboxLine) -> str | None:
    if line.paused_until is None or line.paused_until <= timezone.now():
        return _("E-posta hattı durdurulmuş değil.")
    return None


@transaction.atomic
def send_trial(*, by: User) -> None:
    """Queue a letter to the clerk, to see that the mail settings work."""
    now = timezone.now()
    mail.queue(
        "konsey/mail_trial",
        to=by.email,
        key=f"{by.pk}:{now.isoformat()}",
        user=by,
        context={"outbox_url": mail.link("admin:konsey_outboxmessage_changelist")},
    )
    audit.record(by=by, action="outbox.trial")


@transaction.atomic
def forget_person(*, user: User) -> int:
    """Erase all letters of an account that is being deleted, waiting ones too (queue a farewell after this, without
    ``user``). Returns their number."""
    return _delete(OutboxMessage.objects.filter(Q(user=user) | Q(to=user.email)))


def delete_older_than(*, before: datetime) -> int:
    """Delete settled letters created before a moment (retention); waiting ones stay. Returns their number."""
    settled = OutboxMessage.objects.exclude(state__in=[State.QUEUED, State.SENDING])
    return _delete(settled.filter(created_at__lt=before))


def status(now: datetime) -> OutboxStatus:
    """Return the figures of the health page, in two queries."""
    waiting = Q(state__in=[State.QUEUED, State.SENDING], due_at__lte=now)
    trouble = [State.QUEUED, State.SENDING, State.FAILED, State.UNSURE]
    figures = OutboxMessage.objects.filter(state__in=trouble).aggregate(
        waiting=Count("pk", filter=waiting),
        oldest_due_at=Min("due_at", filter=waiting),
        failed=Count("pk", filter=Q(state=State.FAILED)),
        unsure=Count("pk", filter=Q(state=State.UNSURE)),
    )
    line = OutboxLine.objects.filter(pk=1, paused_until__gt=now).first()
    return OutboxStatus(
        **figures, paused_until=line.paused_until if line else None, pause_reason=line.reason if line else ""
    )


def _delete(rows: QuerySet[OutboxMessage]) -> int:
    return rows.delete()[1].get(OutboxMessage._meta.label, 0)


def _mine(row: OutboxMessage, *states: str) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(pk=row.pk, claim=row.claim, state__in=states)


def _drop_if_pointless(row: OutboxMessage, now: datetime) -> bool:
    if row.expires_at and row.expires_at <= now:
        _mark_dropped(row, _("Geçerlilik süresi dolduğu için gönderilmedi."))
    elif row.list_kind and (row.user is None or not unsubscribing.wants(row.user, row.list_kind)):
        _mark_dropped(row, _("Alıcı bu türden duyuruları almaktan vazgeçti."))
    return row.state == State.DROPPED


def _mark_dropped(row: OutboxMessage, reason: str) -> None:
    row.state, row.last_error, row.claim, row.claimed_until = State.DROPPED, reason[:300], "", None
    row.save(update_fields=["state", "last_error", "claim", "claimed_until"])
