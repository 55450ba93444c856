"""The pages about personal data in Chromium, with and without scripts."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from konsey.models import AccountDeletion, Consent, DataRequest
from konsey.services import deletions, privacy
from tests.browser.looks import assert_good_looks
from tests.factories.konsey import DataRequestFactory, ResidenceFactory

PUBLIC = ("", "cerezler/", "saklama-sureleri/", "basvuru/", "metin/uyelik/", "metin/kimlik-dogrulama/1/")
OWN = ("gizlilik/", "verilerim/", "sil/")


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages(page, db, path):
    page.goto(f"/gizlilik/{path}")
    assert_good_looks(page)


@pytest.mark.parametrize("path", OWN)
def test_own_pages(open_page, ayse, path):
    DataRequestFactory(user=ayse)
    ResidenceFactory(user=ayse)
    privacy.give_consent(user=ayse, purpose="news", now=timezone.now())
    page = open_page(user=ayse)
    page.goto(f"/hesabim/{path}")
    assert_good_looks(page)


def test_planned_deletion_and_older_text(open_page, ayse):
    now = timezone.now()
    deletions.request_deletion(user=ayse, now=now)
    privacy.publish_notice(by=None, kind="signup", title="Yeni metin", summary="S", text="## A\nT", valid_from=now)
    page = open_page(user=ayse)
    for path in ("/hesabim/sil/", "/gizlilik/metin/uyelik/1/"):
        page.goto(path)
        assert_good_looks(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_visitor_applies_reads_the_notice_and_corrects_an_error(open_page, db, javascript):
    page = open_page(width=360, javascript=javascript)

    page.goto("/gizlilik/basvuru/")
    page.get_by_text("Metnin tamamı").click()
    expect(page.get_by_role("heading", name="Veri sorumlusu")).to_be_visible()
    page.get_by_label("Ad soyad").fill("Gül Işık")
    page.get_by_label("E-posta adresiniz").fill("gül@example.com")
    page.get_by_label("Verilerimin silinmesini istiyorum").check()
    page.get_by_label("Açıklama").fill("Her şeyi siliniz.")
    page.get_by_role("button", name="Başvuruyu gönderin").click()
    expect(page).to_have_title(re.compile("^Hata:"))
    expect(page.get_by_label("Açıklama")).to_have_value("Her şeyi siliniz.")
    page.get_by_label("E-posta adresiniz").fill("gul@example.com")
    page.get_by_role("button", name="Başvuruyu gönderin").click()

    expect(page.get_by_role("heading", name="Başvurunuz alınmıştır")).to_be_visible()
    expect(page.get_by_text(DataRequest.objects.get().number)).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_resident_gives_consent_takes_it_back_and_closes_the_account(open_page, ayse, javascript):
    page = open_page(width=360, javascript=javascript, user=ayse)

    page.goto("/hesabim/gizlilik/")
    page.get_by_role("button", name="Rıza verin").first.click()
    page.get_by_role("button", name="Rızanızı geri alın").click()
    expect(page.get_by_text("Rızanız geri alındı.")).to_be_visible()
    assert Consent.objects.get().revoked_at is not None
    page.goto("/hesabim/verilerim/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Verilerinizi indirin").click()
    assert "ayse@example.com" in download.value.path().read_text(encoding="utf-8")
    page.goto("/hesabim/sil/")
    page.get_by_label("Onaylamak için e-posta adresinizi yazınız").fill("ayse@example.com")
    page.get_by_role("button", name="Hesabınızı silin").click()
    expect(page.get_by_role("heading", name="Hesabınız silinecek")).to_be_visible()
    page.get_by_role("button", name="Silmekten vazgeçin").click()

    expect(page.get_by_text("Hesabınız silinmeyecek.")).to_be_visible()
    assert AccountDeletion.objects.get().cancelled_at is not None
