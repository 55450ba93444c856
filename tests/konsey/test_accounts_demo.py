"""The demo's cast: each gets in with what the terminal and the page of logins say."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.utils import timezone

from konsey import roles
from konsey.demo import people
from konsey.models import User
from tests.client import PortalClient
from tests.konsey.accounts import sign_in


@pytest.fixture
def cast(db):
    people.load(timezone.now())


def test_loading_again_changes_nothing(cast):
    before = list(User.objects.order_by("pk").values_list("pk", "email", "password"))

    people.load(timezone.now())

    assert list(User.objects.order_by("pk").values_list("pk", "email", "password")) == before
    assert len(before) == len(people.PEOPLE)


def test_every_role_has_a_clerk_and_there_are_others(cast):
    held = set(User.objects.filter(is_staff=True).values_list("groups__name", flat=True))

    assert held >= {role.group for role in roles.ROLES.values()}
    assert User.objects.filter(is_staff=False).count() >= 5


def test_everybody_gets_in_with_what_the_terminal_says(cast, capsys):
    call_command("demo_logins")
    said = capsys.readouterr().out

    lines = re.findall(r"^  (\S+@demo\.example)\s+(\d{6}|–)", said, re.MULTILINE)
    assert len(lines) == len(people.PEOPLE)
    for email, code in lines:
        client = PortalClient()
        answer = sign_in(client, email, people.PASSWORD)
        if code != "–":
            answer = client.post(answer.url, {"code": code})
            assert client.get("/yonetim/").status_code == 200, email
        assert answer.url == "/hesabim/", email


def test_page_of_logins_shows_codes_that_work(cast, client):
    page = client.get("/deneme-hesaplari/").content.decode()

    code = re.search(r"yonetici@demo\.example.*?<code>(\d{6})</code>", page, re.DOTALL).group(1)
    answer = sign_in(client, "yonetici@demo.example", people.PASSWORD)
    assert client.post(answer.url, {"code": code}).status_code == 302


def test_without_demo_content_both_say_so(db, client, capsys):
    call_command("demo_logins")

    assert "Deneme hesabı yok" in capsys.readouterr().out
    assert "Deneme hesabı yok." in client.get("/deneme-hesaplari/").content.decode()


def test_in_production_nothing_is_told(cast, settings):
    settings.DEMO = settings.TEST = settings.DEBUG = False

    assert people.logins() == []


def test_demo_secrets_are_stored_like_any_other(cast):
    assert people.PEOPLE[0].totp_secret not in str(list(Authenticator.objects.values_list("data", flat=True)))
