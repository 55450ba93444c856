"""Bringing a register file in: one transaction that replaces the whole register, or nothing of it.

Lines stream through COPY into a temporary table; everything else is sets in SQL. Whoever is interrupted, by an error,
a stop or a pulled plug, leaves the old register untouched and simply starts again.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from konsey import audit, locks
from konsey.errors import Refused
from konsey.models import RegisterEntry, RegisterImport
from konsey.services.identity import register_files as files

audit.name_actions({"identity.register_imported": gettext_lazy("Belediye kaydı aktarıldı")})

IMPORT_LOCK = locks.key_for("konsey.register_import")
BATCH = 5_000
State = RegisterImport.State


class Busy(Refused):
    """Another import is under way; this one can wait for its turn."""


Watcher = Callable[[int, int], None]


def _nobody_watches(lines: int, percent: int) -> None:
    return


def replace_register(
    *, register_import: RegisterImport, source: BinaryIO, watch: Watcher = _nobody_watches
) -> RegisterImport:
    """Import ``source``. Raises Refused after writing the reason down; other errors pass, with nothing imported.

    ``watch`` is called now and then with the lines read and the per cent done.
    """
    report = files.Report()
    with _progress(register_import, watch) as tell:
        try:
            with transaction.atomic(durable=True):
                _replace(register_import, source, report, tell)
        except Busy:
            raise
        except Refused as refusal:
            _write_failure(register_import, report, refusal.message)
            raise
    register_import.refresh_from_db()
    return register_import


def _replace(register_import: RegisterImport, source: BinaryIO, report: files.Report, tell: "Teller") -> None:
    if not locks.try_hold(IMPORT_LOCK):
        raise Busy(_("Şu anda başka bir kayıt aktarılıyor. Bitince yeniden deneyiniz."))
    tell.start()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '60s'")
        cursor.execute("SET LOCAL work_mem = '32MB'")
    _stage(source, report, tell)
    numbers = _judge(register_import, report)
    numbers |= _merge()
    RegisterImport.objects.filter(pk=register_import.pk).update(
        state=State.DONE,
        started_at=tell.started_at,
        finished_at=timezone.now(),
        percent=100,
        lines=report.lines,
        bad_lines=report.bad_count,
        report=report.as_json(),
        failure="",
        **numbers,
    )
    audit.record(
        by=register_import.created_by,
        action="identity.register_imported",
        obj=register_import,
        after={"lines": report.lines, "bad_lines": report.bad_count, **numbers},
    )


def _stage(source: BinaryIO, report: files.Report, tell: "Teller") -> None:
    """Stream the good lines into a temporary table."""
    total = _size(source)
    reading = files.entries(source, places=files.Places(), report=report, now=timezone.localtime())
    with closing(reading) as found, connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE register_staging"
            " (line integer, identity_hmac bytea, neighbourhood_id bigint) ON COMMIT DROP"
        )
        with cursor.copy("COPY register_staging (line, identity_hmac, neighbourhood_id) FROM STDIN") as copy:
            for batch in _batches(found):
                copy.write("".join(f"{line}\t\\\\x{key.hex()}\t{place}\n" for line, key, place in batch))
                tell.step(report.lines, report.signs_read, total)
        cursor.execute(
            "CREATE TEMPORARY TABLE register_people ON COMMIT DROP AS"
            " SELECT identity_hmac, min(neighbourhood_id) AS neighbourhood_id, count(*) AS lines,"
            " min(neighbourhood_id) <> max(neighbourhood_id) AS conflicting"
            " FROM register_staging GROUP BY identity_hmac"
        )
        cursor.execute("ANALYZE register_people")
    _note_conflicts(report)


def _note_conflicts(report: files.Report) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT line, count(*) OVER () FROM register_staging JOIN register_people USING (identity_hmac)"
            " WHERE conflicting ORDER BY line LIMIT %s",
            [files.MOST_REPORTED],
        )
        rows = cursor.fetchall()
    for line, _total in rows:
        report.add(line, "conflict")
    if rows:
        report.reasons["conflict"] = rows[0][1]


def _judge(register_import: RegisterImport, report: files.Report) -> dict[str, int]:
    """Return the file's totals. Raises Refused when it would do more harm than good."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE NOT conflicting), coalesce(sum(lines - 1) FILTER (WHERE NOT conflicting), 0)"
            " FROM register_people"
        )
        people, repeated = cursor.fetchone()
    if not people:
        raise Refused(_("Dosyada aktarılabilecek tek bir satır yok."))
    allowed = report.lines * settings.REGISTER_BAD_LINES_PERCENT // 100
    if report.bad_count > allowed and not register_import.accepts_bad_lines:
        raise Refused(
            _(
                "%(lines)d satırın %(bad)d tanesi hatalı. Dosyayı düzeltiniz ya da hatalı satırların atlanmasını "
                "seçerek yeniden yükleyiniz."
            )
            % {"bad": report.bad_count, "lines": report.lines}
        )
    before = RegisterEntry.objects.count()
    if people * 100 < before * (100 - settings.REGISTER_SHRINK_PERCENT) and not register_import.accepts_shrinking:
        raise Refused(
            _(
                "Kayıtta şu anda %(before)d kişi var, dosyada yalnızca %(people)d. Dosya eksik olabilir; "
                "değilse kaydın küçülebileceğini seçerek yeniden yükleyiniz."
            )
            % {"before": before, "people": people}
        )
    return {"repeated_lines": int(repeated)}


