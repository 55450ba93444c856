"""``manage.py first_administrator``: asks for the person who may do everything in an empty portal."""

import sys
from collections.abc import Callable
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from konsey import addresses, text
from konsey.errors import Refused
from konsey.models import User
from konsey.services import administrators

LONGEST_NAME = 120


class Command(BaseCommand):
    help = "Boş bir portalın ilk yöneticisini sorar ve tanımlar."

    def handle(self, *args: object, **options: object) -> None:
        if refusal := administrators.why_not_appoint():
            self.stdout.write(refusal)
            return
        self.stdout.write("\nPortalın ilk yöneticisini tanımlayınız.")
        try:
            name = self._ask("Ad soyad: ", _name)
            email = self._ask("E-posta adresi: ", addresses.normalise)
            password = self._ask_password(User(name=name, email=email))
            administrators.appoint_first(name=name, email=email, password=password)
        except Refused as error:
            raise CommandError(error.message) from error
        except EOFError as error:
            raise CommandError("Yönetici tanımlanmadı.") from error
        self.stdout.write("Yönetici tanımlandı. İlk girişte ikinci adım (kod uygulaması ya da geçiş anahtarı) kurulur.")

    def _ask(self, question: str, read: Callable[[str], str]) -> str:
        """Ask until ``read`` accepts the answer."""
        while True:
            try:
                return read(input(question))
            except ValidationError as error:
                self._complain(error)

    def _ask_password(self, user: User) -> str:
        while True:
            password = _read_secret("Parola (yazarken görünmez): ")
            try:
                validate_password(password, user)
            except ValidationError as error:
                self._complain(error)
                continue
            if _read_secret("Parola (yeniden): ") == password:
                return password
            self.stdout.write("  İki parola birbirinden farklı.")

    def _complain(self, error: ValidationError) -> None:
        for message in error.messages:
            self.stdout.write(f"  {message}")


def _name(answer: str) -> str:
    name = text.clean(answer)
    if not 2 <= len(name) <= LONGEST_NAME:
        raise ValidationError("Adınızı ve soyadınızı yazınız.")
    return name


def _read_secret(question: str) -> str:
    """Hidden at a terminal; from a pipe (an installation script) as a plain line."""
    return getpass(question) if sys.stdin.isatty() else input(question)
