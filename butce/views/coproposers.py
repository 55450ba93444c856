"""The page behind the link of an invitation. Opening it decides nothing: scanners of mail programs open links too."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from butce.forms.writing import CoProposerForm
from butce.models import CoProposer
from butce.rules import writing as rules
from butce.services.coproposers import answer_invitation, find_by_token
from butce.views.cycles import trail_to
from konsey.errors import Refused
from konsey.locks import patiently

DECLINE = "_hayir"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def coproposer_answer(request: HttpRequest, token: str) -> HttpResponse:
    asked = find_by_token(token)
    if asked is None:
        return render(request, "butce/writing/invitation_unknown.html", status=404)
    declines = DECLINE in request.POST
    user = request.user if request.user.is_authenticated else None
    form = CoProposerForm(
        request.POST if request.method == "POST" and not declines else None,
        initial={"name": asked.name or (user.name if user else "")},
    )
    if request.method == "POST" and (declines or form.is_valid()) and _answer(request, asked, form, not declines):
        return redirect("butce:coproposer_answer", token)
    context = {
        "asked": asked,
        "proposal": asked.proposal,
        "form": form,
        "why_not": rules.why_not_answer(asked, timezone.now()),
        "trail": trail_to(asked.proposal.cycle, (_("Ortak öneren daveti"), "")),
    }
    response = render(request, "butce/writing/invitation.html", context)
    # The address is a secret. Not "no-referrer": with that browsers send "Origin: null", and the form is refused.
    response["Referrer-Policy"] = "same-origin"
    return response


def _answer(request: HttpRequest, asked: CoProposer, form: CoProposerForm, agrees: bool) -> bool:
    user = request.user if request.user.is_authenticated else None
    name = form.cleaned_data["name"] if agrees else ""
    try:
        with patiently():
            answer_invitation(asked=asked, agrees=agrees, name=name, user=user, now=timezone.now())
    except Refused:
        return False  # the page says why by itself
    return True
