"""What the account tests share: reading codes out of letters, computing codes of the application."""

import re
import time

from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from konsey.models import OutboxMessage, User
from tests.client import SECRET
from tests.factories.konsey.people import PASSWORD


def letters(to: str) -> list[str]:
    return list(OutboxMessage.objects.filter(to=to).order_by("pk").values_list("letter", flat=True))


def last_letter(to: str) -> OutboxMessage:
    return OutboxMessage.objects.filter(to=to).latest("pk")


def code_sent_to(to: str) -> str:
    return re.search(r"^(\d{6})$", last_letter(to).text, re.MULTILINE).group(1)


def link_sent_to(to: str) -> str:
    return re.search(r"(/kayit/onay/\S+)", last_letter(to).text).group(1)


def app_code(step: int = 0) -> str:
    """What the application with `SECRET` shows, now or ``step`` steps later."""
    return totp.format_hotp_value(totp.hotp_value(SECRET, int(time.time()) // 30 + step))


def add_app(user: User) -> None:
    totp.TOTP.activate(user, SECRET)


def sign_up(client: Client, **changes: object):
    data = {
        "name": "Elif Çağlayan",
        "email": "elif@example.com",
        "password1": "kordonda-bisiklet",
        "notice_version": "1",
        "ikinci_ad_soyad": "",
    }
    return client.post(reverse("account_signup"), {**data, **changes})


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: object):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})
