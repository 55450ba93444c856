"""What a receipt code is good for: finding the ballot again, and changing it until closing. No account is needed."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from butce import changing, standing
from butce.booth import Booth, answer, open_booth, trail
from butce.forms.ballot import BallotForm
from butce.forms.booth import ReceiptForm
from butce.services.receipts import look_up
from konsey import locks
from konsey.errors import Refused
from konsey.services.identity import lockouts
from sandik.services.casting import change_ballot
from sandik.services.publication import Found


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def receipt_check(request: HttpRequest, cycle: str) -> HttpResponse:
    """Say whether the ballot is in the box. The code comes by POST and is in no address."""
    here = open_booth(request, cycle)
    form = ReceiptForm(request.POST or None)
    found = _found(request, here, form)
    envelope = here.cycle.envelopes.filter(paper=found.paper_id).first() if found else None
    context = {
        "form": form,
        "found": found,
        "envelope": envelope,
        "cycle": here.cycle,
        "trail": trail(here.cycle, (_("Alındı kodu"), "")),
    }
    return answer(here, render(request, "butce/booth/check.html", context))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def ballot_change(request: HttpRequest, cycle: str) -> HttpResponse:
    here = open_booth(request, cycle)
    form = ReceiptForm(request.POST or None)
    if here.why_closed is None and _found(request, here, form) is not None:
        response = redirect("butce:change_paper", cycle)
        standing.remember_receipt(response, here.cycle, form.cleaned_data["code"])
        return response
    context = {"form": form, "cycle": here.cycle, "why_closed": here.why_closed}
    context["trail"] = trail(here.cycle, (_("Oyunuzu değiştirin"), ""))
    return answer(here, render(request, "butce/booth/change.html", context))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def change_paper(request: HttpRequest, cycle: str) -> HttpResponse:
    """An empty paper in place of the one in the box, whose choices are not shown to whoever holds the code."""
    here = open_booth(request, cycle)
    place = changing.place_of(request, here)
    if isinstance(place, HttpResponse):
        return place
    form = BallotForm(place.ballot, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return changing.review(request, place, form)
    return changing.page(request, place, form)


@login_not_required
@require_POST
@never_cache
@sensitive_post_parameters()
def change_cast(request: HttpRequest, cycle: str) -> HttpResponse:
    here = open_booth(request, cycle)
    place = changing.place_of(request, here)
    if isinstance(place, HttpResponse):
        return place
    form = BallotForm(place.ballot, request.POST)
    if not form.is_valid():
        return changing.page(request, place, form)
    try:
        change_ballot(paper=place.ballot.paper, code=place.code, choices=form.choices)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return changing.page(request, place, form)
    messages.success(request, _("Oyunuz değiştirildi. Alındı kodunuz aynı kaldı."))
    response = redirect("butce:receipt_check", cycle)
    standing.forget_receipt(response)
    return response


def _found(request: HttpRequest, here: Booth, form: ReceiptForm) -> Found | None:
    if request.method != "POST" or not form.is_valid() or here.cycle.box is None:
        return None
    network = lockouts.network_of(get_adapter().get_client_ip(request))
    try:
        with locks.patiently():
            found = look_up(box=here.cycle.box, code=form.cleaned_data["code"], network=network, now=here.now)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return None
    if found is None:
        form.add_error("code", _("Bu kodla bir pusula bulunamadı. Kodu ve bütçe dönemini denetleyiniz."))
    return found
