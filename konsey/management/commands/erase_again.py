"""``manage.py erase_again silinen-hesaplar.csv``: after restoring a backup, erase again who had been erased since.

The file holds the audit's rows of erased accounts (docs/isletme.md): ``object_id,at``. Accounts that are younger than
their row (numbers start again after a restore) and those that are erased already are left alone.
"""

import csv
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from konsey.errors import Refused
from konsey.models import User
from konsey.services import deletions

REASON = "Yedekten dönüş sonrası yeniden silme"


class Command(BaseCommand):
    help = "Yedekten dönüşten sonra, yedekten sonra silinmiş hesapları yeniden siler."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: object, file: Path, **options: object) -> None:
        erased = 0
        for number, at in self._rows(file):
            user = User.objects.filter(pk=number, erased_at=None, joined_at__lt=at).first()
            if user is None:
                continue
            try:
                deletions.erase_account(by=None, user=user, now=timezone.now(), reason=REASON)
                erased += 1
            except Refused as refusal:
                self.stderr.write(f"Kişi {number}: {refusal.message}")
        self.stdout.write(f"{erased} hesap yeniden silindi.")

    def _rows(self, file: Path) -> list[tuple[int, datetime]]:
        try:
            with file.open(encoding="utf-8", newline="") as source:
                return [(int(row["object_id"]), datetime.fromisoformat(row["at"])) for row in csv.DictReader(source)]
        except (OSError, KeyError, ValueError) as error:
            raise CommandError(f"Dosya okunamadı; beklenen sütunlar: object_id, at. ({error})") from error
