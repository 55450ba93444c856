"""The second step in Chromium: a clerk sets up an application and reaches the desk; passkeys by a virtual device."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Page, expect

from konsey.demo import people
from konsey.models import User
from tests.browser.looks import assert_good_looks
from tests.client import SECRET
from tests.factories.konsey.people import PASSWORD
from tests.konsey.accounts import add_app, app_code

PLAIN = pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])


def submit(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.get_by_label("E-posta adresi").fill(email)
    page.get_by_label("Parola", exact=True).fill(password)
    submit(page, "Giriş yapın")


def prove_oneself(page: Page) -> None:
    page.get_by_label("Parola", exact=True).fill(PASSWORD)
    submit(page, "Doğrulayın")


@pytest.fixture
def reader(page):
    """A device with a fingerprint reader whose owner always agrees."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    answer = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    return session, answer["authenticatorId"]


@PLAIN
def test_clerk_sets_up_the_application_and_reaches_the_desk(open_page, burak, javascript):
    page = open_page(javascript=javascript)
    page.goto("/yonetim/")
    sign_in(page, burak.email)
    expect(page.locator("main")).to_contain_text("Görevliler için ikinci adım zorunludur.")
    page.get_by_role("link", name="Uygulamayı kurun").click()
    prove_oneself(page)

    secret = page.locator("code.secret").inner_text().replace(" ", "")
    if javascript:
        assert_good_looks(page)
    page.get_by_label("Uygulamadaki altı haneli kod").fill("000000")
    submit(page, "Kurulumu tamamlayın")
    expect(page.locator(".summary")).to_contain_text("Kod yanlış")
    assert page.locator("code.secret").inner_text().replace(" ", "") == secret
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    page.get_by_label("Uygulamadaki altı haneli kod").fill(code)
    submit(page, "Kurulumu tamamlayın")

    expect(page.get_by_role("heading", level=1)).to_have_text("Yedek kodlarınız")
    assert page.locator(".codes li").count() == 10
    page.get_by_role("link", name="Yönetim ekranlarına geçin").click()
    expect(page).to_have_url("/yonetim/")


@PLAIN
def test_clerk_signs_in_with_both_steps(open_page, burak, javascript):
    add_app(burak)
    page = open_page(javascript=javascript, width=360)
    page.goto("/yonetim/")
    sign_in(page, burak.email)
    page.get_by_label("Doğrulama kodu ya da yedek kod").fill("000000")
    submit(page, "Giriş yapın")
    expect(page.locator(".summary")).to_contain_text("Kod yanlış")
    page.get_by_label("Doğrulama kodu ya da yedek kod").fill(app_code())
    submit(page, "Giriş yapın")

    expect(page).to_have_url("/yonetim/")


def test_newcomer_gets_to_the_demos_desk_with_the_page_of_logins(page, db):
    from django.utils import timezone

    people.load(timezone.now())
    page.goto("/deneme-hesaplari/")
    row = page.get_by_role("row", name="yonetici@demo.example")
    code = row.locator("code").inner_text()
    page.get_by_role("link", name="Giriş yapın", exact=True).last.click()
    sign_in(page, "yonetici@demo.example", people.PASSWORD)
    page.get_by_label("Doğrulama kodu ya da yedek kod").fill(code)
    submit(page, "Giriş yapın")
    page.goto("/yonetim/")

    expect(page).to_have_url("/yonetim/")


# --- passkeys ---------------------------------------------------------------------------------------------------
def add_passkey(page: Page, name: str = "Telefonum") -> None:
    page.goto("/hesabim/ikinci-adim/anahtarlar/yeni/")
    if page.get_by_role("button", name="Doğrulayın").is_visible():
        prove_oneself(page)
    page.get_by_label("Anahtarın adı").fill(name)
    submit(page, "Anahtarı ekleyin")
    page.wait_for_url("**/yedek-kodlar/")


