"""Queuing letters. Sending is the work of `konsey.services.outbox`, in a Celery task, after commit.

Templates of a letter: ``templates/mail/<app>/<name>.subject.txt`` (one line), ``.txt`` (extends ``mail/base.txt``,
block ``body``) and ``.html`` (extends ``mail/base.html``, blocks ``heading``, ``body``, ``button``; an action is
``{% include "mail/button.html" with url=… label=… only %}``, a code ``mail/code.html`` with ``code``). Both sheets
open with "Sayın …," and close by themselves (blocks ``salutation``, ``closing``, ``reason``). In the context of every
letter: ``site_url``, ``council_name``, ``council_email``, ``recipient_name``, ``subject``. Text templates are rendered
without HTML escaping.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.conf import settings
from django.db import connection, models
from django.template import Context, Engine
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone, translation
from psycopg import sql

from konsey import languages, text, unsubscribing
from konsey.models import OutboxAttachment, OutboxMessage, User
from konsey.models.outbox import about_key

MARK_CID = "mark"
KEY_LENGTH = 200
ATTACHMENTS_LIMIT = 2 * 1024 * 1024
INSERT = """
WITH letter AS (
    INSERT INTO {letters} ({columns}) VALUES ({values}) ON CONFLICT (key) DO NOTHING RETURNING id
), file AS (
    INSERT INTO {files} (message_id, name, content_type, content)
    SELECT letter.id, one.* FROM letter, unnest(%s::text[], %s::text[], %s::bytea[]) AS one
)
SELECT id FROM letter
"""
_NOT_IN_ADDRESS = re.compile(r"[\x00-\x20<>,;\"]")


@dataclass(frozen=True)
class Attachment:
    """A small file that goes with a letter."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    html: str


def queue(
    letter: str,
    *,
    to: str,
    key: str,
    context: Mapping[str, object] | None = None,
    user: User | None = None,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    list_kind: str = "",
    delivery: str = OutboxMessage.Delivery.AT_LEAST_ONCE,
    secret: bool = False,
    priority: int | None = None,
    attachments: Iterable[Attachment] = (),
    about: models.Model | None = None,
) -> bool:
    """Render ``templates/mail/<letter>.{subject.txt,txt,html}`` and put the letter into the outbox.

    ``letter`` is "<app>/<name>". ``key`` names the occasion (object and recipient); the same letter with the same key
    is stored once, however often and from however many places it is asked for. Call it inside the transaction of the
    act it tells about.

    ``user`` gives the language and the salutation. ``list_kind`` (a mailing list of `konsey.unsubscribing`) marks a
    letter that can be unsubscribed from; it needs ``user`` and is not stored when the person does not want that list.
    Empty means transactional: always sent. ``expires_at``: not worth sending later (a code, a reminder). ``secret``:
    holds a code or a personal link; clerks never see its body, and it is erased after sending. ``priority``: a letter
    to hundreds with personal links says `OutboxMessage.Priority.LIST`, so that it holds up nobody's code. ``about``:
    the record beside which the desk counts this letter (`OutboxQuerySet.about`).

    Returns whether a new row was written. Raises ValueError for what only a programming error can cause.
    """
    if _NOT_IN_ADDRESS.search(to) or "@" not in to or not to.isascii():
        raise ValueError("A letter goes to exactly one plain address.")
    if list_kind and user is None:
        raise ValueError("A letter of a list goes to an account that asked for it.")
    if list_kind and user and not unsubscribing.wants(user, list_kind):
        return False
    files = list(attachments)
    if sum(len(file.content) for file in files) > ATTACHMENTS_LIMIT:
        raise ValueError("The attachments of a letter are larger than the limit.")
    rendered = render(letter, context or {}, user=user, list_kind=list_kind)
    row = OutboxMessage(
        key=storable_key(letter, key),
        letter=letter,
        to=to,
        user=user,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        list_kind=list_kind,
        delivery=delivery,
        secret=secret,
        priority=_priority(list_kind, secret=secret) if priority is None else priority,
        due_at=due_at or timezone.now(),
        expires_at=expires_at,
        about=about_key(about) if about is not None else "",
    )
    return _insert_once(row, files)


def render(letter: str, context: Mapping[str, object], *, user: User | None, list_kind: str) -> Rendered:
    """Return the letter's three texts in the person's language."""
    with translation.override(languages.of(user.language if user else "")):
        values = {**_sheet(user, list_kind), **context}
        subject = text.clean(_plain(f"mail/{letter}.subject.txt", values))
        values["subject"] = subject
        body = re.sub(r"\n{3,}", "\n\n", text.clean(_plain(f"mail/{letter}.txt", values), lines=True))
        html = get_template(f"mail/{letter}.html").render(values)
    return Rendered((settings.MAIL_SUBJECT_PREFIX + subject)[:250], body + "\n", html.strip() + "\n")


def storable_key(letter: str, key: str) -> str:
    """Return the column's value; what is too long is shortened to a digest, never cut (two keys would become one)."""
    full = f"{letter}:{key}"
    if len(full) <= KEY_LENGTH:
        return full
    return f"{letter}:{hashlib.sha256(full.encode()).hexdigest()}"


def link(url_name: str, *args: object) -> str:
    """Return the full address of a page, for letters."""
    return settings.SITE_URL + reverse(url_name, args=args)


def _sheet(user: User | None, list_kind: str) -> dict[str, object]:
    values: dict[str, object] = {
        "language": translation.get_language(),
        "council_name": settings.COUNCIL_NAME,
        "council_email": settings.COUNCIL_EMAIL,
        "site_url": settings.SITE_URL,
        "mark_cid": MARK_CID,
        "recipient_name": user.name if user else "",
        "list_kind": list_kind,
    }
    if user and list_kind:
        values["list_label"] = unsubscribing.mailing_list(list_kind).label
        values["unsubscribe_url"] = unsubscribing.link(user, list_kind)
        values["preferences_url"] = link("my_notifications")
    return values


def _priority(list_kind: str, *, secret: bool) -> int:
    if secret:
        return OutboxMessage.Priority.CODE
    return OutboxMessage.Priority.LIST if list_kind else OutboxMessage.Priority.PERSONAL


def _plain(template: str, values: dict[str, object]) -> str:
    return Engine.get_default().get_template(template).render(Context(values, autoescape=False))


def _insert_once(row: OutboxMessage, files: Sequence[Attachment]) -> bool:
    """Write the letter with its files in one statement: the database decides who was first, and says so."""
    fields, statement = _insert()
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    columns = [[file.name for file in files], [file.content_type for file in files], [file.content for file in files]]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, *columns])
        found = cursor.fetchone()
    if found is None:
        return False
    row.pk = found[0]
    return True


@cache
def _insert() -> tuple[Sequence[models.Field], sql.Composed]:
    fields = [field for field in OutboxMessage._meta.concrete_fields if not field.primary_key and not field.generated]
    statement = sql.SQL(INSERT).format(
        letters=sql.Identifier(OutboxMessage._meta.db_table),
        files=sql.Identifier(OutboxAttachment._meta.db_table),
        columns=sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields),
        values=sql.SQL(", ").join(sql.Placeholder() for _field in fields),
    )
    return fields, statement
