"""Writing the audit record: inside the caller's transaction, so that an act and its trace stand or fall together.

The rows can never be changed or deleted (docs/kararlar/0006), so they hold no secret and nothing that names a
resident: residents appear by number, personal values as a hint ("A••• Y•••"). Staff appear by name, since they answer
for their acts.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from konsey import text
from konsey.middleware import request_id
from konsey.models import AuditEntry, User

SECRET_FIELDS = frozenset(
    {"password", "secret", "token", "code", "code_hash", "code_hmac", "identity_hmac", "email_hash", "data", "html"}
)
PERSONAL_FIELDS = frozenset(
    {"email", "phone", "to", "birth_year"}
)  # of any model; more in a model's ``audit_personal``
NAMES_OF_PEOPLE = frozenset({"name"})
TYPED = frozenset({"q", "term"})
HIDDEN = "•••"
LONGEST_VALUE = 2_000
LONGEST_NAME = 254  # what is longer is a text about somebody; only its length is kept

ACTIONS: dict[str, str | Promise] = {
    "admin.added": _("Kayıt eklendi"),
    "admin.changed": _("Kayıt değiştirildi"),
    "admin.deleted": _("Kayıt silindi"),
    "personal.viewed": _("Kişisel veri görüntülendi"),
    "personal.listed": _("Kişisel veri listelendi"),
    "personal.searched": _("Kişisel veri arandı"),
    "data.exported": _("Veri dışa aktarıldı"),
    "personal.exported": _("Kişisel veri dışa aktarıldı"),
    "audit.exported": _("Denetim kayıtları dışa aktarıldı"),
    "roles.synced": _("Görevlerin yetkileri tanımla eşitlendi"),
}


def name_actions(labels: Mapping[str, str | Promise]) -> None:
    """Give the actions that a service records their Turkish names; called once where the service is defined."""
    ACTIONS.update(labels)


def record(
    *,
    by: User | None,
    action: str,
    obj: models.Model | None = None,
    model: type[models.Model] | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Append one entry. ``by`` None means the portal itself; ``model`` names the kind of thing without an ``obj``.

    Secrets are masked in ``before`` and ``after``, personal values of people shortened to a hint.
    """
    kind = obj.__class__ if obj is not None else model  # not type(): a request's user is a lazy wrapper
    return AuditEntry.objects.create(
        by=by,
        by_label=label_of(by) if by else str(_("Portal")),
        action=action,
        object_type=kind._meta.label if kind else "",
        object_id=str(obj.pk) if obj is not None else "",
        object_label=label_of(obj)[:200] if obj is not None else "",
        before=_masked(before, kind),
        after=_masked(after, kind),
        reason=text.clean(reason)[:500],
        request_id=request_id.get(),
    )


def viewed(*, by: User, obj: models.Model, part: str = "") -> AuditEntry:
    """Record that a clerk looked at one person's data; ``part`` says what of it, for example a downloaded file."""
    return record(by=by, action="personal.viewed", obj=obj, after={"part": part} if part else None)


def listed(
    *, by: User, model: type[models.Model], ids: Iterable[object], query: str, action: str = "personal.listed"
) -> None:
    """Record that a list showed these rows of personal data. An empty list shows nobody and leaves no entry."""
    shown = [str(pk) for pk in ids]
    if shown:
        record(
            by=by, action=action, model=model, after={"ids": shown, "count": len(shown), "filters": hint_query(query)}
        )


def label_of(obj: models.Model) -> str:
    """Return how the record names an object: ``audit_label`` where a model has one, residents by number only."""
    if isinstance(obj, User) and not obj.is_staff:
        return str(_("Kişi %(number)s") % {"number": obj.pk})
    label = getattr(obj, "audit_label", None)
    return str(obj if label is None else label)


def kind_label(object_type: str) -> str | Promise:
    """Return the Turkish name of a stored object type; what no longer exists keeps its technical name."""
    try:
        return apps.get_model(object_type)._meta.verbose_name or object_type
    except (LookupError, ValueError):
        return object_type


def hint(value: str) -> str:
    """Shorten each word to its first letter, enough to recognise a change and too little to name a person."""
    if len(value) > LONGEST_NAME:
        return str(_("%(count)s karakter") % {"count": len(value)})
    separator = "@" if "@" in value else " "
    return separator.join(f"{part[0]}{HIDDEN}" for part in value.split(separator) if part)


def hint_query(query: str) -> str:
    """A search text may be somebody's name: keep the filters, shorten what was typed into the search box."""
    return "&".join(f"{name}={hint(value) if name in TYPED else value}" for name, value in parse_qsl(query))


def _masked(values: Mapping[str, object] | None, kind: type[models.Model] | None) -> dict[str, object] | None:
    if values is None:
        return None
    personal = PERSONAL_FIELDS | getattr(kind, "audit_personal", NAMES_OF_PEOPLE if kind is User else frozenset())
    return {name: _safe(name, value, personal) for name, value in values.items()}


def _safe(name: str, value: object, personal: frozenset[str]) -> object:
    if name in SECRET_FIELDS:
        return HIDDEN
    plain = _plain(value)
    return hint(plain) if name in personal and isinstance(plain, str) else plain


def _plain(value: object) -> object:
    """Reduce to what JSON in PostgreSQL can hold: a NUL typed into a search box must not fail the page."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, bytes | memoryview):
        return HIDDEN
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    return text.clean(str(value), lines=True)[:LONGEST_VALUE]
