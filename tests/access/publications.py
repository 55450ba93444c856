"""What is published is for everybody; what is not, for nobody without the right to edit it."""

from django.core.files.base import ContentFile

from konsey import uploads
from konsey.uploads import render_picture
from tests.access.table import Row
from tests.factories.konsey import DocumentFactory, NewsItemFactory, PageFactory
from tests.files import pdf_bytes, picture_bytes, sent


def _page() -> tuple[object, ...]:
    return (PageFactory().slug,)


def _news() -> tuple[object, ...]:
    return (NewsItemFactory().slug,)


def _document() -> tuple[object, ...]:
    return (DocumentFactory(file=ContentFile(pdf_bytes(), "belge.pdf")).slug,)


def _picture() -> tuple[object, ...]:
    upload = sent(picture_bytes(), "foto.png")
    return (uploads.store_picture(render_picture(upload, upload.size)), 480)


EVERYBODY = {"visitor": 200, "resident": 200, "clerk": 200}

ACCESS = {
    "page_list": Row(**EVERYBODY),
    "page_detail": Row(args=_page, **EVERYBODY),
    "news_list": Row(**EVERYBODY),
    "news_feed": Row(**EVERYBODY),
    "news_detail": Row(args=_news, **EVERYBODY),
    "document_list": Row(**EVERYBODY),
    "document_feed": Row(**EVERYBODY),
    "document_detail": Row(args=_document, **EVERYBODY),
    "document_download": Row(args=_document, **EVERYBODY),
    "faq": Row(**EVERYBODY),
    "picture": Row(args=_picture, **EVERYBODY),
}
