"""Request id and the line of each request in the log, and the Permissions-Policy header."""

import contextvars
import logging
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from konsey.errors import Refused

logger = logging.getLogger("konsey.request")
request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="-")

_DENIED = ("accelerometer", "camera", "geolocation", "gyroscope", "magnetometer", "microphone", "payment", "usb")
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in _DENIED)
# For a page with a button that asks where the visitor is; only the page itself may ask, nothing embedded in it.
WITH_LOCATION = PERMISSIONS_POLICY.replace("geolocation=()", "geolocation=(self)")
# Asked for all the time, and nobody's act: probes, and files that have no route.
_QUIET = ("saglik/",)
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class RequestIdMiddleware:
    """Give each request an own random id (the proxy's is never trusted) and write one line about it.

    The line has the route, never the address: addresses hold names, tokens and searches. No IP address, no person.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token, started = request_id.set(secrets.token_hex(8)), time.monotonic()
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = request_id.get()
            _log(request, response, time.monotonic() - started)
            return response
        finally:
            request_id.reset(token)


class PermissionsPolicyMiddleware:
    """Deny what no page needs; a view that needs one of them sets the header itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class RefusedMiddleware:
    """Where no view shows it beside a form, "the rules say no" is a page with the sentence, never a broken page.

    Above all a form whose information text is not in force yet (`konsey/forms/notices.py`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return render(request, "errors/refused.html", {"reason": exception.message}, status=403)


def route_of(request: HttpRequest) -> str:
    """Return the pattern of the address (``mahalleler/<slug:district>/``), or "-" for an unknown one."""
    match = getattr(request, "resolver_match", None)
    return (match.route or "/") if match else "-"


def _log(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    route = route_of(request)
    is_quiet = response.status_code < 400 and (route.startswith(_QUIET) or route == "-")
    fields = {
        "method": request.method if request.method in _METHODS else "?",
        "route": route,
        "status": response.status_code,
        "ms": round(seconds * 1000),
    }
    logger.log(logging.DEBUG if is_quiet else logging.INFO, "request", extra={"fields": fields})
