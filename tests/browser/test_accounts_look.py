"""Every account page under axe, at 360 and 1280 px, light and dark."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.utils import timezone

from konsey.demo import people
from konsey.models import OutboxMessage
from tests.browser.looks import assert_good_looks
from tests.client import PortalClient
from tests.factories.konsey import UserFactory
from tests.factories.konsey.people import PASSWORD
from tests.konsey.accounts import add_app, link_sent_to, sign_up

ENTRANCE = (
    "giris/",
    "giris/kod/",
    "parola/yenile/",
    "parola/yenile/tamam/",
    "giris/kapali/",
    "giris/kurum/vazgecildi/",
)
OWN = ("", "profil/", "bildirimler/", "eposta/", "parola/", "oturumlar/", "kurum/", "dogrula/", "ikinci-adim/")
PROVEN = (
    "ikinci-adim/uygulama/",
    "ikinci-adim/yedek-kodlar/yeni/",
    "ikinci-adim/anahtarlar/",
    "ikinci-adim/anahtarlar/yeni/",
)
CLERKS = (
    "ikinci-adim/",
    "ikinci-adim/uygulama/kaldir/",
    "ikinci-adim/yedek-kodlar/",
    "ikinci-adim/anahtarlar/",
    "dogrula/kod/",
)


def prove_oneself(page):
    page.goto("/hesabim/dogrula/")
    page.get_by_label("Parola", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Doğrulayın").click()
    page.wait_for_url("**/hesabim/")


@pytest.mark.parametrize("path", ENTRANCE)
def test_entrance(page, path):
    page.goto(f"/{path}")
    assert_good_looks(page)


def test_sign_up_form_with_its_notice_open_and_with_every_error(page):
    page.goto("/kayit/")
    page.get_by_text("Metnin tamamı").click()
    assert_good_looks(page)
    page.get_by_role("button", name="Üye olun").click()
    page.wait_for_selector(".summary")
    assert page.title().startswith("Hata: Üye olun")
    assert_good_looks(page)


@pytest.mark.parametrize(
    ("path", "label"),
    [("kayit", "Adresi onaylayın"), ("giris/kod", "Giriş yapın"), ("parola/yenile", "Kodu doğrulayın")],
)
def test_code_pages(page, db, path, label):
    UserFactory(email="elif@example.com", confirmed=path != "kayit")
    page.goto("/giris/" if path == "kayit" else f"/{path}/")
    page.get_by_label("E-posta adresi").fill("elif@example.com")
    if path == "kayit":
        page.get_by_label("Parola", exact=True).fill(PASSWORD)
    page.get_by_role("button", name=re.compile("Kod gönderin|^Giriş yapın$")).last.click()
    page.get_by_label("Altı haneli kod").fill("12")
    page.get_by_role("button", name=label).click()
    page.wait_for_selector(".summary")
    assert_good_looks(page)


def test_confirmation_by_link(page, db):
    sign_up(PortalClient())
    page.goto(link_sent_to("elif@example.com"))
    assert_good_looks(page)
    page.goto("/kayit/onay/olmayan/")
    assert_good_looks(page)


@pytest.mark.parametrize("path", OWN)
def test_own_pages(open_page, ayse, path):
    page = open_page(user=ayse)
    page.goto(f"/hesabim/{path}")
    assert_good_looks(page)


def test_own_pages_behind_the_password(open_page, ayse):
    Authenticator.objects.create(user=ayse, type="webauthn", data={"name": "Telefon", "credential": {}})
    page = open_page(user=ayse)
    prove_oneself(page)
    for path in PROVEN:
        page.goto(f"/hesabim/{path}")
        assert_good_looks(page)


def test_clerks_second_step(open_page, burak):
    page = open_page(user=burak)
    RecoveryCodes.activate(burak)
    prove_oneself(page)
    for path in CLERKS:
        page.goto(f"/hesabim/{path}")
        assert_good_looks(page)


def test_second_step_of_the_sign_in(page, burak):
    add_app(burak)
    page.goto("/giris/")
    page.get_by_label("E-posta adresi").fill(burak.email)
    page.get_by_label("Parola", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Giriş yapın", exact=True).last.click()
    page.wait_for_url("**/ikinci-adim/")
    assert_good_looks(page)


def test_demo_logins(page, db):
    people.load(timezone.now())
    page.goto("/deneme-hesaplari/")
    assert_good_looks(page)


@pytest.mark.parametrize("letter", ["konsey/confirm_address"])
def test_letter(open_page, db, letter):
    sign_up(PortalClient())
    page = open_page()
    page.set_content(OutboxMessage.objects.get(letter=letter).html.replace("cid:mark", "data:image/png;base64,"))
    assert_good_looks(page)
