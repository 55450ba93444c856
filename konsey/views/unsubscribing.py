"""Leaving a mailing list from a letter: opening the link only shows, pressing the button does (scanners open links)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from konsey import unsubscribing
from konsey.models import User
from konsey.services import privacy


@csrf_exempt  # the signed token is the authority; mail programs (RFC 8058) post without a cookie
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    found = unsubscribing.read(token)
    person = User.objects.filter(pk=found[0], is_active=True).first() if found else None
    if found is None or person is None:
        return render(request, "konsey/outbox/unsubscribe_unknown.html", status=404)
    list_kind = found[1]
    if request.method == "POST":
        privacy.revoke_consent(user=person, purpose=list_kind, now=timezone.now())
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse(
                _("Bu türden duyurular artık gönderilmeyecek."), content_type="text/plain; charset=utf-8"
            )
        return redirect("unsubscribe", token=token)
    context = {"label": unsubscribing.mailing_list(list_kind).label, "is_on": unsubscribing.wants(person, list_kind)}
    return render(request, "konsey/outbox/unsubscribe.html", context)
