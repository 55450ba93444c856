"""The public pages: lists, redirects, previews, downloads, feeds."""

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from konsey import uploads
from konsey.services import publications as services
from konsey.uploads import render_picture
from tests.factories.konsey import (
    DocumentFactory,
    FaqCategoryFactory,
    FaqEntryFactory,
    NewsItemFactory,
    NewsPictureFactory,
    OrganisationFactory,
    PageFactory,
)
from tests.files import pdf_bytes, picture_bytes, sent

pytestmark = pytest.mark.django_db

FAR = dt.datetime(2200, 1, 1, tzinfo=dt.UTC)
MAKERS = {"page_detail": PageFactory, "news_detail": NewsItemFactory, "document_detail": DocumentFactory}
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def editor(burak):
    names = ["change_page", "change_newsitem", "change_document"]
    burak.user_permissions.set(Permission.objects.filter(codename__in=names))
    return burak


def seen(client, *args: str, **query: str) -> str:
    response = client.get(reverse(args[0], args=args[1:]), query)
    assert response.status_code == 200
    return response.content.decode()


# --- drafts and previews ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("published_at", [None, FAR])
def test_what_is_not_published_is_seen_by_editors_only(client, editor, cem, name, published_at):
    item = MAKERS[name](published_at=published_at)
    address = item.get_absolute_url()

    visitor = client.get(address).status_code
    client.force_login(cem)
    outsider = client.get(address).status_code
    client.force_login(editor)
    preview = client.get(address)

    assert (visitor, outsider, preview.status_code) == (404, 404, 200)
    assert "Önizleme" in preview.content.decode()
    assert preview["Cache-Control"] == "private, no-store"
    assert preview["X-Robots-Tag"] == "noindex"


def test_clerk_without_the_right_sees_no_draft(client, burak):
    client.force_login(burak)

    assert client.get(NewsItemFactory(published_at=None).get_absolute_url()).status_code == 404


def test_lists_and_feeds_show_nothing_before_its_time(client):
    for maker in MAKERS.values():
        maker(title="Gizli Taslak", published_at=None)
        maker(title="Gizli Yarın", published_at=timezone.now() + dt.timedelta(hours=1))
    FaqEntryFactory(question="Gizli soru", published_at=None)

    pages = [
        seen(client, name) for name in ("page_list", "news_list", "document_list", "faq", "news_feed", "document_feed")
    ]

    assert [name for name in pages if "Gizli" in name] == []


def test_file_of_a_draft_cannot_be_downloaded(client, editor):
    document = DocumentFactory(published_at=None, file=ContentFile(pdf_bytes(), "a.pdf"))
    address = reverse("document_download", args=[document.slug])

    visitor = client.get(address).status_code
    client.force_login(editor)
    allowed = client.get(address)

    assert (visitor, allowed.status_code) == (404, 200)
    assert b"".join(allowed) == pdf_bytes()
    assert allowed["Cache-Control"] == "private, no-store"


# --- old addresses ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", MAKERS)
def test_old_address_leads_to_the_new_one_for_good(client, editor, name):
    item = MAKERS[name](slug="eski")
    item.slug = "yeni"
    services.save_publication(by=editor, item=item)

    response = client.get(reverse(name, args=["eski"]))

    assert (response.status_code, response.url) == (301, item.get_absolute_url())
    assert response["Cache-Control"] == "max-age=3600"


def test_old_address_of_a_download_leads_to_the_download(client, editor):
    document = DocumentFactory(slug="eski", file=ContentFile(pdf_bytes(), "a.pdf"))
    document.slug = "yeni"
    services.save_publication(by=editor, item=document)

    response = client.get(reverse("document_download", args=["eski"]))

    assert (response.status_code, response.url) == (301, "/belgeler/yeni/indir/")


def test_old_address_of_something_withdrawn_leads_nowhere(client, editor):
    item = NewsItemFactory(slug="eski")
    item.slug = "yeni"
    services.save_publication(by=editor, item=item)
    services.withdraw(by=editor, item=item)

    assert client.get("/haberler/eski/").status_code == 404


# --- pages ------------------------------------------------------------------------------------------------------------
def test_page_shows_where_it_stands(client):
    top = PageFactory(title="Organlar")
    page = PageFactory(title="Genel Kurul", parent=top)
    PageFactory(title="Toplantılar", parent=page)
    PageFactory(title="Yürütme Kurulu", parent=top)

    html = seen(client, "page_detail", page.slug)

    assert all(title in html for title in ("Organlar", "Toplantılar"))
    assert f'<a href="{top.get_absolute_url()}">Organlar</a>' in html


