"""``manage.py demo``: fills the portal with demo content. Safe to run again: what is there stays."""

import importlib

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

# In the order in which they need each other. Rooms above the ground floor are named, not imported.
MODULES = (
    "konsey.demo.places",
    "konsey.demo.people",
    "konsey.demo.privacy",
    "konsey.demo.identity",
    "konsey.demo.organisations",
    "konsey.demo.publications",
    "konsey.demo.feedback",
    "meclisler.demo",
    "butce.demo",
    "etkinlikler.demo",
)


class Command(BaseCommand):
    help = "Deneme verilerini yükler (yalnızca deneme kurulumunda)."

    def handle(self, *args: object, **options: object) -> None:
        if not (settings.DEMO or settings.TEST or settings.DEBUG):
            raise CommandError("Deneme verileri yalnızca deneme kurulumuna yüklenir (KONSEY_DEMO).")
        now = timezone.now()
        for name in MODULES:
            importlib.import_module(name).load(now)
            self.stdout.write(f"{name} yüklendi.")
