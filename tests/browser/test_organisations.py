"""Speaking for an organisation, and the public pages around it, in a real browser."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import expect

from konsey import roles
from konsey.models import AuditEntry, Organisation, Representation
from konsey.services import representations
from tests.browser.looks import assert_accessible, assert_good_looks
from tests.factories.konsey import (
    DistrictFactory,
    FederationMembershipFactory,
    NewsItemFactory,
    OrganisationFactory,
    RepresentationFactory,
    UserFactory,
)
from tests.files import pdf_bytes, picture_bytes

pytestmark = pytest.mark.django_db(transaction=True)
LETTER = {"name": "görevlendirme yazısı.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes()}


def days(count: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=count)).isoformat()


def test_public_pages_look_good(page):
    federation = OrganisationFactory(
        name="Örnek Dernekleri Federasyonu", slug="federasyon", kind="federation", website="https://ornek.example"
    )
    for number in range(30):
        member = OrganisationFactory(name=f"Çok uzun adlı bir üye kurumun adı {number}", place="Manisa")
        FederationMembershipFactory(federation=federation, member=member)
    NewsItemFactory(title="Ziyaret").organisations.add(federation)

    for address in ("/kurumlar/", "/kurumlar/?q=uye", "/kurumlar/?q=bulunmaz", "/kurumlar/federasyon/"):
        page.goto(address)
        assert_good_looks(page)


def test_own_pages_look_good(open_page, ayse):
    waiting = RepresentationFactory(person=ayse)
    held = RepresentationFactory(person=ayse, approved=True, valid_to=timezone.localdate() + dt.timedelta(days=20))
    page = open_page(user=ayse)
    addresses = (
        "",
        "basvuru/",
        "basvuru/?q=kurum",
        f"basvuru/{held.organisation.slug}/",
        "oneri/",
        f"tanitim/{held.organisation.slug}/",
        f"{waiting.pk}/",
        f"{waiting.pk}/alindi/",
        f"{waiting.pk}/geri-cekme/",
        f"{held.pk}/",
        f"{held.pk}/sona-erdirme/",
        f"{held.pk}/yenileme/",
    )

    for address in addresses:
        page.goto(f"/hesabim/kurumlar/{address}")
        assert_good_looks(page)


@pytest.mark.parametrize(("javascript", "width"), [(True, 1280), (False, 360)])
def test_resident_proposes_an_organisation_and_comes_to_speak_for_it(open_page, ayse, javascript, width):
    DistrictFactory(name="Karşıyaka", slug="karsiyaka")
    page = open_page(user=ayse, javascript=javascript, width=width)
    page.goto("/hesabim/kurumlar/")
    page.get_by_role("link", name="Temsilcilik başvurusu yapın").click()
    page.get_by_label("Kurumun adı").fill("işik derneği")
    page.get_by_role("button", name="Arayın").last.click()
    expect(page.locator("main")).to_contain_text("Bu adla bir kurum bulunamadı.")
    page.get_by_role("link", name="Yeni kurum önerin").click()

    # Sent too early: the mistakes are said, and what was typed is still there.
    page.get_by_label("Kurumun adı").fill("Işık Derneği")
    page.get_by_role("button", name="Öneriyi gönderin").click()
    page.locator(".summary").wait_for()
    assert page.title().startswith("Hata:")
    assert page.get_by_label("Kurumun adı").input_value() == "Işık Derneği"
    if javascript:
        assert_accessible(page)

    page.get_by_label("Kurumun türü").select_option(label="Dernek")
    page.get_by_label("İlçe", exact=False).first.select_option(label="Karşıyaka")
    page.get_by_label("Kurumdaki göreviniz").fill("Başkan")
    page.get_by_label("Görevlendirmenin başlangıç tarihi").fill(days(0))
    page.get_by_label("Görevlendirmenin bitiş tarihi").fill(days(300))
    page.get_by_label("Görevlendirme yazısı").set_input_files(LETTER)
    page.get_by_role("button", name="Öneriyi gönderin").click()

    expect(page.locator("main")).to_contain_text("Kurum öneriniz ve temsilcilik başvurunuz alınmıştır.")
    row = Representation.objects.get()
    assert (row.person, row.organisation.name, row.organisation.state) == (ayse, "Işık Derneği", "proposed")


@pytest.mark.parametrize(("javascript", "width"), [(True, 360), (False, 1280)])
def test_representative_edits_the_page_and_steps_down(open_page, ayse, javascript, width):
    row = RepresentationFactory(person=ayse, approved=True, organisation__name="Işık Derneği")
    page = open_page(user=ayse, javascript=javascript, width=width)
    page.goto("/hesabim/kurumlar/")
    page.get_by_role("link", name="Işık Derneği").click()
    with page.expect_download() as letter:
        page.get_by_role("link", name="Yazıyı indirin (PDF)").click()
    assert letter.value.suggested_filename == f"gorevlendirme-yazisi-{row.pk}.pdf"

    page.get_by_role("link", name="Tanıtım bilgilerini düzenleyin").click()
    page.get_by_label("Tanıtım").fill("Kıyıları korur.")
    page.get_by_role("button", name="Bilgileri kaydedin").click()
    expect(page.locator("main")).to_contain_text("Kıyıları korur.")

    page.goto(f"/hesabim/kurumlar/{row.pk}/")
    page.get_by_role("link", name="Temsilciliğinizi sona erdirin").click()
    page.get_by_role("button", name="Sona erdirin").click()
    expect(page.locator("main")).to_contain_text("Temsilciliğiniz sona erdi.")
    page.goto(row.organisation.get_absolute_url())
    assert page.get_by_role("link", name="Tanıtım bilgilerini düzenleyin").count() == 0


def test_wrong_letter_is_refused_beside_its_field(open_page, ayse):
    organisation = OrganisationFactory(slug="kurum")
    page = open_page(user=ayse, width=360)
    page.goto("/hesabim/kurumlar/basvuru/kurum/")
    page.get_by_label("Kurumdaki göreviniz").fill("Genel sekreter")
    page.get_by_label("Görevlendirmenin başlangıç tarihi").fill(days(0))
    page.get_by_label("Görevlendirmenin bitiş tarihi").fill(days(300))
    wrong = {"name": "yazi.pdf", "mimeType": "application/pdf", "buffer": picture_bytes()}
    page.get_by_label("Görevlendirme yazısı").set_input_files(wrong)
    page.get_by_role("button", name="Başvuruyu gönderin").click()

    page.get_by_role("link", name="Görevlendirme yazısı").first.click()
    assert page.evaluate("document.activeElement.type") == "file"
    expect(page.locator("main")).to_contain_text("Dosya geçerli bir PDF değil.")
    assert page.get_by_label("Kurumdaki göreviniz").input_value() == "Genel sekreter"
    assert page.get_by_label("Görevlendirmenin bitiş tarihi").input_value() == days(300)
    assert_good_looks(page)
    assert organisation.representations.count() == 0


@pytest.mark.parametrize("javascript", [True, False])
def test_clerk_reads_the_letter_and_decides(open_page, burak, javascript):
    burak.groups.add(Group.objects.get(name=roles.ROLES["secretariat"].group))
    row = RepresentationFactory(person=UserFactory(name="Zühre Çağlayan"), organisation__name="Işık Derneği")
    page = open_page(user=burak, javascript=javascript)
    page.goto("/yonetim/")
    page.get_by_role("link", name="İncelenecek temsilcilik başvuruları").first.click()
    page.get_by_role("link", name="Işık Derneği").first.click()
    with page.expect_download():
        page.get_by_role("link", name="Yazıyı indirin (PDF)").click()
    if javascript:
        assert_good_looks(page)
    page.get_by_role("link", name="Reddedin").click()
    if javascript:
        assert_good_looks(page)
    page.get_by_label("Gerekçe").fill("Yazıda imza yok.")
    page.get_by_role("button", name="Reddedin").click()

    expect(page.locator("body")).to_contain_text("Başvuru reddedildi")
    row.refresh_from_db()
    assert (row.state, row.reason) == ("rejected", "Yazıda imza yok.")
    assert AuditEntry.objects.filter(action="personal.viewed", after={"part": "letter"}).count() == 1


def test_clerk_without_javascript_adds_a_member_to_a_federation(open_page, burak):
    burak.groups.add(Group.objects.get(name=roles.ROLES["secretariat"].group))
    federation = OrganisationFactory(name="Federasyon", kind="federation")
    member = OrganisationFactory(name="Üye Dernek")
    page = open_page(user=burak, javascript=False)
    page.goto("/yonetim/konsey/federationmembership/add/")
    page.locator("#id_federation").select_option(str(federation.pk))
    page.locator("#id_member").select_option(str(member.pk))
    page.locator("#id_since").fill(days(-30))
    page.locator("[name=_save]").click()
    page.wait_for_url("**/federationmembership/")

    assert list(Organisation.objects.members_of(federation, timezone.localdate())) == [member]


def test_mandate_that_was_approved_meanwhile_cannot_be_withdrawn(open_page, ayse, burak):
    row = RepresentationFactory(person=ayse)
    page = open_page(user=ayse, javascript=False)
    page.goto(f"/hesabim/kurumlar/{row.pk}/geri-cekme/")
    representations.approve_application(by=burak, representation=row)
    page.get_by_role("button", name="Geri çekin").click()

    expect(page.locator("main")).to_contain_text("Bu başvuru artık değiştirilemez. Durumu: Onaylandı.")
