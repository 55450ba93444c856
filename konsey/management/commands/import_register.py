"""`manage.py import_register kayit.csv`: bring the municipality's register in from a file on this machine."""

import pathlib
import sys
import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from konsey import numbers, text
from konsey.errors import Refused
from konsey.models import RegisterImport
from konsey.services.identity import register_files
from konsey.services.identity.register_follow_up import follow_up
from konsey.services.identity.register_import import replace_register


class Command(BaseCommand):
    help = (
        "Belediye kaydını bir CSV dosyasından aktarır. Kayıt bütünüyle değişir ya da hiç değişmez. "
        "Sütunlar: tc_kimlik_no;dogum_yili;ilce;mahalle ya da kimlik_hmac;ilce;mahalle."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=pathlib.Path, help="CSV dosyası")
        parser.add_argument(
            "--accept-bad-lines", action="store_true", help="hatalı satırlar ne kadar çok olursa olsun atlanır"
        )
        parser.add_argument("--accept-shrinking", action="store_true", help="kayıttaki kişi sayısı çok azalabilir")

    def handle(self, *args: object, **options: object) -> None:
        path = options["file"]
        assert isinstance(path, pathlib.Path)
        if not path.is_file():
            raise CommandError(f"Dosya bulunamadı: {path}")
        started = time.monotonic()
        row = RegisterImport.objects.create(
            name=text.clean(path.name)[:120],
            accepts_bad_lines=bool(options["accept_bad_lines"]),
            accepts_shrinking=bool(options["accept_shrinking"]),
        )
        try:
            with path.open("rb") as source:
                replace_register(register_import=row, source=source, watch=self._show)
        except Refused as refusal:
            row.refresh_from_db()
            self._report(row)
            raise CommandError(refusal.message) from refusal
        except BaseException:
            self._give_up(row)
            raise
        follow_up(register_import=row, now=timezone.now())
        self._report(row)
        self.stdout.write(f"Tamamlandı: {time.monotonic() - started:.1f} saniye.")

    def _show(self, lines: int, percent: int) -> None:
        end = "\r" if sys.stderr.isatty() else "\n"
        self.stderr.write(f"%{percent} {numbers.number(lines)} satır okundu", ending=end)

    def _give_up(self, row: RegisterImport) -> None:
        """An error or Ctrl-C: say so in the list, as far as the database still answers."""
        RegisterImport.objects.filter(pk=row.pk).exclude(state=RegisterImport.State.DONE).update(
            state=RegisterImport.State.FAILED,
            finished_at=timezone.now(),
            failure="Aktarım yarıda kesildi; kayıtta hiçbir şey değişmedi.",
        )

    def _report(self, row: RegisterImport) -> None:
        for label, value in (
            ("Okunan satır", row.lines),
            ("Hatalı satır", row.bad_lines),
            ("Yinelenen satır", row.repeated_lines),
            ("Kayıttaki kişi", row.entries),
            ("Yeni", row.added),
            ("Mahallesi değişen", row.moved),
            ("Kayıttan çıkan", row.removed),
            ("Mahallesi değişen hesap", row.accounts_moved),
            ("Kayıttan çıkan hesap", row.accounts_departed),
        ):
            self.stdout.write(f"{label}: {numbers.number(value)}")
        for line, reason in row.report.get("bad", [])[:20]:
            self.stdout.write(f"  satır {line}: {register_files.REASONS[reason]}")
