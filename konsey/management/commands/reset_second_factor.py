"""``manage.py reset_second_factor``: for who lost phone and recovery codes, with nobody left to help."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from konsey import addresses
from konsey.models import User
from konsey.services import accounts


class Command(BaseCommand):
    help = "Bir kişinin ikinci adımını sıfırlar; girişte yenisini kurması istenir."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="Kişinin e-posta adresi")
        parser.add_argument("--gerekce", required=True, dest="reason", help="Denetim kaydına yazılır.")

    def handle(self, *args: object, email: str, reason: str, **options: object) -> None:
        user = User.objects.filter(email=addresses.find(email)).first()
        if user is None:
            raise CommandError("Bu adresle bir hesap yok.")
        accounts.reset_second_factor(by=None, user=user, reason=reason)
        self.stdout.write("İkinci adım sıfırlandı, oturumlar kapatıldı; kişiye e-postayla bildirildi.")
