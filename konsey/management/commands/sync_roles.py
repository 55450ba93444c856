"""``manage.py sync_roles``: give the groups exactly the rights that `konsey.roles` states. Safe to run at any time."""

from django.core.management.base import BaseCommand

from konsey import audit, roles


class Command(BaseCommand):
    help = "Görev gruplarının yetkilerini koddaki tanımla eşitler."

    def handle(self, *args: object, **options: object) -> None:
        changes = roles.sync()
        for name, (given, taken) in changes.items():
            audit.record(
                by=None, action="roles.synced", after={"role": name, "given": sorted(given), "taken": sorted(taken)}
            )
            self.stdout.write(f"{roles.ROLES[name].group}: {len(given)} yetki verildi, {len(taken)} yetki alındı.")
        if not changes:
            self.stdout.write("Görevlerin yetkileri tanımla aynı.")
