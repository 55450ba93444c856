"""The public pages of what the council publishes."""

from collections.abc import Mapping
from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from konsey import pagetree, uploads
from konsey.downloads import public_file
from konsey.filters.publications import DocumentFilter, NewsFilter
from konsey.forms.publications import FaqSearchForm
from konsey.models import Document, FaqEntry, NewsItem, Page
from konsey.models.publications import Phase, Publication, PublicationQuerySet
from konsey.rules import publications as rules

NEWS_PER_PAGE = 12
DOCUMENTS_PER_PAGE = 25
RELATED = 3
A_YEAR = 365 * 24 * 3600
AN_HOUR = 3600
Item = TypeVar("Item", bound=Publication)
Response = TypeVar("Response", bound=HttpResponseBase)


@login_not_required
@require_safe
def page_list(request: HttpRequest) -> HttpResponse:
    branches = pagetree.branches(Page.objects.published(timezone.now()))
    context = {"branches": branches, "trail": [(_("Kurumsal"), "")]}
    return render(request, "konsey/publications/page_list.html", context)


@login_not_required
@require_safe
def page_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    page = _seen(request, Page.objects.all(), slug)
    if page is None:
        return _moved(Page.objects.all(), slug)
    published = list(Page.objects.published(timezone.now()))
    above = pagetree.above(page, published)
    context = {
        "page": page,
        "below": pagetree.below(page, published),
        "beside": pagetree.beside(page, published),
        "trail": [(_("Kurumsal"), reverse("page_list")), *above, (page.title, "")],
    }
    return _detail(request, page, "konsey/publications/page_detail.html", context)


@login_not_required
@require_safe
def news_list(request: HttpRequest) -> HttpResponse:
    filters = NewsFilter(request.GET, NewsItem.objects.published(timezone.now()))
    page = Paginator(filters.qs.prefetch_related("pictures"), NEWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter": filters, "page": page, "trail": [(_("Haberler"), "")]}
    return render(request, "konsey/publications/news_list.html", context)


@login_not_required
@require_safe
def news_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    rows = NewsItem.objects.all()
    item = _seen(request, rows, slug)
    if item is None:
        return _moved(rows, slug)
    pictures = list(item.pictures.all())
    others = rows.published(timezone.now()).newest_first().exclude(pk=item.pk).prefetch_related("pictures")
    context = {
        "item": item,
        "cover": pictures[0] if pictures else None,
        "pictures": pictures[1:],
        "organisations": item.organisations.public().alphabetical(),
        "others": others[:RELATED],
        "trail": [(_("Haberler"), reverse("news_list")), (item.title, "")],
    }
    return _detail(request, item, "konsey/publications/news_detail.html", context)


@login_not_required
@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    filters = DocumentFilter(request.GET, Document.objects.published(timezone.now()))
    page = Paginator(filters.qs.defer("body"), DOCUMENTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter": filters, "page": page, "trail": [(_("Belgeler"), "")]}
    return render(request, "konsey/publications/document_list.html", context)


@login_not_required
@require_safe
def document_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    document = _seen(request, Document.objects.all(), slug)
    if document is None:
        return _moved(Document.objects.all(), slug)
    context = {"document": document, "trail": [(_("Belgeler"), reverse("document_list")), (document.title, "")]}
    return _detail(request, document, "konsey/publications/document_detail.html", context)


@login_not_required
@require_safe
def document_download(request: HttpRequest, slug: str) -> HttpResponseBase:
    document = _seen(request, Document.objects.all(), slug)
    if document is None:
        return _moved(Document.objects.all(), slug, "document_download")
    if not document.file:
        raise Http404
    response = public_file(document.file, name=document.download_name)
    return response if _is_public(document) else _for_one_pair_of_eyes(response)


@login_not_required
@require_safe
def faq(request: HttpRequest) -> HttpResponse:
    form = FaqSearchForm(request.GET if "q" in request.GET else None)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    entries = FaqEntry.objects.published(timezone.now()).matching(query).select_related("category")
    context = {"form": form, "query": query, "entries": entries, "trail": [(_("Sıkça sorulan sorular"), "")]}
    return render(request, "konsey/publications/faq.html", context)


@login_not_required
@require_safe
def picture(request: HttpRequest, token: str, width: int) -> FileResponse:
    """One size of a picture. Its address is a random number that never gets another content."""
    stored = uploads.open_picture(token, width) if width in uploads.PICTURE_WIDTHS else None
    if stored is None:
        raise Http404
    response = FileResponse(stored, content_type="image/webp")
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


def _seen(request: HttpRequest, rows: QuerySet[Item], slug: str) -> Item | None:
    """Return what has this address now, None when nothing has. Raises Http404 for what is not published yet."""
    item = rows.filter(slug=slug).first()
    if item is not None and not _is_public(item) and not rules.may_preview(request.user, type(item)):
        raise Http404
    return item


def _moved(rows: PublicationQuerySet, slug: str, url_name: str = "") -> HttpResponsePermanentRedirect:
    """Send on whoever uses an old address. Kept for an hour only: an item may get its old address back."""
    item = get_object_or_404(rows.published(timezone.now()).once_at(slug))
    target = reverse(url_name, args=[item.slug]) if url_name else item.get_absolute_url()
    response = HttpResponsePermanentRedirect(target)
    response["Cache-Control"] = f"max-age={AN_HOUR}"
    return response


def _detail(request: HttpRequest, item: Publication, template: str, context: Mapping[str, object]) -> HttpResponse:
    """A page of one item. A preview says what it is, and neither caches nor search engines keep it."""
    public = _is_public(item)
    response = render(request, template, {**context, "preview": None if public else _phase(item)})
    return response if public else _for_one_pair_of_eyes(response)


def _for_one_pair_of_eyes(response: Response) -> Response:
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _is_public(item: Publication) -> bool:
    return _phase(item) == Phase.PUBLISHED


def _phase(item: Publication) -> Phase:
    return item.phase(timezone.now())
