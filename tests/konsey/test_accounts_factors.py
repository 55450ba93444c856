"""The second step: setting it up, using it once, and that no clerk works without it."""

import json
import threading
from datetime import UTC, datetime

import pytest
import time_machine
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from konsey import roles
from konsey.errors import Refused
from konsey.models import AuditEntry, User
from konsey.services import accounts as services
from tests.client import SECRET, PortalClient
from tests.factories.konsey import UserFactory
from tests.factories.konsey.people import PASSWORD
from tests.konsey.accounts import add_app, app_code, last_letter, letters, sign_in

NOON = datetime(2027, 5, 4, 9, 0, tzinfo=UTC)
SECOND_STEP = "/giris/ikinci-adim/"
DESK = "/yonetim/"


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def clerk(burak):
    """Burak with an application, an administrator."""
    User.objects.filter(pk=burak.pk).update(is_superuser=True)
    add_app(burak)
    burak.refresh_from_db()
    return burak


def passkey(user: User) -> Authenticator:
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Telefon"})


# --- the gate ---------------------------------------------------------------------------------------------------
def test_visitor_is_sent_to_sign_in(client, db):
    answer = client.get("/yonetim/konsey/user/", follow=True)

    assert answer.redirect_chain == [("/giris/?next=/yonetim/konsey/user/", 302)]


def test_resident_is_refused(client, ayse):
    client.force_login(ayse)

    answer = client.get(DESK, follow=True)

    assert answer.status_code == 403


def test_clerk_without_a_factor_is_sent_to_set_one_up(client, burak):
    answer = sign_in(client, burak.email)
    desk = client.get(DESK, follow=True)

    assert answer.url == reverse("mfa_index")
    assert desk.redirect_chain[-1][0].startswith(reverse("mfa_index"))
    assert "Görevliler için ikinci adım zorunludur" in desk.content.decode()


def test_clerk_whose_session_has_no_second_step_is_asked_for_it(client, clerk, noon):
    client.force_login(clerk, second_factor=False)

    asked = client.get(DESK, follow=True).redirect_chain[-1][0]
    done = client.post(asked, {"code": app_code()})

    assert asked == "/hesabim/dogrula/kod/?next=%2Fyonetim%2F"
    assert done.url == DESK
    assert client.get(DESK).status_code == 200


def test_clerk_signs_in_with_password_and_code(client, clerk, noon):
    first = sign_in(client, clerk.email, next=DESK)
    early = client.get(DESK, follow=True)
    second = client.post(SECOND_STEP, {"code": app_code()})

    assert first.url == SECOND_STEP
    assert early.redirect_chain[-1][0] == "/giris/?next=%2Fyonetim%2F" or early.redirect_chain[-1][0] == SECOND_STEP
    assert second.url == DESK
    assert client.get(DESK).status_code == 200


@pytest.mark.parametrize("target", ["https://kotu.example/", "//kotu.example/", "/yonetim/login/", ""])
def test_gate_leads_nowhere_else(client, clerk, target):
    client.force_login(clerk)

    assert client.get("/yonetim/login/", {"next": target}).url == DESK


def test_password_posted_to_the_admin_opens_nothing(client, clerk):
    answer = client.post("/yonetim/login/", {"username": clerk.email, "password": PASSWORD})

    assert answer.url == "/giris/?next=%2Fyonetim%2F"
    assert "_auth_user_id" not in client.session


def test_permissions_sleep_on_every_page_until_the_second_step(client, clerk, rf):
    clerk.is_superuser = False
    clerk.save()
    clerk.user_permissions.add(Permission.objects.get(codename="view_user"))
    fresh = User.objects.get(pk=clerk.pk)
    assert (fresh.has_perm("konsey.view_user"), fresh.has_module_perms("konsey"), fresh.is_clerk) == (True, True, True)

    fresh.second_factor_pending = True

    assert (fresh.has_perm("konsey.view_user"), fresh.has_module_perms("konsey"), fresh.is_clerk) == (False,) * 3
    client.force_login(clerk, second_factor=False)
    assert client.get("/saglik/").status_code == 403
    client.force_login(clerk)
    assert client.get("/saglik/").status_code == 200


def test_second_step_of_another_person_does_not_count(client, clerk, cem):
    """The records in the session belong to whoever made them."""
    client.force_login(clerk)
    session = client.session
    records = dict(session.items())
    client.force_login(UserFactory(is_staff=True), second_factor=False)
    session = client.session
    session["account_authentication_methods"] = records["account_authentication_methods"]
    session["account_authentication_methods_user"] = records["account_authentication_methods_user"]
    session.save()

    assert client.get(DESK).status_code == 302


