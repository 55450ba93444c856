"""From a new account to a verified resident, by register and by code, with and without JavaScript; the clerk's desk."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from konsey import onetimecode, roles
from konsey.models import Verification
from konsey.rules import identity as rules
from konsey.services.places import import_places
from tests.browser.looks import assert_good_looks
from tests.factories.konsey import (
    CodeBatchFactory,
    HelpCaseFactory,
    OneTimeCodeFactory,
    RegisterEntryFactory,
    RegisterImportFactory,
    UserFactory,
    VerificationFactory,
)
from tests.factories.konsey.identity import NUMBER

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["js", "nojs"])


@pytest.fixture
def alsancak(transactional_db):
    from konsey.models import Neighbourhood

    import_places()
    return Neighbourhood.objects.get(name="Alsancak", district__name="Konak")


@pytest.fixture
def person(alsancak):
    return UserFactory(name="Ayşe Yıldız", email="ayse@example.com")


@pytest.fixture
def verifier(transactional_db):
    clerk = UserFactory(name="İbrahim Ünal", is_staff=True)
    clerk.groups.add(Group.objects.get(name=roles.ROLES["verifier"].group))
    return clerk


def declare(page, javascript):
    page.goto("/hesabim/kimlik/")
    page.get_by_role("link", name="Mahallenizi beyan edin").click()
    if javascript:
        page.get_by_role("combobox", name="Mahalle adını yazın").fill("alsancak")
        page.get_by_role("option", name=re.compile("Alsancak")).first.click()
    else:
        page.get_by_label("İlçe", exact=True).select_option(label="Konak")
        page.get_by_role("button", name="Mahalleleri gösterin").click()
        page.get_by_label("Mahalle", exact=True).select_option(label="Alsancak")
    page.get_by_role("button", name="Mahallenizi kaydedin").click()
    page.get_by_text("Mahalle beyanınız kaydedildi: Alsancak, Konak.").wait_for()


@BOTH
def test_resident_is_verified_by_the_register(open_page, person, alsancak, javascript):
    RegisterEntryFactory(number=NUMBER, birth_year=1990, neighbourhood=alsancak)
    page = open_page(javascript=javascript, width=360, user=person)
    declare(page, javascript)

    page.get_by_role("link", name="Belediye kaydıyla").click()
    page.get_by_label("T.C. kimlik numarası").fill("10000000147")
    page.get_by_label("Doğum yılı").fill("1990")
    page.get_by_role("button", name="Kimliğinizi doğrulayın").click()
    page.get_by_role("alert").wait_for()
    assert page.title().startswith("Hata:")
    assert page.get_by_label("Doğum yılı").input_value() == "1990"
    page.get_by_label("T.C. kimlik numarası").fill(NUMBER)
    page.get_by_role("button", name="Kimliğinizi doğrulayın").click()

    page.get_by_role("heading", name="Hesabınız doğrulandı").wait_for()
    assert rules.verified_neighbourhood(person, timezone.now()) == alsancak


@BOTH
def test_resident_is_verified_by_a_code_after_one_that_does_not_hold(open_page, person, alsancak, javascript):
    code, other = onetimecode.generate(), onetimecode.generate()
    OneTimeCodeFactory(code=code, batch=CodeBatchFactory(neighbourhood=alsancak))
    page = open_page(javascript=javascript, width=1280, user=person)
    declare(page, javascript)
    page.get_by_role("link", name="Tek kullanımlık kodla").click()

    page.get_by_label("Kod", exact=True).fill(other)
    page.get_by_role("button", name="Kodunuzu kullanın").click()
    page.get_by_role("link", name="Görevlilerden yardım isteyin").wait_for()
    if javascript:  # axe needs it
        assert_good_looks(page)
    person.identity_lockout.delete()
    page.get_by_label("Kod", exact=True).fill(onetimecode.printed(code))
    page.get_by_role("button", name="Kodunuzu kullanın").click()

    page.get_by_role("heading", name="Hesabınız doğrulandı").wait_for()
    assert Verification.objects.get(user=person).method == "code"


@BOTH
def test_help_is_asked_and_withdrawn(open_page, person, javascript):
    page = open_page(javascript=javascript, width=360, user=person)
    page.goto("/hesabim/kimlik/yardim/?konu=desk")
    page.get_by_label("Açıklama").fill("Merkeze gelmek istiyorum.")
    page.get_by_role("button", name="Başvurunuzu gönderin").click()
    page.get_by_text("Başvurunuz alınmıştır").wait_for()

    page.get_by_role("link", name="Başvurunuzu geri çekin").click()
    page.get_by_role("button", name="Geri çekin").click()

    page.get_by_text("Başvurunuzu geri çektiniz.").wait_for()


def test_pages_look_good(open_page, person, alsancak):
    settled = VerificationFactory(neighbourhood=alsancak, settled=True).user
    case = HelpCaseFactory(user=settled)
    for user, addresses in (
        (person, ("/hesabim/kimlik/", "/hesabim/adres/", "/hesabim/kimlik/kayit/", "/hesabim/kimlik/gorevli/")),
        (
            settled,
            (
                "/hesabim/kimlik/",
                "/hesabim/kimlik/kayit/",
                "/hesabim/kimlik/kod/",
                "/hesabim/kimlik/tamam/",
                "/hesabim/kimlik/yardim/",
                f"/hesabim/kimlik/yardim/{case.pk}/",
                f"/hesabim/kimlik/yardim/{case.pk}/geri-cekme/",
            ),
        ),
    ):
        page = open_page(user=user)
        for address in addresses:
            page.goto(address)
            page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
            assert_good_looks(page)


@BOTH
def test_clerk_verifies_somebody_who_shows_a_card(open_page, person, verifier, alsancak, javascript):
    page = open_page(javascript=javascript, user=verifier)
    page.goto("/yonetim/konsey/verification/")
    page.get_by_role("link", name="Belge görerek doğrulayın").click()
    page.get_by_label("Kişinin e-posta adresi").fill("Ayse@Example.com")
    page.get_by_role("button", name="Kişiyi bulun").click()
    page.get_by_text("Ayşe Yıldız").first.wait_for()

    if javascript:
        page.get_by_role("combobox", name="Mahalle adını yazın").fill("alsancak")
        page.get_by_role("option", name=re.compile("Alsancak")).first.click()
    else:
        page.get_by_label("İlçe", exact=True).select_option(label="Konak")
        page.get_by_role("button", name="Mahalleleri gösterin").click()
        page.get_by_label("Mahalle", exact=True).select_option(label="Alsancak")
    page.get_by_label("Gerekçe").fill("Masada kimlik kartı görüldü.")
    page.get_by_label("Belgenin aslını gördüm", exact=False).check()
    page.get_by_role("button", name="Hesabı doğrulayın").click()

    page.get_by_text("Hesap doğrulandı: Alsancak, Konak.").wait_for()
    assert rules.is_verified(person, timezone.now())


def test_clerk_downloads_a_code_sheet(open_page, verifier, alsancak):
    page = open_page(user=verifier)
    page.goto("/yonetim/konsey/codebatch/add/")
    page.get_by_label("Dağıtım").fill("Posta")
    page.get_by_label("Kod sayısı").fill("12")
    page.get_by_label("Son kullanma günü").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    page.locator("#id_neighbourhood").evaluate(
        "(select, id) => { select.append(new Option('Alsancak', id, true, true)) }", alsancak.pk
    )
    with page.expect_download() as download:
        page.get_by_role("button", name="Kodları üretip çizelgeyi indirin").click()

    assert download.value.suggested_filename.startswith("kod-fisleri-")


def test_clerks_own_pages_look_good(open_page, verifier, alsancak):
    """Lists and forms of records are looked at with all others in test_desk.py."""
    verification = VerificationFactory(neighbourhood=alsancak)
    case = HelpCaseFactory(contested=verification)
    now = timezone.now()
    done = RegisterImportFactory(
        state="done", started_at=now, finished_at=now, report={"bad": [[7, "number"]], "reasons": {"number": 1}}
    )
    page = open_page(user=verifier)
    for address in (
        "verification/masa/",
        f"verification/masa/{case.user_id}/",
        f"verification/{verification.pk}/change/",
        f"verification/{verification.pk}/islem/son/",
        f"helpcase/{case.pk}/islem/yanit/",
        f"registerimport/{done.pk}/change/",
    ):
        page.goto(f"/yonetim/konsey/{address}")
        assert_good_looks(page)
