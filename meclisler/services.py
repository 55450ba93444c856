"""Founding, changing and removing bodies. The table is small and seldom written, so one writer at a time may do so:
that alone keeps two clerks from hanging two bodies under each other at the same moment.
"""

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from konsey import audit, text
from konsey.errors import Refused
from konsey.models import User
from meclisler import rules
from meclisler.models import Body

audit.name_actions({
    "body.added": _("Kurul eklendi"),
    "body.changed": _("Kurul değiştirildi"),
    "body.deleted": _("Kurul silindi"),
})  # fmt: skip

RECORDED = ("kind", "name", "purpose", "description", "parent_id", "district_id", "neighbourhood_id", "state", "since")


@transaction.atomic
def save_body(*, by: User | None, body: Body) -> Body:
    """Store a new or changed body. Its address is made from the first name and stays. Raises `Refused`."""
    _one_writer()
    stored = Body.objects.filter(pk=body.pk).first()
    _refuse_violations(body)
    if stored is None:
        body.slug = _free_slug(body.name)
    body.save()
    before, after = _values(stored) if stored else {}, _values(body)
    changed = [name for name in RECORDED if before.get(name) != after[name]]
    if changed or stored is None:
        audit.record(
            by=by,
            action="body.changed" if stored else "body.added",
            obj=body,
            before={name: before[name] for name in changed} if stored else None,
            after={name: after[name] for name in changed},
        )
    return body


@transaction.atomic
def delete_body(*, by: User, body: Body) -> None:
    """Remove a body entered by mistake; one that others name cannot be (`ProtectedError`), it is closed instead."""
    _one_writer()
    audit.record(by=by, action="body.deleted", obj=body, before=_values(body))
    body.delete()


def _one_writer() -> None:
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE meclisler_body IN SHARE ROW EXCLUSIVE MODE")


def _refuse_violations(body: Body) -> None:
    reason = rules.why_not_parent(body, dict(Body.objects.values_list("pk", "parent_id")))
    if reason:
        raise Refused(reason)
    try:
        body.validate_constraints()
    except ValidationError as violation:
        raise Refused(" ".join(violation.messages)) from None


def _free_slug(name: str) -> str:
    base = text.slug(name, max_length=130)
    taken = set(Body.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)


def _values(body: Body) -> dict[str, object]:
    return {name: getattr(body, name) for name in RECORDED}
