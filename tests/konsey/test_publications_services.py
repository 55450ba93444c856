"""Publishing by the clock, addresses that are never lost, files in step with their rows."""

import datetime as dt

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from konsey import uploads
from konsey.errors import Refused
from konsey.models import AuditEntry, Document, NewsItem, NewsPicture, OldAddress, Page
from konsey.models.publications import Phase
from konsey.rules import publications as rules
from konsey.services import publications as services
from konsey.uploads import render_picture
from tests.factories.konsey import (
    DocumentFactory,
    FaqEntryFactory,
    NewsItemFactory,
    NewsPictureFactory,
    OrganisationFactory,
    PageFactory,
)
from tests.files import pdf_bytes, picture_bytes, sent

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 10, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


# --- published by the clock -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("published_at", "phase"),
    [
        (None, Phase.DRAFT),
        (NOW + dt.timedelta(seconds=1), Phase.SCHEDULED),
        (NOW, Phase.PUBLISHED),
        (NOW - dt.timedelta(days=1), Phase.PUBLISHED),
    ],
)
def test_phase_follows_the_clock_everywhere_alike(published_at, phase):
    item = NewsItemFactory(published_at=published_at)

    assert item.phase(NOW) == phase
    found = {
        Phase.DRAFT: NewsItem.objects.drafts(),
        Phase.SCHEDULED: NewsItem.objects.scheduled(NOW),
        Phase.PUBLISHED: NewsItem.objects.published(NOW),
    }
    assert [each for each, rows in found.items() if rows.exists()] == [phase]


def test_publishing_and_withdrawing_leave_their_trace(burak):
    item = NewsItemFactory(published_at=None)

    services.publish_now(by=burak, item=item)
    with pytest.raises(Refused) as twice:
        services.publish_now(by=burak, item=item)
    published = NewsItem.objects.get(pk=item.pk)
    services.withdraw(by=burak, item=item)
    with pytest.raises(Refused):
        services.withdraw(by=burak, item=item)

    assert twice.value.message == "Bu içerik zaten yayında."
    assert published.published_at == NOW
    assert NewsItem.objects.get(pk=item.pk).phase(NOW) == Phase.DRAFT
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["publication.published", "publication.withdrawn"]


def test_saving_records_only_what_changed(burak):
    item = services.save_publication(by=burak, item=NewsItem(title="Işık Şöleni", body="Eski"))

    item.body = "Yeni"
    services.save_publication(by=burak, item=item)
    services.save_publication(by=burak, item=item)

    first, second = AuditEntry.objects.order_by("pk")
    assert (first.action, first.after["title"]) == ("publication.added", "Işık Şöleni")
    assert (second.action, second.before, second.after) == ("publication.changed", {"body": "Eski"}, {"body": "Yeni"})
    assert item.version == 3


# --- addresses --------------------------------------------------------------------------------------------------------
def test_address_is_made_from_the_title(burak):
    first = services.save_publication(by=burak, item=Page(title="Kent Konseyi Nedir?"))
    second = services.save_publication(by=burak, item=Page(title="Kent konseyi nedir"))

    assert (first.slug, second.slug) == ("kent-konseyi-nedir", "kent-konseyi-nedir-2")


def test_old_address_is_kept_and_never_given_to_another(burak):
    item = services.save_publication(by=burak, item=NewsItem(title="Panel"))
    item.slug = "buyuk-panel"
    services.save_publication(by=burak, item=item)

    other = services.save_publication(by=burak, item=NewsItem(title="Panel"))

    assert other.slug == "panel-2"
    assert rules.why_not_address(other, "panel") is not None
    assert NewsItem.objects.all().once_at("panel").get() == item


def test_address_that_comes_back_stops_being_an_old_one(burak):
    item = services.save_publication(by=burak, item=NewsItem(title="Panel"))
    for slug in ("b", "panel", "c"):
        item.slug = slug
        services.save_publication(by=burak, item=item)

    assert sorted(OldAddress.objects.values_list("slug", flat=True)) == ["b", "panel"]


def test_kinds_do_not_take_addresses_from_each_other(burak):
    page = services.save_publication(by=burak, item=Page(title="Panel"))
    page.slug = "baska"
    services.save_publication(by=burak, item=page)

    assert services.save_publication(by=burak, item=NewsItem(title="Panel")).slug == "panel"


def test_old_address_belongs_to_exactly_one_thing():
    with pytest.raises(IntegrityError, match="konsey_oldaddress_one_target"), transaction.atomic():
        OldAddress.objects.create(slug="x", page=PageFactory(), news_item=NewsItemFactory())


