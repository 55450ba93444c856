"""``manage.py maintenance_page <file>``: writes the page that the proxy shows while the portal does not answer."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from konsey.views.errors import standing


class Command(BaseCommand):
    help = "Portal yanıt vermezken ters vekil sunucunun göstereceği sayfayı yazar (collectstatic komutundan sonra)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="Yazılacak dosya")

    def handle(self, *args: object, file: Path, **options: object) -> None:
        file.write_text(standing("errors/maintenance.html"), encoding="utf-8")
        self.stdout.write(f"{file} yazıldı.")