def test_page_below_a_draft_is_still_found(client):
    child = PageFactory(title="Yetim sayfa", parent=PageFactory(title="Taslak üst", published_at=None))

    assert "Yetim sayfa" in seen(client, "page_list")
    assert "Taslak üst" not in seen(client, "page_detail", child.slug)


def test_hostile_markdown_is_harmless(client):
    body = "<script>alert(1)</script> [x](javascript:alert(1)) ![i](https://kotu.example/x.png) <img src=x onerror=a>"
    item = NewsItemFactory(title="<b>Kalın</b>", summary='"><svg onload=a>', body=body)

    html = seen(client, "news_detail", item.slug)

    assert "<script>alert" not in html
    assert 'href="javascript' not in html
    assert "<img src=x" not in html
    assert "kotu.example" not in html.replace("![i](https://kotu.example/x.png)", "")
    assert "&lt;b&gt;Kalın&lt;/b&gt;" in html
    assert "<svg onload" not in html


# --- news -------------------------------------------------------------------------------------------------------------
def test_news_shows_pictures_organisations_and_what_to_share(client):
    item = NewsItemFactory(title="Panel yapıldı", summary="Özet cümlesi.")
    picture = NewsPictureFactory(news_item=item, alt="Salondaki dinleyiciler", credit="Örnek Ajans")
    item.organisations.add(
        OrganisationFactory(name="Görünen Kurum"), OrganisationFactory(name="Askıdaki", suspended=True)
    )

    html = seen(client, "news_detail", item.slug)

    assert 'alt="Salondaki dinleyiciler"' in html
    assert "Kaynak: Örnek Ajans" in html
    assert "Görünen Kurum" in html
    assert "Askıdaki" not in html
    assert f'<meta property="og:image" content="http://testserver/gorsel/{picture.token}/1600/">' in html
    assert '<meta property="og:title" content="Panel yapıldı">' in html
    assert f'<link rel="canonical" href="http://testserver{item.get_absolute_url()}">' in html


def test_news_are_narrowed_by_word_and_year(client):
    NewsItemFactory(title="Işık Şöleni", published_at=dt.datetime(2025, 5, 1, tzinfo=dt.UTC))
    NewsItemFactory(title="Deniz Paneli", published_at=dt.datetime(2024, 12, 31, 22, 0, tzinfo=dt.UTC))

    by_word = seen(client, "news_list", q="isik")
    by_year = seen(client, "news_list", year="2025")
    nonsense = seen(client, "news_list", year="<script>", q="\x00ş\u202e")

    assert ("Işık Şöleni" in by_word, "Deniz Paneli" in by_word) == (True, False)
    # 31 December 22.00 in London is New Year in İzmir.
    assert ("Işık Şöleni" in by_year, "Deniz Paneli" in by_year) == (True, True)
    assert "<script>" not in nonsense


def test_empty_lists_say_what_will_be_there(client):
    assert "Henüz haber yayımlanmadı." in seen(client, "news_list")
    assert "Aramanıza uyan bir haber yok." in seen(client, "news_list", q="yok")
    assert "Henüz belge yayımlanmadı." in seen(client, "document_list")
    assert "Aramanıza uyan bir belge yok." in seen(client, "document_list", q="yok")
    assert "Kurumsal sayfalar hazırlanıyor." in seen(client, "page_list")
    assert "Henüz soru yayımlanmadı." in seen(client, "faq")
    assert "Aramanıza uyan bir soru yok." in seen(client, "faq", q="yok")


# --- documents --------------------------------------------------------------------------------------------------------
def test_document_is_downloaded_under_its_own_name_and_never_opened_by_the_browser(client):
    document = DocumentFactory(slug="sonuc-bildirgesi", file=ContentFile(pdf_bytes(), "a.pdf"))

    response = client.get(reverse("document_download", args=[document.slug]))

    assert b"".join(response) == pdf_bytes()
    assert response["Content-Disposition"] == 'attachment; filename="sonuc-bildirgesi.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_document_without_file_or_with_a_lost_one_has_no_download(client):
    text_only = DocumentFactory()
    lost = DocumentFactory(file=ContentFile(pdf_bytes(), "a.pdf"))
    lost.file.storage.delete(lost.file.name)

    codes = [client.get(reverse("document_download", args=[each.slug])).status_code for each in (text_only, lost)]

    assert codes == [404, 404]


