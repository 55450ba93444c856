"""Emptying the outbox: take a batch, hand each letter to the server, note the answer at once."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from konsey import mime, smtp
from konsey.models import OutboxMessage
from konsey.services import outbox

logger = logging.getLogger(__name__)
NOTE_SECONDS = 20
LOST_IN_A_ROW = 3


class Line(Protocol):
    """What letters leave by: the mail server, or the demo's mailbox."""

    @property
    def is_open(self) -> bool: ...
    def open(self) -> None: ...
    def send(self, *, sender: str, to: str, content: bytes, before_data: Callable[[], bool]) -> bool: ...
    def close(self) -> None: ...


class DemoMailbox:
    """The demo has no mail server: a letter counts as delivered when it can be read on /posta-kutusu/."""

    is_open = True

    def open(self) -> None:
        return

    def send(self, *, sender: str, to: str, content: bytes, before_data: Callable[[], bool]) -> bool:
        return before_data()

    def close(self) -> None:
        return


@dataclass
class Tally:
    """What one run did."""

    sent: int = 0
    delayed: int = 0
    failed: int = 0
    lost_in_a_row: int = 0
    has_hung: bool = False


def drain(*, seconds: float = 20) -> Tally:
    """Send what is due until nothing is left, the rate is used up, the line breaks, or the time is over."""
    tally, end = Tally(), time.monotonic() + seconds
    if not outbox.has_work(now=timezone.now()):
        return tally
    outbox.recover(now=timezone.now())
    line = open_line()
    try:
        while time.monotonic() < end:
            batch = outbox.claim(now=timezone.now())
            if not batch or not _send_batch(line, batch, tally, end):
                break
    finally:
        line.close()
    if tally.sent or tally.delayed or tally.failed:
        logger.info("outbox drained: sent=%d delayed=%d failed=%d", tally.sent, tally.delayed, tally.failed)
    return tally


def open_line() -> Line:
    return DemoMailbox() if settings.MAIL_SERVER.is_demo else smtp.Connection(settings.MAIL_SERVER)


def _send_batch(line: Line, batch: list[OutboxMessage], tally: Tally, end: float) -> bool:
    """Return whether to go on. Letters that were not touched are given back at once."""
    for position, row in enumerate(batch):
        try:
            if time.monotonic() > end:
                outbox.give_back(batch[position:])
                return False
            _send_one(line, row, tally)
            if tally.lost_in_a_row >= LOST_IN_A_ROW or tally.has_hung:
                raise smtp.LineBroken(_("Sunucu yanıt vermedi ya da art arda birkaç iletide bağlantıyı kesti."))
        except smtp.LineBroken as trouble:
            outbox.give_back(batch[position:])
            needs_person = isinstance(trouble, smtp.LineMisconfigured)
            until = outbox.pause_line(reason=trouble.reply, needs_person=needs_person)
            logger.warning(
                "mail line paused: kind=%s code=%d until=%s",
                trouble.kind,
                trouble.code,
                until.isoformat(timespec="seconds"),
            )
            return False
    return True


def _send_one(line: Line, row: OutboxMessage, tally: Tally) -> None:
    """Hand over one letter and note the outcome. Raises LineBroken when no letter can leave now."""
    try:
        content = mime.build(row)
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # one letter that cannot be built must not hold up all others
        logger.exception("letter cannot be built: id=%d letter=%s", row.pk, row.letter)
        _note(lambda: outbox.note_failed(row, _("İleti oluşturulamadı; teknik ekip kayıtlara bakmalıdır.")))
        tally.failed += 1
        return
    try:
        if _hand_over(line, row, content):
            _note(lambda: outbox.note_sent(row))
            outbox.line_works()
            tally.sent += 1
        tally.lost_in_a_row = 0
    except smtp.LineBroken:
        raise
    except smtp.Trouble as trouble:
        _note_trouble(row, trouble)
        _count(tally, trouble, is_open=line.is_open)


def _count(tally: Tally, trouble: smtp.Trouble, *, is_open: bool) -> None:
    tally.failed += isinstance(trouble, smtp.LetterRefused)
    tally.delayed += not isinstance(trouble, smtp.LetterRefused)
    tally.lost_in_a_row = 0 if is_open or isinstance(trouble, smtp.LetterRefused) else tally.lost_in_a_row + 1
    tally.has_hung = trouble.hung


def _hand_over(line: Line, row: OutboxMessage, content: bytes) -> bool:
    """Send on the open connection; if the server closed it between two letters, once more on a new one."""
    was_open = line.is_open
    if not was_open:
        line.open()
    try:
        return line.send(sender=mime.sender(), to=row.to, content=content, before_data=lambda: outbox.start(row))
    except smtp.LineMisconfigured:
        raise
    except smtp.LineBroken:
        if not was_open:
            raise
        line.open()
        return line.send(sender=mime.sender(), to=row.to, content=content, before_data=lambda: outbox.start(row))


_NOTES: dict[type[smtp.Trouble], Callable[[OutboxMessage, str], None]] = {
    smtp.LetterRefused: outbox.note_failed,
    smtp.LetterDelayed: outbox.note_delayed,
    smtp.LetterUnsure: outbox.note_unsure,
}


def _note_trouble(row: OutboxMessage, trouble: smtp.Trouble) -> None:
    logger.warning("letter not sent: id=%d letter=%s kind=%s code=%d", row.pk, row.letter, trouble.kind, trouble.code)
    _note(lambda: _NOTES[type(trouble)](row, trouble.reply))


def _note(write: Callable[[], None]) -> None:
    """Write an outcome, through a restart of PostgreSQL if need be: what the server has must not be sent again."""
    end = time.monotonic() + NOTE_SECONDS
    while True:
        try:
            write()
            return
        except (OperationalError, InterfaceError):
            if time.monotonic() > end:
                raise
            connection.close()
            time.sleep(0.3)
