"""The state of the portal: three short answers for machines, one page for staff."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from konsey.rules import watch as rules
from konsey.services import watch


@never_cache
@login_not_required
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """This process answers. It asks nothing of others: restarting it would not mend them."""
    return JsonResponse({"status": "ok"})


@never_cache
@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Pages can be shown; a proxy may send people here."""
    return _probe(watch.essential_signs())


@never_cache
@login_not_required
@require_safe
def complete(request: HttpRequest) -> HttpResponse:
    """Everything is well, tasks and letters too; what an alarm should watch."""
    seen = watch.last_heartbeat()
    return _probe(watch.all_signs(), worker_seen=seen.timestamp() if seen else None)


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    if not rules.may_see_health(request.user):
        raise PermissionDenied
    signs = watch.all_signs()
    context = {
        "signs": signs,
        "is_well": all(sign.is_well for sign in signs),
        "measured_at": timezone.now(),
        "trail": [(_("Portalın durumu"), "")],
    }
    return render(request, "konsey/watch/health.html", context)


def _probe(signs: list[watch.Sign], **more: object) -> JsonResponse:
    is_well = all(sign.is_well for sign in signs)
    answer = {sign.name: "ok" if sign.is_well else "failing" for sign in signs}
    status = {"status": "ok" if is_well else "failing"}
    return JsonResponse({**status, **answer, **more}, status=200 if is_well else 503)
