"""The demo's cast: a clerk of each role, residents, somebody who speaks for an association. Their logins are public."""

import base64
import hashlib
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from konsey import roles
from konsey.models import User

PASSWORD = "kordon-vapur-35"  # noqa: S105  (printed by ``manage.py demo_logins``, never in production)
DOMAIN = "demo.example"
STEP_SECONDS = 30


@dataclass(frozen=True)
class Person:
    """``login`` stands before the @; ``role`` is a key of `konsey.roles.ROLES`, empty for who does not work here."""

    login: str
    name: str
    role: str = ""
    note: str = ""
    language: str = "tr"
    days: int = 90

    @property
    def email(self) -> str:
        return f"{self.login}@{DOMAIN}"

    @property
    def is_staff(self) -> bool:
        return bool(self.role)

    @property
    def totp_secret(self) -> str:
        """Known on purpose, another one for each clerk."""
        return base64.b32encode(hashlib.sha256(f"konsey.demo.{self.login}".encode()).digest()[:20]).decode()


PEOPLE = (
    Person("yonetici", "Nermin Aksoy", "administrator", days=400),
    Person("sekretarya", "Burak Işık", "secretariat", days=380),
    Person("editor", "Selin Görgülü", "editor", days=300),
    Person("etkinlik", "Onur Çakır", "events_staff", days=280),
    Person("butce", "Derya Şahin", "budget_staff", days=280),
    Person("dogrulama", "İbrahim Ünal", "verifier", days=200),
    Person("irtibat", "Gülay Öztürk", "liaison", days=200),
    Person("denetci", "Rıza Tekin", "auditor", days=150),
    Person("ayse", "Ayşe Yıldız", note="Mahalle sakini", days=240),
    Person("mehmet", "Mehmet Karaca", note="Mahalle sakini", days=120),
    Person("zeynep", "Zeynep Çelikbaş", note="Mahalle sakini", days=60),
    Person("irmak", "Irmak Doğan", note="Öğrenci", days=30),
    Person("cem", "Cem Iğdır", note="Yeni üye", days=2),
    Person("hasan", "Hasan Gürbüz", note="Dernek temsilcisi", days=180),
    Person("emily", "Emily Carter", note="İngilizce kullanan sakin", language="en", days=45),
)


@dataclass(frozen=True)
class Login:
    """How to get in now: ``code`` is the second step's, empty for whoever needs none; valid for another ``seconds``."""

    person: Person
    password: str
    code: str
    seconds: int


@transaction.atomic
def load(now: datetime) -> None:
    for person in PEOPLE:
        if not User.objects.filter(email=person.email).exists():
            _create(person, now)


def logins() -> list[Login]:
    """Return how to sign in as each of the cast that is there. Empty where no demo content was loaded."""
    if not (settings.DEMO or settings.TEST or settings.DEBUG):
        return []
    there = set(User.objects.filter(email__endswith=f"@{DOMAIN}").values_list("email", flat=True))
    step, passed = divmod(int(time.time()), STEP_SECONDS)
    left = STEP_SECONDS * (1 + settings.MFA_TOTP_TOLERANCE) - passed
    return [
        Login(person, PASSWORD, code_at(person, step) if person.is_staff else "", left)
        for person in PEOPLE
        if person.email in there
    ]


def code_at(person: Person, step: int) -> str:
    return totp.format_hotp_value(totp.hotp_value(person.totp_secret, step))


def _create(person: Person, now: datetime) -> None:
    user = User.objects.create_user(
        person.email,
        PASSWORD,
        name=person.name,
        language=person.language,
        is_staff=person.is_staff,
        joined_at=now - timedelta(days=person.days),
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if person.role:
        user.groups.add(Group.objects.get(name=roles.ROLES[person.role].group))
    if person.is_staff and not Authenticator.objects.filter(user=user).exists():
        totp.TOTP.activate(user, person.totp_secret)
        RecoveryCodes.activate(user)
