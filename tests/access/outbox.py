"""The demo's mailbox is for staff; leaving a list is for whoever holds the letter."""

from konsey import unsubscribing
from tests.access.table import Row
from tests.factories.konsey import OutboxMessageFactory, UserFactory


def _letter() -> tuple[object, ...]:
    return (OutboxMessageFactory().pk,)


def _token() -> tuple[object, ...]:
    return (unsubscribing.token(UserFactory(), "news"),)


ACCESS = {
    "mailbox": Row(visitor="login", resident=403, clerk=200),
    "mailbox_letter": Row(args=_letter, visitor="login", resident=403, clerk=200),
    "mailbox_html": Row(args=_letter, visitor="login", resident=403, clerk=200),
    "unsubscribe": Row(args=_token, visitor=200, resident=200, clerk=200),
}