def test_passkey_is_added_and_signs_in_without_a_password(page, reader, ayse):
    page.goto("/giris/")
    sign_in(page, ayse.email)
    add_passkey(page)
    expect(page.locator(".messages")).to_contain_text("Geçiş anahtarınız eklendi.")
    page.goto("/hesabim/ikinci-adim/anahtarlar/")
    expect(page.get_by_role("row", name="Telefonum")).to_contain_text("Evet")
    assert_good_looks(page)

    page.goto("/hesabim/")
    submit(page, "Çıkış yapın")
    page.goto("/giris/?next=/hesabim/profil/")
    submit(page, "Geçiş anahtarıyla giriş yapın")

    expect(page.get_by_role("heading", level=1)).to_have_text("Profiliniz")
    assert Authenticator.objects.get(type="webauthn").last_used_at


def test_passkey_is_a_clerks_second_step(page, reader, burak):
    page.goto("/giris/")
    sign_in(page, burak.email)
    add_passkey(page)
    page.goto("/yonetim/")
    expect(page).to_have_url("/yonetim/")

    page.context.clear_cookies()
    page.goto("/yonetim/")
    sign_in(page, burak.email)
    submit(page, "Geçiş anahtarını kullanın")
    expect(page).to_have_url("/yonetim/")


def test_passkey_alone_opens_the_desk(page, reader, burak):
    """It is two factors in one: the device, and the finger on it."""
    page.goto("/giris/")
    sign_in(page, burak.email)
    add_passkey(page)
    page.context.clear_cookies()

    page.goto("/giris/")
    submit(page, "Geçiş anahtarıyla giriş yapın")
    page.wait_for_url("**/hesabim/")
    page.goto("/yonetim/")

    expect(page).to_have_url("/yonetim/")


def test_passkey_proves_who_one_is(page, reader, ayse):
    page.goto("/giris/")
    sign_in(page, ayse.email)
    add_passkey(page)
    User.objects.get(pk=ayse.pk)
    page.context.clear_cookies()
    page.goto("/giris/")
    submit(page, "Geçiş anahtarıyla giriş yapın")
    page.wait_for_url("**/hesabim/")

    page.goto("/hesabim/dogrula/anahtar/?next=/hesabim/ikinci-adim/yedek-kodlar/yeni/")
    submit(page, "Geçiş anahtarını kullanın")

    expect(page.get_by_role("heading", level=1)).to_have_text("Yeni yedek kodlar")


def test_passkey_is_renamed_and_removed(page, reader, ayse):
    page.goto("/giris/")
    sign_in(page, ayse.email)
    add_passkey(page)
    page.goto("/hesabim/ikinci-adim/anahtarlar/")
    page.get_by_role("link", name="Adını değiştirin").click()
    page.get_by_label("Anahtarın adı").fill("Eski telefon")
    submit(page, "Kaydedin")
    page.get_by_role("link", name="Kaldırın").click()
    expect(page.locator("main")).to_contain_text("“Eski telefon” adlı anahtarla artık giriş yapılamayacak.")
    assert_good_looks(page)
    submit(page, "Anahtarı kaldırın")

    expect(page.locator("main")).to_contain_text("Kayıtlı geçiş anahtarınız yok.")
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_refused_finger_is_said_in_words(page, reader, ayse):
    session, authenticator = reader
    page.goto("/giris/")
    session.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})

    submit(page, "Geçiş anahtarıyla giriş yapın")

    expect(page.locator("[data-passkey-trouble]")).to_contain_text("Geçiş anahtarı kullanılamadı", timeout=20_000)
    assert_good_looks(page)


def test_without_script_nothing_of_passkeys_is_offered_in_vain(open_page, ayse):
    page = open_page(javascript=False)
    page.goto("/giris/")
    expect(page.get_by_role("button", name="Geçiş anahtarıyla giriş yapın")).to_be_hidden()
    sign_in(page, ayse.email)
    page.goto("/hesabim/ikinci-adim/anahtarlar/yeni/")
    prove_oneself(page)

    expect(page.locator("main")).to_contain_text("Geçiş anahtarı bu tarayıcıda kullanılamıyor.")
    assert SECRET not in page.content()