# --- the application --------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)  # what follows happens after the commit
def test_setting_up_the_application(client, ayse, noon):
    elsewhere = PortalClient()
    elsewhere.force_login(ayse)
    client.force_login(ayse)
    _prove_oneself(client)

    page = client.get("/hesabim/ikinci-adim/uygulama/")
    secret = client.session[totp.SECRET_SESSION_KEY]
    wrong = client.post("/hesabim/ikinci-adim/uygulama/", {"code": "12345"})
    code = totp.format_hotp_value(totp.hotp_value(secret, int(NOON.timestamp()) // 30))
    done = client.post("/hesabim/ikinci-adim/uygulama/", {"code": code})

    assert " ".join(secret[i : i + 4] for i in range(0, 32, 4)) in page.content.decode()
    assert "Kod yanlış ya da daha önce kullanılmış" in wrong.content.decode()
    assert done.url == "/hesabim/ikinci-adim/yedek-kodlar/"
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert letters(ayse.email) == ["konsey/security_notice"]
    assert "doğrulama uygulaması eklendi" in last_letter(ayse.email).text
    assert elsewhere.get("/hesabim/").status_code == 302
    assert client.get("/hesabim/").status_code == 200


@pytest.mark.django_db(transaction=True)  # what follows happens after the commit
def test_clerk_who_just_set_it_up_is_in_without_typing_a_second_code(client, burak, noon):
    sign_in(client, burak.email)
    _prove_oneself(client)
    client.get("/hesabim/ikinci-adim/uygulama/")
    secret = client.session[totp.SECRET_SESSION_KEY]
    code = totp.format_hotp_value(totp.hotp_value(secret, int(NOON.timestamp()) // 30))

    client.post("/hesabim/ikinci-adim/uygulama/", {"code": code})

    assert client.get(DESK).status_code == 200


def test_setting_up_needs_the_password_again(client, ayse):
    client.force_login(ayse)

    answer = client.get("/hesabim/ikinci-adim/uygulama/")

    assert answer.url.startswith("/hesabim/dogrula/?next=")


def test_a_code_works_once(clerk, noon):
    code, browsers = app_code(), [PortalClient(), PortalClient()]
    for browser in browsers:
        sign_in(browser, clerk.email)

    answers = [browser.post(SECOND_STEP, {"code": code}) for browser in browsers]

    assert [answer.status_code for answer in answers] == [302, 200]
    assert "daha önce kullanılmış" in answers[1].content.decode()


def test_an_older_code_is_worth_nothing_after_a_newer_one(clerk, noon):
    browsers = [PortalClient(), PortalClient()]
    for browser in browsers:
        sign_in(browser, clerk.email)

    answers = [
        browser.post(SECOND_STEP, {"code": app_code(step)}) for browser, step in zip(browsers, (1, 0), strict=True)
    ]

    assert [answer.status_code for answer in answers] == [302, 200]


@pytest.mark.parametrize(("step", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_half_a_minute_of_clock_drift_is_forgiven(client, clerk, noon, step, opens):
    sign_in(client, clerk.email)

    assert (client.post(SECOND_STEP, {"code": app_code(step)}).status_code == 302) == opens


@pytest.mark.django_db(transaction=True)
def test_one_code_typed_in_many_browsers_at_once_opens_one(burak):
    add_app(burak)
    authenticator = Authenticator.objects.get()
    barrier, spent = threading.Barrier(12), []

    def run():
        try:
            barrier.wait()
            spent.append(services.spend_totp_code(authenticator=authenticator, counter=1_000_000))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(spent) == [False] * 11 + [True]


def test_guessing_codes_is_stopped(client, clerk):
    sign_in(client, clerk.email)

    pages = [client.post(SECOND_STEP, {"code": f"{number:06}"}).content.decode() for number in range(7)]

    assert "Çok sayıda deneme yapıldı" in pages[-1]


def test_secret_is_stored_encrypted(clerk):
    stored = Authenticator.objects.get(user=clerk).data

    assert SECRET not in json.dumps(stored)
    assert decrypt(stored["secret"]) == SECRET


def test_former_secret_key_still_opens_stored_secrets(clerk, settings):
    stored = Authenticator.objects.get(user=clerk).data["secret"]

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one" * 8

    assert get_adapter().decrypt(stored) == SECRET


# --- recovery codes ---------------------------------------------------------------------------------------------
def test_recovery_code_signs_in_once(clerk):
    codes = RecoveryCodes.activate(clerk).generate_codes()
    first, second = PortalClient(), PortalClient()
    for browser in (first, second):
        sign_in(browser, clerk.email)

    answers = [browser.post(SECOND_STEP, {"code": codes[0]}).status_code for browser in (first, second)]

    assert answers == [302, 200]
    assert first.get(DESK).status_code == 200


@pytest.mark.django_db(transaction=True)  # what follows happens after the commit
def test_new_recovery_codes_replace_the_old_and_are_told(client, clerk, noon):
    old = RecoveryCodes.activate(clerk).generate_codes()
    client.force_login(clerk)
    _prove_oneself(client)

    client.post("/hesabim/ikinci-adim/yedek-kodlar/yeni/")
    page = client.get("/hesabim/ikinci-adim/yedek-kodlar/").content.decode()
    file = client.get("/hesabim/ikinci-adim/yedek-kodlar/dosya/")

    assert not any(f"{code[:4]} {code[4:]}" in page for code in old)
    assert file["Content-Disposition"].startswith("attachment")
    assert "İzmir Kent Konseyi Katılım Portalı: yedek kodlar" in file.content.decode()
    assert "yeni yedek kodlar üretildi" in last_letter(clerk.email).text


# --- keeping it -------------------------------------------------------------------------------------------------
def test_clerk_cannot_remove_the_last_factor(client, clerk, noon):
    client.force_login(clerk)
    _prove_oneself(client)

    page = client.get("/hesabim/ikinci-adim/uygulama/kaldir/")
    client.post("/hesabim/ikinci-adim/uygulama/kaldir/")

    assert "Görevliler ikinci adım olmadan çalışamaz" in page.content.decode()
    assert Authenticator.objects.filter(user=clerk, type="totp").exists()


def test_clerk_may_change_from_the_application_to_a_passkey(client, clerk, noon):
    key = passkey(clerk)
    client.force_login(clerk)
    _prove_oneself(client)

    client.post("/hesabim/ikinci-adim/uygulama/kaldir/")
    assert list(Authenticator.objects.filter(user=clerk)) == [key]
    client.post(f"/hesabim/ikinci-adim/anahtarlar/{key.pk}/kaldir/")
    assert list(Authenticator.objects.filter(user=clerk)) == [key]


def test_resident_may_remove_it_and_is_told(client, ayse, noon):
    add_app(ayse)
    client.force_login(ayse)
    _prove_oneself(client)

    client.post("/hesabim/ikinci-adim/uygulama/kaldir/")

    assert not Authenticator.objects.exists()
    assert "uygulaması hesabınızdan kaldırıldı" in last_letter(ayse.email).text


def test_nobody_sees_or_removes_the_passkey_of_another(client, ayse, cem):
    key = passkey(cem)
    client.force_login(ayse)
    _prove_oneself(client)

    pages = [client.get(f"/hesabim/ikinci-adim/anahtarlar/{key.pk}/{part}") for part in ("", "kaldir/")]
    pages.append(client.post(f"/hesabim/ikinci-adim/anahtarlar/{key.pk}/kaldir/"))

    assert [page.status_code for page in pages] == [404, 404, 404]


# --- help for who lost the phone --------------------------------------------------------------------------------
def test_administrator_resets_a_lost_second_step(clerk):
    boss = UserFactory(is_staff=True, is_superuser=True)
    elsewhere = PortalClient()
    elsewhere.force_login(clerk)

    services.reset_second_factor(by=boss, user=clerk, reason="Telefonunu kaybetti, kimliğini gösterdi.")

    assert not Authenticator.objects.filter(user=clerk).exists()
    assert elsewhere.get("/hesabim/").status_code == 302
    entry = AuditEntry.objects.get(action="account.second_factor_reset")
    assert (entry.by, entry.before, entry.reason) == (
        boss,
        {"kinds": ["totp"]},
        "Telefonunu kaybetti, kimliğini gösterdi.",
    )
    assert "yönetici tarafından sıfırlandı" in last_letter(clerk.email).text


def test_last_administrator_is_helped_at_the_servers_terminal(clerk, capsys):
    call_command("reset_second_factor", "BURAK@example.com", "--gerekce", "Telefon ve kodlar kayıp.")

    assert not Authenticator.objects.filter(user=clerk).exists()
    assert AuditEntry.objects.values_list("by", "reason").get(action="account.second_factor_reset") == (
        None,
        "Telefon ve kodlar kayıp.",
    )
    with pytest.raises(CommandError, match="Bu adresle bir hesap yok"):
        call_command("reset_second_factor", "yok@example.com", "--gerekce", "x")


def test_nobody_resets_their_own_second_step(clerk):
    with pytest.raises(Refused, match="Kendi ikinci adımınızı"):
        services.reset_second_factor(by=clerk, user=clerk, reason="x")


def test_nothing_to_reset_is_said(clerk, ayse):
    with pytest.raises(Refused, match="kayıtlı bir ikinci adımı yok"):
        services.reset_second_factor(by=clerk, user=ayse, reason="x")


def test_session_is_not_enough_once_the_factor_is_gone(client, clerk):
    client.force_login(clerk)
    Authenticator.objects.filter(user=clerk).delete()

    assert client.get(DESK).status_code == 302


def test_every_role_meets_the_gate(db):
    for role in roles.ROLES.values():
        user = UserFactory(is_staff=True)
        client = PortalClient()
        client.force_login(user, second_factor=False)
        assert client.get(DESK).status_code == 302, role.name
        client.force_login(user)
        assert client.get(DESK).status_code == 200, role.name


def _prove_oneself(client: PortalClient) -> None:
    client.post("/hesabim/dogrula/", {"password": PASSWORD})
