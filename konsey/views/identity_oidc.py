"""Coming back from the municipality's sign-in with the proof of who one is."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from konsey import locks
from konsey.errors import Refused
from konsey.services.identity.oidc import verify_by_oidc
from konsey.views.identity import remember_contested


def finish(request: HttpRequest, *, provider: str, claims: Mapping[str, object]) -> HttpResponse:
    """Verify the signed-in person by the claims, which are stored nowhere, and go to the page that says how it went."""
    if not request.user.is_authenticated:
        messages.error(request, _("Oturumunuz bu sırada kapanmış. Giriş yapıp yeniden deneyiniz."))
        return redirect("identity_oidc")
    try:
        with locks.patiently():
            outcome = verify_by_oidc(user=request.user, provider=provider, claims=claims, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("identity_oidc")
    if outcome.verification is not None:
        return redirect("identity_done")
    remember_contested(request, outcome)
    messages.error(request, outcome.message)
    return redirect("identity_help")
