"""The clerks' desk in Chromium: every screen accessible, usable on a phone, quiet under the strict policy."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse
from playwright.sync_api import expect

from konsey import audit, roles
from konsey.models import AuditEntry, DataRequest, PrivacyNotice, RetentionRule
from tests.browser.looks import assert_accessible, assert_good_looks
from tests.factories.konsey import (
    DataRequestFactory,
    NewsItemFactory,
    OrganisationFactory,
    OutboxMessageFactory,
    RepresentationFactory,
    UserFactory,
    VerificationFactory,
)

SCREENS = sorted(f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry)


def _clerk(*names):
    clerk = UserFactory(name="Deniz Görevli", is_staff=True)
    clerk.groups.set(Group.objects.filter(name__in=[roles.ROLES[name].group for name in names]))
    return clerk


@pytest.fixture
def root(db):
    """Sees every screen there is."""
    return UserFactory(name="Kök Yetkili", is_staff=True, is_superuser=True)


@pytest.fixture
def rows(db):
    """Something in the screens that people use most."""
    RepresentationFactory()
    VerificationFactory()
    NewsItemFactory()
    OutboxMessageFactory()
    for _number in range(3):
        DataRequestFactory(text="Uzun bir açıklama. " * 20)


def test_first_page(open_page, rows):
    page = open_page(user=_clerk("secretariat"))
    page.goto("/yonetim/")

    assert page.get_by_role("heading", name="Bugünün işleri", level=1).is_visible()
    assert page.get_by_role("link", name="Yanıt bekleyen ilgili kişi başvuruları").count() == 1
    assert_good_looks(page)


@pytest.mark.parametrize("screen", SCREENS)
def test_lists(open_page, root, rows, screen):
    page = open_page(user=root)
    page.goto(reverse(f"admin:{screen}_changelist"))
    for filters in page.locator(".desk-filters > summary").all():
        filters.click()
    assert_good_looks(page)


@pytest.mark.parametrize("screen", SCREENS)
def test_new_records(open_page, root, screen):
    page = open_page(user=root)
    answer = page.goto(reverse(f"admin:{screen}_add"))
    if answer is not None and answer.status == 200:
        assert_good_looks(page)


def _record_pages():
    request = DataRequest.objects.first()
    rule, notice = RetentionRule.objects.first(), PrivacyNotice.objects.first()
    entry = audit.record(by=None, action="admin.changed", obj=rule, before={"days": 90}, after={"days": 120})
    return [
        reverse("admin:konsey_datarequest_change", args=[request.pk]),
        reverse("admin:konsey_datarequest_act", args=[request.pk, "answer"]),
        reverse("admin:konsey_datarequest_history", args=[request.pk]),
        reverse("admin:konsey_datarequest_export"),
        reverse("admin:konsey_retentionrule_change", args=[rule.pk]),
        reverse("admin:konsey_privacynotice_change", args=[notice.pk]),
        reverse("admin:konsey_auditentry_change", args=[entry.pk]),
        reverse("admin:auth_group_change", args=[Group.objects.first().pk]),
        reverse("admin:konsey_organisation_change", args=[OrganisationFactory().pk]),
        reverse("admin:konsey_newsitem_delete", args=[NewsItemFactory().pk]),
        reverse("admin:konsey_user_act", args=[UserFactory().pk, "roles"]),
    ]


def test_records_acts_histories_and_downloads(open_page, root, rows):
    page = open_page(user=root)
    for address in _record_pages():
        page.goto(address)
        assert_good_looks(page)


def test_form_with_errors_keeps_what_was_typed(open_page):
    page = open_page(user=_clerk("administrator"), width=360)
    page.goto(reverse("admin:konsey_privacynotice_add"))
    page.get_by_label("Başlık").fill("Yeni sürüm")
    page.get_by_role("button", name="Kaydedin", exact=True).click()

    expect(page).to_have_title(re.compile("^Hata:"))
    expect(page.get_by_label("Başlık")).to_have_value("Yeni sürüm")
    assert_good_looks(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_clerk_answers_an_application(open_page, javascript):
    request = DataRequestFactory(name="Gül Işık")
    page = open_page(user=_clerk("secretariat"), width=360, javascript=javascript)

    page.goto("/yonetim/")
    page.get_by_role("link", name="Yanıt bekleyen ilgili kişi başvuruları").click()
    page.get_by_role("link", name=request.number).click()
    page.get_by_role("link", name="Yanıtlayın").click()
    page.get_by_label("Yanıt", exact=True).fill("Yalnızca adınız ve adresiniz tutuluyor.")
    page.get_by_role("button", name="Yanıtlayın").click()

    expect(page.get_by_text("Yanıt e-postayla gönderilmek üzere kaydedildi.")).to_be_visible()
    request.refresh_from_db()
    assert (request.state, request.answer) == ("answered", "Yalnızca adınız ve adresiniz tutuluyor.")


@pytest.mark.parametrize("javascript", [True, False])
def test_auditor_takes_the_record_along(open_page, javascript):
    audit.record(by=None, action="admin.changed", reason="=1+1")
    page = open_page(user=_clerk("auditor"), javascript=javascript)

    page.goto(reverse("admin:konsey_auditentry_changelist"))
    page.get_by_role("link", name="Listeyi indirin").click()
    page.get_by_label("CSV, noktalı virgülle ayrılmış").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Dosyayı indirin").click()

    text = download.value.path().read_text(encoding="utf-8-sig")
    assert "'=1+1" in text
    assert AuditEntry.objects.filter(action="audit.exported").count() == 1


def test_type_ahead_finds_turkish_names_and_has_a_name(open_page):
    organisation = OrganisationFactory(name="Işıkkent Kültür Derneği")
    page = open_page(user=_clerk("editor"))
    page.goto(reverse("admin:konsey_newsitem_add"))

    box = page.get_by_role("searchbox", name="İlgili kurumlar")
    box.fill("isikkent")
    page.get_by_role("option", name=organisation.name).click()

    expect(page.locator(".select2-selection__choice")).to_contain_text(organisation.name)
    assert_accessible(page)


def test_menu_opens_on_a_phone_by_keyboard(open_page):
    page = open_page(user=_clerk("secretariat"), width=360)
    page.goto("/yonetim/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content-start"
    page.locator(".desk-nav-phone > summary").press("Enter")
    page.locator(".desk-nav-phone").get_by_role("link", name="Kurumlar", exact=True).click()

    expect(page.get_by_role("heading", name="Kurumlar", level=1)).to_be_visible()
