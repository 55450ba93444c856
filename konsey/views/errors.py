"""Error pages in the portal's look. Those for a broken or resting portal ask nothing of database or session."""

import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from konsey.context import council
from konsey.middleware import request_id

RETRY_AFTER, RETRY_SOON = 300, 60  # seconds


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


@login_not_required
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.html", {"reason": str(exception or "")}, status=403)


@login_not_required
def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


@login_not_required
def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Called by allauth and by whoever limits a rate; ``Retry-After`` is a hint, not a promise."""
    response = render(request, "errors/429.html", status=429)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/csrf.html", status=403)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """A database that is away is no fault of the page: that is said, with the hint to come back."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(standing("errors/resting.html"), status=503, headers={"Retry-After": str(RETRY_SOON)})
    return HttpResponse(standing("errors/500.html"), status=500)


def standing(template: str) -> str:
    """Render without the request: no session, no person, no menu, hence no database."""
    return render_to_string(template, {"council": council(), "is_demo": settings.DEMO, "request_id": request_id.get()})
