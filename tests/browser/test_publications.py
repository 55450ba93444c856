"""Reading and writing what the council publishes, in a real browser."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from playwright.sync_api import expect

from konsey import roles, uploads
from konsey.models import NewsItem
from konsey.uploads import render_picture
from tests.browser.looks import assert_good_looks
from tests.factories.konsey import (
    DocumentFactory,
    FaqEntryFactory,
    NewsItemFactory,
    NewsPictureFactory,
    OrganisationFactory,
    PageFactory,
)
from tests.files import pdf_bytes, picture_bytes, sent

pytestmark = pytest.mark.django_db(transaction=True)
BODY = """## Ara başlık

Bir **paragraf** ve bir [bağlantı](https://example.org/cok/uzun/bir/adres/cok/uzun/bir/adres/cok/uzun).

| Tur | Oy | Sonuç |
|---|---|---|
| Birinci | 426 | Yeterli çoğunluk sağlanamadı, ikinci tura geçildi |

1. Madde
2. Madde

> Alıntı

`UzunBoluksuzBirKodParcasiUzunBoluksuzBirKodParcasi`
"""


@pytest.fixture
def written():
    top = PageFactory(title="Organlar", slug="organlar", body=BODY)
    PageFactory(title="Genel kurul", slug="genel-kurul", parent=top, body=BODY)
    item = NewsItemFactory(title="Panel yapıldı", slug="panel", body=BODY)
    upload = sent(picture_bytes(), "foto.png")
    for _picture in range(2):
        token = uploads.store_picture(render_picture(upload, upload.size))
        NewsPictureFactory(news_item=item, token=token, caption="Salondan bir an", credit="Örnek Ajans")
    item.organisations.add(OrganisationFactory())
    NewsItemFactory.create_batch(14)
    DocumentFactory(title="Sonuç bildirgesi", slug="bildirge", body=BODY, file=ContentFile(pdf_bytes(), "a.pdf"))
    DocumentFactory.create_batch(26)
    FaqEntryFactory(question="Nasıl katılırım?", answer=BODY)
    FaqEntryFactory.create_batch(2)


PAGES = (
    "/kurumsal/",
    "/kurumsal/organlar/",
    "/kurumsal/genel-kurul/",
    "/haberler/",
    "/haberler/?page=2",
    "/haberler/?q=bulunmaz",
    "/haberler/panel/",
    "/belgeler/",
    "/belgeler/?q=bildirge",
    "/belgeler/bildirge/",
    "/sikca-sorulan-sorular/",
    "/sikca-sorulan-sorular/?q=katilirim",
)


@pytest.mark.usefixtures("written")
def test_pages_look_good(page):
    for address in PAGES:
        page.goto(address)
        assert_good_looks(page)


@pytest.mark.parametrize("address", ["/kurumsal/", "/haberler/", "/belgeler/", "/sikca-sorulan-sorular/"])
def test_empty_pages_look_good(page, transactional_db, address):
    page.goto(address)

    assert_good_looks(page)


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("javascript", [True, False])
def test_question_opens_and_document_is_found_and_downloaded(open_page, javascript):
    page = open_page(javascript=javascript, width=360)
    page.goto("/sikca-sorulan-sorular/")
    answer = page.locator("details", has_text="Nasıl katılırım?").locator("blockquote")
    assert not answer.is_visible()
    page.get_by_text("Nasıl katılırım?").click()
    assert answer.is_visible()

    page.goto("/belgeler/")
    page.get_by_text("Arama ve süzgeç").click()
    page.get_by_label("Belgelerde arayın").fill("BİLDİRGE")
    page.get_by_role("button", name="Süzün").click()
    page.get_by_role("link", name="Sonuç bildirgesi", exact=True).click()
    with page.expect_download() as file:
        page.get_by_role("link", name="Belgeyi indirin").click()
    assert file.value.suggested_filename == "bildirge.pdf"


@pytest.mark.usefixtures("written")
def test_printed_questions_show_their_answers(page):
    page.goto("/sikca-sorulan-sorular/")
    page.emulate_media(media="print")

    assert page.locator("details blockquote").first.is_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_editor_previews_in_a_new_tab_saves_and_publishes(open_page, burak, javascript):
    burak.groups.add(Group.objects.get(name=roles.ROLES["editor"].group))
    page = open_page(user=burak, javascript=javascript)
    page.goto("/yonetim/konsey/newsitem/add/")
    page.get_by_label("Başlık").fill("Işık Şöleni")
    page.locator("#id_body").fill("## Program\n\nÜç **oturum**.")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Önizleyin").click()
    preview = opened.value
    preview.wait_for_load_state()
    expect(preview.locator("main")).to_contain_text("Önizleme: kaydedilmedi")
    assert preview.locator("h2", has_text="Program").count() == 1
    if javascript:
        assert_good_looks(preview)
    preview.close()

    assert page.locator("#id_body").input_value() == "## Program\n\nÜç **oturum**."
    if javascript:
        assert_good_looks(page)
    page.locator("[name=_continue]").click()
    page.wait_for_url("**/change/")
    assert NewsItem.objects.get().published_at is None
    page.get_by_role("button", name="Şimdi yayımlayın").click()
    expect(page.locator("body")).to_contain_text("İçerik yayımlandı.")

    page.goto("/haberler/isik-soleni/")
    expect(page.locator("strong", has_text="oturum")).to_have_count(1)


def test_editor_adds_a_picture_with_words(open_page, burak):
    burak.groups.add(Group.objects.get(name=roles.ROLES["editor"].group))
    item = NewsItemFactory(slug="panel")
    page = open_page(user=burak, javascript=False)
    page.goto(f"/yonetim/konsey/newsitem/{item.pk}/change/")
    photo = {"name": "IMG 1.JPG", "mimeType": "image/jpeg", "buffer": picture_bytes("JPEG")}
    page.locator("#id_pictures-0-upload").set_input_files(photo)
    page.locator("[name=_save]").click()
    expect(page.locator("body")).to_contain_text("Bu alan")
    page.locator("#id_pictures-0-upload").set_input_files(photo)
    page.locator("#id_pictures-0-alt").fill("Salonda oturan dinleyiciler")
    page.locator("[name=_save]").click()
    page.wait_for_url("**/newsitem/")

    page.goto("/haberler/panel/")
    picture = page.get_by_role("img", name="Salonda oturan dinleyiciler")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