def _merge() -> dict[str, int]:
    """Make the register equal to the file. People in conflicting lines stay as they were."""
    statements = {
        "removed": "DELETE FROM konsey_registerentry e WHERE NOT EXISTS"
        " (SELECT FROM register_people p WHERE p.identity_hmac = e.identity_hmac)",
        "moved": "UPDATE konsey_registerentry e SET neighbourhood_id = p.neighbourhood_id FROM register_people p"
        " WHERE p.identity_hmac = e.identity_hmac AND NOT p.conflicting AND p.neighbourhood_id <> e.neighbourhood_id",
        "added": "INSERT INTO konsey_registerentry (identity_hmac, neighbourhood_id)"
        " SELECT p.identity_hmac, p.neighbourhood_id FROM register_people p WHERE NOT p.conflicting AND NOT EXISTS"
        " (SELECT FROM konsey_registerentry e WHERE e.identity_hmac = p.identity_hmac)",
    }
    counts = {}
    with connection.cursor() as cursor:
        for name, statement in statements.items():
            cursor.execute(statement)
            counts[name] = cursor.rowcount
        cursor.execute("ANALYZE konsey_registerentry")
    return {**counts, "entries": RegisterEntry.objects.count()}


def settle_interrupted(through: BaseDatabaseWrapper) -> None:
    """Imports that still call themselves running although the caller holds the lock have died half-way.

    Those with a file go back to the queue, a few times; the others have failed.
    """
    with through.cursor() as cursor:
        cursor.execute(
            "UPDATE konsey_registerimport SET state = 'waiting', percent = 0"
            " WHERE state = 'running' AND file <> '' AND attempts < %s",
            [settings.REGISTER_ATTEMPTS],
        )
        cursor.execute(
            "UPDATE konsey_registerimport SET state = 'failed', finished_at = %s, failure = %s WHERE state = 'running'",
            [timezone.now(), _("Aktarım yarıda kesildi; kayıtta hiçbir şey değişmedi. Dosyayı yeniden aktarınız.")],
        )


class Teller:
    """Tells how far the import is, over a connection of its own: what the import writes is invisible until it ends."""

    def __init__(self, pk: int, watch: Watcher) -> None:
        self.pk, self.watch = pk, watch
        self.connection = connection.copy()
        self.started_at: datetime | None = None

    def start(self) -> None:
        self.started_at = timezone.now()
        settle_interrupted(self.connection)
        self._execute(
            "UPDATE konsey_registerimport SET state = 'running', started_at = %s, attempts = attempts + 1"
            " WHERE id = %s",
            [self.started_at, self.pk],
        )

    def step(self, lines: int, signs_read: int, total: int) -> None:
        if lines % (BATCH * 5) < BATCH:
            percent = min(90, signs_read * 90 // max(total, 1))
            self._execute(
                "UPDATE konsey_registerimport SET lines = %s, percent = %s WHERE id = %s", [lines, percent, self.pk]
            )
            self.watch(lines, percent)

    def _execute(self, statement: str, params: list[Any]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(statement, params)


@contextmanager
def _progress(register_import: RegisterImport, watch: Watcher) -> Iterator[Teller]:
    teller = Teller(register_import.pk, watch)
    try:
        yield teller
    finally:
        teller.connection.close()


def _write_failure(register_import: RegisterImport, report: files.Report, message: str) -> None:
    RegisterImport.objects.filter(pk=register_import.pk).update(
        state=State.FAILED,
        finished_at=timezone.now(),
        lines=report.lines,
        bad_lines=report.bad_count,
        report=report.as_json(),
        failure=message,
    )


def _batches(found: Iterator[files.Entry]) -> Iterator[list[files.Entry]]:
    while batch := list(islice(found, BATCH)):
        yield batch


def _size(source: BinaryIO) -> int:
    source.seek(0, 2)
    size = source.tell()
    source.seek(0)
    return size
