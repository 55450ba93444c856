"""From nothing to one's own account, on a phone and at a desk, with and without JavaScript."""

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, expect

from konsey.models import User
from tests.client import PortalClient
from tests.factories.konsey.people import PASSWORD
from tests.konsey.accounts import code_sent_to, link_sent_to, sign_up

WAYS = pytest.mark.parametrize(
    ("width", "javascript"),
    [(360, True), (1280, True), (360, False), (1280, False)],
    ids=["phone", "desk", "phone-plain", "desk-plain"],
)


def submit(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


@WAYS
def test_sign_up(open_page, width, javascript):
    page = open_page(width=width, javascript=javascript)
    page.goto("/giris/")
    page.locator("main").get_by_role("link", name="Üye olun").click()

    page.get_by_label("Ad soyad").fill("Elif Çağlayan")
    page.get_by_label("E-posta adresi").fill("elif.çağlayan@example.com")
    page.get_by_label("Parola", exact=True).fill("kısa")
    submit(page, "Üye olun")
    expect(page.locator(".summary")).to_contain_text("Şunu mu demek istediniz: elif.caglayan@example.com")
    expect(page.locator(".summary")).to_contain_text("Parola en az 10 karakter olmalıdır.")
    expect(page.get_by_label("Ad soyad")).to_have_value("Elif Çağlayan")
    expect(page.get_by_label("E-posta adresi")).to_have_value("elif.çağlayan@example.com")

    page.get_by_label("E-posta adresi").fill("Elif.Caglayan@Example.com")
    page.get_by_label("Parola", exact=True).fill("kordonda-bisiklet")
    submit(page, "Üye olun")
    expect(page.get_by_role("heading", level=1)).to_have_text("E-posta adresinizi onaylayın")

    page.get_by_label("Altı haneli kod").fill("000000")
    submit(page, "Adresi onaylayın")
    expect(page.locator(".summary")).to_contain_text("Kod yanlış ya da süresi dolmuş.")
    page.get_by_label("Altı haneli kod").fill(code_sent_to("elif.caglayan@example.com"))
    submit(page, "Adresi onaylayın")

    expect(page.get_by_role("heading", level=1)).to_have_text("Elif Çağlayan")
    expect(page.locator(".messages")).to_contain_text("E-posta adresiniz onaylandı: elif.caglayan@example.com")
    assert EmailAddress.objects.get().verified


@WAYS
def test_confirm_by_link_on_another_device(open_page, width, javascript):
    sign_up(PortalClient())
    page = open_page(width=width, javascript=javascript)

    page.goto(link_sent_to("elif@example.com"))
    assert not EmailAddress.objects.get().verified
    page.get_by_label("Parola", exact=True).fill("kordonda-bisiklet")
    submit(page, "Adresi onaylayın")

    expect(page.get_by_role("heading", level=1)).to_have_text("Elif Çağlayan")
    assert EmailAddress.objects.get().verified


@WAYS
def test_sign_in_by_password_and_out(open_page, ayse, width, javascript):
    page = open_page(width=width, javascript=javascript)
    page.goto("/hesabim/profil/")
    page.get_by_label("E-posta adresi").fill("AYSE@example.com")
    page.get_by_label("Parola", exact=True).fill("yanlış parola")
    submit(page, "Giriş yapın")
    expect(page.locator(".summary")).to_contain_text("E-posta adresi ya da parola yanlış.")
    page.get_by_label("Parola", exact=True).fill(PASSWORD)
    submit(page, "Giriş yapın")

    expect(page.get_by_role("heading", level=1)).to_have_text("Profiliniz")
    page.goto("/hesabim/")
    submit(page, "Çıkış yapın")
    expect(page.locator(".messages")).to_contain_text("Çıkış yaptınız.")
    page.goto("/hesabim/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Giriş yapın")


@WAYS
def test_sign_in_by_code(open_page, ayse, width, javascript):
    page = open_page(width=width, javascript=javascript)
    page.goto("/giris/")
    page.get_by_role("link", name="Kodla giriş yapın").click()
    page.get_by_label("E-posta adresi").fill(ayse.email)
    submit(page, "Kod gönderin")
    first = code_sent_to(ayse.email)
    submit(page, "Yeni kod isteyin")
    expect(page.get_by_label("Altı haneli kod")).to_be_visible()
    assert code_sent_to(ayse.email) != first
    page.get_by_label("Altı haneli kod").fill(code_sent_to(ayse.email))
    submit(page, "Giriş yapın")

    expect(page.get_by_role("heading", level=1)).to_have_text("Ayşe Yıldız")


@WAYS
def test_new_password(open_page, ayse, width, javascript):
    page = open_page(width=width, javascript=javascript)
    page.goto("/giris/")
    page.get_by_role("link", name="Parolamı unuttum").click()
    page.get_by_label("E-posta adresi").fill(ayse.email)
    submit(page, "Kod gönderin")
    page.get_by_label("Altı haneli kod").fill(code_sent_to(ayse.email))
    submit(page, "Kodu doğrulayın")
    page.get_by_label("Yeni parola", exact=True).fill("yepyeni-bir-parola")
    submit(page, "Parolayı kaydedin")

    expect(page.get_by_role("heading", level=1)).to_have_text("Parolanız yenilendi")
    assert User.objects.get(pk=ayse.pk).check_password("yepyeni-bir-parola")


@WAYS
def test_wrong_address_is_started_over(open_page, width, javascript):
    sign = open_page(width=width, javascript=javascript)
    sign.goto("/kayit/")
    sign.get_by_label("Ad soyad").fill("Elif Çağlayan")
    sign.get_by_label("E-posta adresi").fill("yanlis@example.com")
    sign.get_by_label("Parola", exact=True).fill("kordonda-bisiklet")
    submit(sign, "Üye olun")
    submit(sign, "Adresi yanlış yazdıysanız baştan başlayın")

    expect(sign.get_by_role("heading", level=1)).to_have_text("Üye olun")
    expect(sign.get_by_label("E-posta adresi")).to_have_value("")


def test_password_can_be_shown_and_is_hidden_again_before_it_is_sent(page, db):
    page.goto("/kayit/")
    field = page.get_by_label("Parola", exact=True)
    field.fill("kordonda-bisiklet")
    page.get_by_role("button", name="Parolayı gösterin").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Parolayı gizleyin").click()
    expect(field).to_have_attribute("type", "password")


def test_error_summary_takes_the_focus_and_leads_to_the_field(page, db):
    page.goto("/kayit/")
    submit(page, "Üye olun")

    expect(page.locator(".summary")).to_be_focused()
    page.locator(".summary").get_by_role("link", name="E-posta adresi: E-posta adresini yazınız.").click()
    expect(page.get_by_label("E-posta adresi")).to_be_focused()


def test_keyboard_alone_signs_up(page, db):
    page.goto("/kayit/")
    page.get_by_label("Ad soyad").focus()
    for typed in ("Elif Çağlayan", "elif@example.com", "kordonda-bisiklet"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.get_by_role("button", name="Üye olun").press("Enter")

    expect(page.get_by_label("Altı haneli kod")).to_be_visible()


def test_trap_for_robots_is_out_of_reach(page, db):
    page.goto("/kayit/")
    trap = page.locator("[name=ikinci_ad_soyad]")
    box = trap.locator("..")

    assert (trap.get_attribute("tabindex"), box.get_attribute("aria-hidden")) == ("-1", "true")
    assert box.bounding_box()["width"] <= 2
