"""The search page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from konsey import search


@login_not_required
@require_safe
def site_search(request: HttpRequest) -> HttpResponse:
    query = search.clean(request.GET.get("q", ""))
    return render(
        request,
        "konsey/search.html",
        {
            "query": query,
            "is_too_short": 0 < len(query) < search.SHORTEST,
            "found": search.find(query, now=timezone.now()),
            "trail": [(_("Arama"), "")],
        },
    )
