"""Bring districts and neighbourhoods to what `data/` says; safe to run again."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from konsey.errors import Refused
from konsey.services import places


class Command(BaseCommand):
    help = "İlçeleri ve mahalleleri data/ klasöründeki dosyalara göre ekler ve günceller; hiçbir kaydı silmez."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=places.FOLDER, help="CSV dosyalarının klasörü")

    def handle(self, *, folder: Path, **options: object) -> None:
        try:
            report = places.import_places(folder=folder)
        except Refused as refusal:
            raise CommandError(_("Hiçbir kayıt değiştirilmedi.\n%(reason)s") % {"reason": refusal.message}) from None
        self._show(_("İlçeler"), report.districts)
        self._show(_("Mahalleler"), report.neighbourhoods)

    def _show(self, title: str, outcome: places.Outcome) -> None:
        counts = _("%(created)d eklendi, %(updated)d güncellendi, %(unchanged)d değişmedi, %(missing)d dosyada yok") % {
            "created": outcome.created,
            "updated": outcome.updated,
            "unchanged": outcome.unchanged,
            "missing": len(outcome.missing),
        }
        self.stdout.write(f"{title}: {counts}")
        for name in outcome.renamed:
            self.stdout.write("  " + _("Adı değişti: %(name)s") % {"name": name})
        for name in outcome.missing:
            self.stdout.write("  " + _("Dosyada yok, silinmedi: %(name)s") % {"name": name})