def test_documents_are_narrowed_by_kind_year_and_issuer(client):
    DocumentFactory(
        title="Gaziantep bildirgesi", kind="declaration", document_date=dt.date(2010, 11, 24), issued_by="Ağ"
    )
    DocumentFactory(title="Bir yılın öyküsü", kind="activity_report", document_date=dt.date(2025, 1, 1), issued_by="YK")

    found = [
        ("Gaziantep bildirgesi" in html, "Bir yılın öyküsü" in html)
        for html in (
            seen(client, "document_list", kind="declaration"),
            seen(client, "document_list", year="2025"),
            seen(client, "document_list", issued_by="Ağ"),
            seen(client, "document_list", kind="nonsense"),
        )
    ]

    assert found == [(True, False), (False, True), (True, False), (True, True)]


# --- pictures ---------------------------------------------------------------------------------------------------------
def test_picture_is_served_for_a_year_and_only_in_its_sizes(client):
    upload = sent(picture_bytes(), "foto.png")
    token = uploads.store_picture(render_picture(upload, upload.size))

    response = client.get(reverse("picture", args=[token, 480]))

    assert b"".join(response)[8:12] == b"WEBP"
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    for token_and_width in ((token, 481), ("yok", 480), ("..", 480)):
        assert client.get(f"/gorsel/{token_and_width[0]}/{token_and_width[1]}/").status_code == 404


# --- feeds ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("name", "maker"), [("news_feed", NewsItemFactory), ("document_feed", DocumentFactory)])
def test_feed_is_atom_with_ids_that_survive_a_new_address(client, editor, name, maker):
    item = maker(title="Işık & Şölen <b>", body="**Kalın** <script>x</script>")
    first = ElementTree.fromstring(seen(client, name))
    item.slug = "baska-adres"
    services.save_publication(by=editor, item=item)
    second = ElementTree.fromstring(seen(client, name))

    entries = [feed.findall(f"{ATOM}entry")[0] for feed in (first, second)]
    assert client.get(reverse(name))["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert entries[0].findtext(f"{ATOM}title") == "Işık & Şölen <b>"
    assert "<strong>Kalın</strong>" in entries[0].findtext(f"{ATOM}summary")
    assert "<script>" not in entries[0].findtext(f"{ATOM}summary")
    assert entries[0].findtext(f"{ATOM}id") == entries[1].findtext(f"{ATOM}id")
    assert entries[0].findtext(f"{ATOM}updated") <= entries[1].findtext(f"{ATOM}updated")
    assert entries[1].find(f"{ATOM}link").get("href") == f"http://testserver{item.get_absolute_url()}"


# --- questions --------------------------------------------------------------------------------------------------------
def test_questions_stand_in_their_order_below_their_heading(client):
    second = FaqCategoryFactory(name="İkinci", position=2)
    first = FaqCategoryFactory(name="Birinci", position=1)
    FaqEntryFactory(category=second, question="Üçüncü soru")
    FaqEntryFactory(category=first, question="İkinci soru", position=2)
    FaqEntryFactory(category=first, question="Birinci soru", position=1)

    html = seen(client, "faq")

    places = [
        html.index(f">{title}</h") for title in ("Birinci", "Birinci soru", "İkinci soru", "İkinci", "Üçüncü soru")
    ]
    assert places == sorted(places)


# --- the same number of queries for one and for thirty ----------------------------------------------------------------
def _news_with_picture():
    NewsPictureFactory(news_item=NewsItemFactory())


@pytest.mark.parametrize(
    ("name", "maker"),
    [
        ("page_list", PageFactory),
        ("news_list", _news_with_picture),
        ("document_list", DocumentFactory),
        ("faq", FaqEntryFactory),
        ("news_feed", NewsItemFactory),
        ("document_feed", DocumentFactory),
    ],
)
def test_list_asks_the_database_as_often_for_thirty_as_for_one(client, name, maker):
    client.get(reverse(name))  # what is remembered between requests is remembered now
    maker()
    for_one = queries(client, name)
    for _row in range(29):
        maker()

    assert queries(client, name) == for_one


def queries(client, name: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse(name)).status_code == 200
    return len(asked)
