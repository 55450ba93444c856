"""``manage.py demo_logins``: how to get into the demo now, with the codes of the second step."""

from django.core.management.base import BaseCommand

from konsey import roles
from konsey.demo import people


class Command(BaseCommand):
    help = "Deneme hesaplarını, parolalarını ve şu an geçerli doğrulama kodlarını yazar."

    def handle(self, *args: object, **options: object) -> None:
        found = people.logins()
        if not found:
            self.stdout.write("Deneme hesabı yok: deneme verileri yüklenmemiş ya da bu bir deneme kurulumu değil.")
            return
        self.stdout.write(f"\nDeneme hesapları (parola hepsinde: {people.PASSWORD})\n")
        self.stdout.write(f"  {'E-posta':<26}{'Kod':<10}Görev")
        for login in found:
            duty = roles.ROLES[login.person.role].group if login.person.role else login.person.note
            self.stdout.write(f"  {login.person.email:<26}{login.code or '–':<10}{duty}")
        self.stdout.write(
            f"\n  Görevliler paroladan sonra kodu da yazar. Kodlar {found[0].seconds} saniye daha geçerli; güncelleri\n"
            "  portalda /deneme-hesaplari/ sayfasında.\n"
        )
