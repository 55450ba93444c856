"""Editing at the desk: preview, pictures, files, stale forms."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from konsey import roles, uploads
from konsey.models import AuditEntry, Document, FaqEntry, NewsItem, NewsPicture, OldAddress, Page
from konsey.services import publications as services
from tests.factories.konsey import (
    DocumentFactory,
    FaqCategoryFactory,
    NewsItemFactory,
    OrganisationFactory,
    PageFactory,
)
from tests.files import pdf_bytes, picture_bytes, sent

pytestmark = pytest.mark.django_db


def recorded():
    """What was recorded beside the sign-in."""
    return AuditEntry.objects.exclude(action__startswith="signin.")


@pytest.fixture
def editor(client, burak):
    burak.groups.add(Group.objects.get(name=roles.ROLES["editor"].group))
    client.force_login(burak)
    return burak


def add(model: str) -> str:
    return reverse(f"admin:konsey_{model}_add")


def change(item) -> str:
    return reverse(f"admin:konsey_{item._meta.model_name}_change", args=[item.pk])


def text(**values: object) -> dict[str, object]:
    return {
        "title": "Işık Şöleni",
        "slug": "",
        "summary": "",
        "body": "**Metin**",
        "position": 0,
        "published_at_0": "",
        "published_at_1": "",
        **values,
    }


def pictures(*rows: dict[str, object], initial: int = 0) -> dict[str, object]:
    data: dict[str, object] = {"pictures-TOTAL_FORMS": len(rows), "pictures-INITIAL_FORMS": initial}
    for place, row in enumerate(rows):
        data |= {f"pictures-{place}-{name}": value for name, value in {"position": 0, **row}.items()}
    return data


def test_editor_writes_a_page(client, editor):
    response = client.post(add("page"), text())

    page = Page.objects.get()
    assert response.status_code == 302
    assert (page.slug, page.version, page.published_at) == ("isik-soleni", 1, None)
    assert recorded().get().action == "publication.added"


def test_page_cannot_be_moved_below_itself(client, editor):
    page = PageFactory()
    child = PageFactory(parent=page)

    html = client.post(change(page), text(parent=child.pk, seen_version=0)).content.decode()

    assert "Bir sayfa kendisinin ya da alt sayfalarından birinin altına taşınamaz." in html


def test_stale_form_overwrites_nothing_and_keeps_what_was_typed(client, editor):
    page = PageFactory(body="Benim")
    client.get(change(page))
    page.body = "Onun"
    services.save_publication(by=editor, item=page)

    html = client.post(change(page), text(body="Uzun bir metin yazmıştım", seen_version=0)).content.decode()

    assert "başka biri tarafından değiştirildi" in html
    assert "Uzun bir metin yazmıştım" in html
    assert Page.objects.get().body == "Onun"


def test_form_carries_the_version_it_was_opened_with(client, editor):
    page = services.save_publication(by=editor, item=Page(title="Sayfa"))

    html = client.get(change(page)).content.decode()
    response = client.post(change(page), text(seen_version=1))

    assert 'name="seen_version" value="1"' in html
    assert response.status_code == 302
    assert Page.objects.get().version == 2


def test_new_address_leaves_a_redirect_and_a_taken_one_is_refused(client, editor):
    page = PageFactory(slug="eski")
    PageFactory(slug="dolu")

    taken = client.post(change(page), text(slug="dolu", seen_version=0)).content.decode()
    client.post(change(page), text(slug="yeni", seen_version=0))

    assert "Bu adres" in taken
    assert OldAddress.objects.get().slug == "eski"


def test_preview_shows_what_was_typed_and_saves_nothing(client, editor):
    data = text(title="<b>Başlık</b>", body="## Ara\n\n<script>alert(1)</script> [x](javascript:1)")

    response = client.post(reverse("admin:konsey_newsitem_preview"), data)

    html = response.content.decode()
    assert "Önizleme: kaydedilmedi" in html
    assert "<h2>Ara</h2>" in html
    assert "&lt;b&gt;Başlık&lt;/b&gt;" in html
    assert "<script>alert" not in html
    assert 'href="javascript' not in html
    assert NewsItem.objects.count() == 0


def test_question_is_previewed_too(client, editor):
    html = client.post(reverse("admin:konsey_faqentry_preview"), {"question": "Nasıl?", "answer": "**Böyle**"})

    assert all(part in html.content.decode() for part in ("Nasıl?", "<strong>Böyle</strong>"))


def test_preview_button_comes_after_the_save_buttons(client, editor):
    html = client.get(add("newsitem")).content.decode()

    assert 0 < html.index('name="_save"') < html.index("formaction=")


def test_preview_needs_the_right_to_edit(client, burak):
    client.force_login(burak)
    without = client.post(reverse("admin:konsey_page_preview"), text()).status_code
    burak.groups.add(Group.objects.get(name=roles.ROLES["auditor"].group))

    assert (without, client.post(reverse("admin:konsey_page_preview"), text()).status_code) == (403, 403)


def test_news_with_pictures_and_organisations(client, editor):
    organisation = OrganisationFactory()
    photo = {"upload": sent(picture_bytes("JPEG"), "DSC_0001.JPG"), "alt": "Salondaki dinleyiciler", "credit": "Örnek"}

    response = client.post(add("newsitem"), text(organisations=[organisation.pk]) | pictures(photo, {}))

    item = NewsItem.objects.get()
    picture = item.pictures.get()
    assert response.status_code == 302
    assert list(item.organisations.all()) == [organisation]
    assert (picture.alt, picture.width, picture.height) == ("Salondaki dinleyiciler", 1200, 800)
    uploads.open_picture(picture.token, 480).close()
    actions = recorded().order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["publication.added", "publication.changed", "picture.added"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"upload": sent(picture_bytes(), "a.png"), "alt": ""}, "Bu alan"),
        ({"alt": "Yazı var, görsel yok"}, "Bir dosya seçmeniz gerekiyor."),
        ({"upload": sent(b"<svg/>", "a.svg"), "alt": "x"}, "Bu türde bir dosya yüklenemez."),
        ({"upload": sent(b"<svg/>", "a.png"), "alt": "x"}, "Dosya okunamadı."),
    ],
)
def test_pictures_without_words_or_pixels_are_refused_and_the_text_stays(client, editor, row, sentence):
    html = client.post(add("newsitem"), text(body="Uzun haber metni") | pictures(row)).content.decode()

    assert sentence in html
    assert "Uzun haber metni" in html
    assert NewsItem.objects.count() == 0


def test_picture_is_described_anew_replaced_and_removed(client, editor, django_capture_on_commit_callbacks):
    item = NewsItemFactory()
    client.post(change(item), text(seen_version=0) | pictures({"upload": sent(picture_bytes(), "a.png"), "alt": "Bir"}))
    picture = NewsPicture.objects.get()
    first = picture.token
    row = {"id": picture.pk, "news_item": item.pk, "alt": "İki"}

    client.post(change(item), text(seen_version=1) | pictures(row, initial=1))
    picture.refresh_from_db()
    assert (picture.alt, picture.token) == ("İki", first)
    with django_capture_on_commit_callbacks(execute=True):
        replaced = {**row, "upload": sent(picture_bytes(size=(600, 300)), "b.png")}
        client.post(change(item), text(seen_version=2) | pictures(replaced, initial=1))
    picture.refresh_from_db()
    assert (picture.width, uploads.open_picture(first, 480)) == (600, None)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(change(item), text(seen_version=3) | pictures({**row, "DELETE": "on"}, initial=1))

    assert NewsPicture.objects.count() == 0
    assert uploads.open_picture(picture.token, 480) is None


def document(**values: object) -> dict[str, object]:
    return text(kind="report", document_date="24.11.2010", issued_by="Genel Kurul", number="", **values)


def test_document_with_a_file_keeps_it_when_only_the_text_changes(client, editor):
    client.post(add("document"), document(body="", file=sent(pdf_bytes(), "Faaliyet Raporu.pdf")))
    row = Document.objects.get()
    name = row.file.name

    client.post(change(row), document(body="Yeni", seen_version=1))

    row.refresh_from_db()
    assert (row.file.name, row.body, row.file_size) == (name, "Yeni", len(pdf_bytes()))
    assert "Faaliyet" not in name
    assert row.get_absolute_url() + "indir/" in client.get(change(row)).content.decode()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"body": ""}, "Belge için bir dosya seçiniz ya da metnini yazınız."),
        ({"file": sent(b"x", "a.exe")}, "Bu türde bir dosya yüklenemez. Kabul edilenler: PDF, DOCX, XLSX, ODT, ODS."),
        ({"file": sent(b"x", "a.pdf")}, "Dosya geçerli bir PDF değil."),
        ({"file": sent(b"x", "a.docx")}, "Dosya okunamadı veya bozuk."),
    ],
)
def test_wrong_documents_are_refused_in_turkish(client, editor, values, sentence):
    html = client.post(add("document"), document(**values)).content.decode()

    assert sentence in html
    assert Document.objects.count() == 0


def test_buttons_publish_and_withdraw(client, editor):
    item = NewsItemFactory(published_at=None)

    client.post(reverse("admin:konsey_newsitem_act", args=[item.pk, "yayim"]))
    published = NewsItem.objects.get().published_at
    client.post(reverse("admin:konsey_newsitem_act", args=[item.pk, "taslak"]))

    assert published is not None
    assert NewsItem.objects.get().published_at is None


@pytest.mark.parametrize(
    ("chosen", "titles"), [("draft", {"T"}), ("scheduled", {"Z"}), ("published", {"Y"}), ("", {"T", "Z", "Y"})]
)
def test_list_is_filtered_by_phase(client, editor, chosen, titles):
    NewsItemFactory(title="T", published_at=None)
    NewsItemFactory(title="Z", published_at="2200-01-01T00:00:00Z")
    NewsItemFactory(title="Y")

    shown = client.get(reverse("admin:konsey_newsitem_changelist"), {"yayin": chosen}).context["cl"].queryset

    assert {row.title for row in shown} == titles


def test_deleting_leaves_a_trace_and_pages_with_pages_below_stay(client, editor):
    child = PageFactory(parent=PageFactory())

    client.post(reverse("admin:konsey_page_delete", args=[child.parent.pk]), {"post": "yes"})
    client.post(reverse("admin:konsey_page_delete", args=[child.pk]), {"post": "yes"})

    assert list(Page.objects.all()) == [child.parent]
    assert [entry.action for entry in recorded().all()] == ["publication.deleted"]


def test_many_are_deleted_through_the_service_too(client, editor):
    rows = [DocumentFactory(), DocumentFactory()]
    data = {"action": "delete_selected", "_selected_action": [row.pk for row in rows], "post": "yes"}

    client.post(reverse("admin:konsey_document_changelist"), data)

    assert Document.objects.count() == 0
    assert recorded().filter(action="publication.deleted").count() == 2


def test_question_is_written_and_recorded(client, editor):
    data = {"category": FaqCategoryFactory().pk, "question": "Nasıl?", "answer": "Böyle.", "position": 1}

    client.post(add("faqentry"), {**data, "published_at_0": "01.03.2026", "published_at_1": "10:00"})

    assert FaqEntry.objects.get().question == "Nasıl?"
    assert recorded().get().action == "admin.added"


@pytest.mark.parametrize("model", ["page", "newsitem", "document", "faqentry", "faqcategory"])
def test_secretariat_looks_but_does_not_write(client, burak, model):
    burak.groups.add(Group.objects.get(name=roles.ROLES["secretariat"].group))
    client.force_login(burak)

    codes = (client.get(reverse(f"admin:konsey_{model}_changelist")).status_code, client.get(add(model)).status_code)
    assert codes == (200, 403)