# --- the tree ---------------------------------------------------------------------------------------------------------
def test_pages_form_no_circle_and_at_most_three_levels(burak):
    top = PageFactory()
    middle = PageFactory(parent=top)
    bottom = PageFactory(parent=middle)

    assert rules.why_not_parent(top, bottom) == "Bir sayfa kendisinin ya da alt sayfalarından birinin altına taşınamaz."
    assert rules.why_not_parent(Page(), bottom) == "Sayfa ağacı en çok 3 düzey olabilir."
    assert rules.why_not_parent(middle, PageFactory(parent=PageFactory())) == "Sayfa ağacı en çok 3 düzey olabilir."
    assert rules.why_not_parent(Page(), middle) is None
    top.parent = bottom
    with pytest.raises(Refused):
        services.save_publication(by=burak, item=top)


def test_page_with_pages_below_cannot_be_deleted(burak):
    child = PageFactory(parent=PageFactory())

    with pytest.raises(Refused):
        services.delete_publication(by=burak, item=child.parent)
    services.delete_publication(by=burak, item=child)

    assert Page.objects.count() == 1


# --- files ------------------------------------------------------------------------------------------------------------
def test_replaced_and_deleted_files_leave_the_storage(burak, django_capture_on_commit_callbacks):
    document = DocumentFactory(file=ContentFile(pdf_bytes(), "a.pdf"))
    storage, first = document.file.storage, document.file.name

    with django_capture_on_commit_callbacks(execute=True):
        document.file = ContentFile(pdf_bytes(catalog=b"/Lang (tr)"), "b.pdf")
        services.save_publication(by=burak, item=document)
    second = document.file.name
    assert (storage.exists(first), storage.exists(second)) == (False, True)
    assert document.file_size == len(pdf_bytes(catalog=b"/Lang (tr)"))

    with django_capture_on_commit_callbacks(execute=True):
        services.delete_publication(by=burak, item=document)
    assert not storage.exists(second)


def test_document_without_file_and_text_is_refused(burak):
    empty = Document(title="Boş", kind="report", document_date=NOW.date(), issued_by="Genel Kurul")

    with pytest.raises(Refused) as refused:
        services.save_publication(by=burak, item=empty)

    assert refused.value.message == "Belge için bir dosya seçiniz ya da metnini yazınız."


def _rendered(colour: str = "teal"):
    upload = sent(picture_bytes(colour=colour), "foto.png")
    return render_picture(upload, upload.size)


def test_pictures_come_change_and_go_with_their_files(burak, django_capture_on_commit_callbacks):
    item = NewsItemFactory()
    picture = services.add_picture(
        by=burak, picture=NewsPicture(news_item=item, alt="Salonda konuşan kadın"), content=_rendered()
    )
    first = picture.token

    with django_capture_on_commit_callbacks(execute=True):
        services.change_picture(by=burak, picture=picture, content=_rendered("red"))
    second = picture.token
    assert (uploads.open_picture(first, 480), (picture.width, picture.height)) == (None, (1200, 800))
    uploads.open_picture(second, 480).close()

    with django_capture_on_commit_callbacks(execute=True):
        services.delete_publication(by=burak, item=item)
    assert uploads.open_picture(second, 480) is None
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["picture.added", "picture.changed", "publication.deleted"]


def test_picture_always_says_what_it_shows():
    with pytest.raises(IntegrityError, match="konsey_newspicture_says_what_it_shows"), transaction.atomic():
        NewsPictureFactory(alt="")


def test_picture_offers_only_widths_that_exist():
    assert NewsPictureFactory(width=700, token="a").srcset == "/gorsel/a/480/ 480w, /gorsel/a/960/ 700w"


def test_related_organisations_are_recorded_once(burak):
    item, organisation = NewsItemFactory(), OrganisationFactory()

    services.relate_organisations(by=burak, item=item, organisations=[organisation])
    services.relate_organisations(by=burak, item=item, organisations=[organisation])

    assert AuditEntry.objects.get().after == {"organisations": [organisation.pk]}


# --- search -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("query", ["IŞIK", "isik", "ışık şöleni", "SOLEN ISIK", "  "])
def test_search_finds_turkish_words_however_they_are_typed(query):
    NewsItemFactory(title="Işık Şöleni")

    assert NewsItem.objects.matching(query).count() == 1


def test_documents_are_found_by_number_and_issuer():
    DocumentFactory(number="2026/014", issued_by="Yürütme Kurulu")

    found = [Document.objects.matching(query).count() for query in ("2026/014", "yurutme", "belgenin", "yok")]
    assert found == [1, 1, 1, 0]


def test_questions_are_found_in_the_answer():
    entry = FaqEntryFactory(answer="Üyelik için **başvuru** gerekir.")

    assert list(type(entry).objects.matching("BASVURU uyelik")) == [entry]
    assert timezone.now() == NOW
