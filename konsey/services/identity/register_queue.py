"""Uploaded register files: put aside privately, imported by the worker, deleted as soon as they are not needed."""

from datetime import datetime
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from konsey import audit, locks, text
from konsey.errors import Refused
from konsey.models import RegisterImport, User
from konsey.rules import identity as rules
from konsey.services.identity.register_import import IMPORT_LOCK, Busy, replace_register, settle_interrupted

State = RegisterImport.State

audit.name_actions(
    {
        "identity.register_uploaded": gettext_lazy("Belediye kaydı yüklendi"),
        "identity.register_cancelled": gettext_lazy("Belediye kaydını aktarmaktan vazgeçildi"),
    }
)


@transaction.atomic
def queue_import(
    *, by: User, upload: UploadedFile, accepts_bad_lines: bool, accepts_shrinking: bool, now: datetime
) -> RegisterImport:
    """Put an uploaded file aside for the worker, which looks for work every minute."""
    row = RegisterImport(
        name=text.clean(upload.name or "")[:120] or "kayit.csv",
        created_by=by,
        created_at=now,
        accepts_bad_lines=accepts_bad_lines,
        accepts_shrinking=accepts_shrinking,
    )
    # The stored name is ours: what the clerk's computer called the file is only shown.
    row.file.save(f"{now:%Y%m%d%H%M%S}.csv", upload, save=False)
    row.save()
    audit.record(
        by=by,
        action="identity.register_uploaded",
        obj=row,
        after={"bytes": upload.size, "accepts_bad_lines": accepts_bad_lines, "accepts_shrinking": accepts_shrinking},
    )
    return row


@transaction.atomic
def cancel_import(*, by: User, register_import: RegisterImport, now: datetime) -> RegisterImport:
    """Take a waiting file back. Raises Refused."""
    row = RegisterImport.objects.select_for_update(of=("self",), no_key=True).get(pk=register_import.pk)
    if refusal := rules.why_not_cancel_import(row):
        raise Refused(refusal)
    row.state, row.finished_at = State.CANCELLED, now
    row.save(update_fields=["state", "finished_at"])
    audit.record(by=by, action="identity.register_cancelled", obj=row, after={"state": row.state})
    transaction.on_commit(lambda: discard_file(row))
    return row


def run_waiting() -> RegisterImport | None:
    """Import the file that has waited longest. Returns None when there is none, or another worker is at it."""
    if not revive_interrupted():
        return None
    row = RegisterImport.objects.waiting().first()
    if row is None:
        return None
    try:
        with row.file.open("rb") as source:
            replace_register(register_import=row, source=cast(BinaryIO, source))
    except Busy:
        return None
    except Refused:
        row.refresh_from_db()
    except FileNotFoundError:
        _fail(row, _("Yüklenen dosya bulunamadı. Dosyayı yeniden yükleyiniz."))
    discard_file(row)
    return row


def revive_interrupted() -> bool:
    """Put imports that died half-way back into the queue. Returns False while one is really running."""
    with transaction.atomic():
        if not locks.try_hold(IMPORT_LOCK):
            return False
        settle_interrupted(connection)
    discard_forgotten_files()
    return True


def discard_file(row: RegisterImport) -> None:
    """Delete the file from the private storage. Safe to repeat."""
    if row.file:
        row.file.delete(save=False)
        row.file = ""
        RegisterImport.objects.filter(pk=row.pk).update(file="")


def discard_forgotten_files() -> int:
    """Delete files of imports that are over, should a crash have left one behind. Returns how many."""
    over = RegisterImport.objects.filter(state__in=[State.DONE, State.FAILED, State.CANCELLED]).exclude(file="")
    rows = list(over)
    for row in rows:
        discard_file(row)
    return len(rows)


def _fail(row: RegisterImport, sentence: str) -> None:
    RegisterImport.objects.filter(pk=row.pk).update(state=State.FAILED, finished_at=timezone.now(), failure=sentence)
    row.refresh_from_db()
