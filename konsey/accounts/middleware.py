"""What the portal does with a signed-in person on every request: limits of the session, second step, language."""

from collections.abc import Callable
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from konsey import languages
from konsey.compiled import Compiled
from konsey.models import User
from konsey.rules import accounts as rules
from konsey.services import accounts as services

Handler = Callable[[HttpRequest], HttpResponse]
SIGNED_IN_AT = "signed_in_at"
_ROW = Compiled(
    lambda session, user: UserSession.objects.filter(session_key=session, user=user)[:1], session=str, user=int
)


class SessionLimitsMiddleware:
    """Ends sessions that are too old or were left alone; puts a clerk's powers to sleep until the second step."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._check(request, timezone.now())
        return self.get_response(request)

    def _check(self, request: HttpRequest, now: datetime) -> None:
        user = request.user
        assert isinstance(user, User)
        row = _ROW.first(session=request.session.session_key, user=user.pk)
        signed_in_at = datetime.fromtimestamp(request.session.setdefault(SIGNED_IN_AT, now.timestamp()), tz=now.tzinfo)
        over = rules.why_session_is_over(
            user, signed_in_at=signed_in_at, last_seen_at=row.last_seen_at if row else None, now=now
        )
        if over:
            logout(request)
            messages.warning(request, over)
            return
        if row:
            services.see_session(row=row, now=now)
        else:
            UserSession.objects.create_from_request(request)
        user.second_factor_pending = user.is_staff and not rules.second_factor_done(request)


class LanguageMiddleware:
    """The person's own language; else the one chosen with the switch on the page; else Turkish.

    Not the browser's: many a phone speaks English, and half a translation serves nobody.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = _language_of(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def _language_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if request.user.is_authenticated:
        chosen = request.user.language
    return languages.of(chosen)
