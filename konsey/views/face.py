"""The council's face beside its pages: colours, icons, manifest, and the choice of language."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language as set_language_cookie

from konsey import colours as council_colours
from konsey.drawing import icons
from konsey.models import User
from konsey.services import accounts

_for_a_day = cache_control(public=True, max_age=86_400)


def _ground() -> str:
    return council_colours.light(settings.COUNCIL_COLOURS, "sea-deep")


@login_not_required
@require_safe
@_for_a_day
def colours(request: HttpRequest) -> HttpResponse:
    return HttpResponse(council_colours.style_sheet(settings.COUNCIL_COLOURS), content_type="text/css; charset=utf-8")


@login_not_required
@require_safe
@_for_a_day
def icon_svg(request: HttpRequest) -> HttpResponse:
    return HttpResponse(icons.svg(_ground()), content_type="image/svg+xml")


@login_not_required
@require_safe
@_for_a_day
def icon_png(request: HttpRequest, size: int) -> HttpResponse:
    if size not in icons.SIZES:
        raise Http404
    return HttpResponse(icons.png(size, _ground()), content_type="image/png")


@login_not_required
@require_safe
@_for_a_day
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponse(icons.ico(_ground()), content_type="image/x-icon")


@login_not_required
@require_safe
@_for_a_day
def manifest(request: HttpRequest) -> JsonResponse:
    icon_list = [
        {
            "src": reverse("icon_png", args=[size]),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for size in (192, 512)
    ]
    return JsonResponse(
        {
            "name": f"{settings.COUNCIL_NAME} {gettext('Katılım Portalı')}",
            "short_name": settings.COUNCIL_NAME,
            "lang": settings.LANGUAGE_CODE,
            "start_url": reverse("home"),
            "display": "browser",
            "background_color": "#faf8f4",
            "theme_color": _ground(),
            "icons": icon_list,
        },
        content_type="application/manifest+json",
    )


@csrf_exempt  # nothing but the language can change; a token would give a cookie to each visitor who only reads
@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the choice in a cookie, which the person asked for (strictly necessary, hence no banner)."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User) and chosen in dict(settings.LANGUAGES):
        accounts.change_language(user=request.user, language=chosen)
    return set_language_cookie(request)
