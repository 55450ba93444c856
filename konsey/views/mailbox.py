"""The demo's mailbox: what would have left by mail, readable for staff. Not there in production (konsey/urls)."""

import base64

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from konsey import mime, styles, text
from konsey.mail import MARK_CID
from konsey.models import OutboxMessage
from konsey.rules.mailbox import may_read_mailbox

PER_PAGE = 25
LONGEST_QUERY = 80


@never_cache
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    _refuse_others(request)
    query = text.clean(request.GET.get("q", ""))[:LONGEST_QUERY]
    folded = text.fold(query)
    letters = OutboxMessage.objects.filter(Q(subject_fold__contains=folded) | Q(to__contains=folded))
    page = Paginator(letters.defer("text", "html"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "query": query, "trail": [(_("Posta kutusu"), "")]}
    return render(request, "konsey/mailbox/list.html", context)


@never_cache
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    _refuse_others(request)
    row = get_object_or_404(OutboxMessage.objects.prefetch_related("attachments"), pk=pk)
    trail = [(_("Posta kutusu"), reverse("mailbox")), (row.topic, "")]
    return render(request, "konsey/mailbox/letter.html", {"letter": row, "trail": trail})


@never_cache
@require_safe
@xframe_options_sameorigin
def letter_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML part alone, for the frame on the letter's page: no script, nothing fetched, only its own styles."""
    _refuse_others(request)
    row = get_object_or_404(OutboxMessage, pk=pk)
    picture = "data:image/png;base64," + base64.b64encode(mime.mark()).decode()
    # Its links lead out of the frame.
    html = row.html.replace(f"cid:{MARK_CID}", picture).replace("<head>", '<head><base target="_top">', 1)
    response = HttpResponse(html)
    response["Content-Security-Policy"] = "; ".join(
        [
            "default-src 'none'",
            "img-src data:",
            " ".join(["style-src", "'unsafe-hashes'", *styles.csp_hashes(html)]),
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'self'",
        ]
    )
    return response


def _refuse_others(request: HttpRequest) -> None:
    if not may_read_mailbox(request.user):
        raise PermissionDenied
