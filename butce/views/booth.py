"""The door of the booth: who stands there, what they may vote on, and the way out."""

from collections.abc import Callable
from datetime import datetime

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from butce import drafts, standing
from butce.booth import Booth, answer, open_booth, own_rights, stops, trail
from butce.forms.booth import AgeForm, VoteByCodeForm, VoteByRegisterForm
from butce.rules import electorate
from butce.rules.electorate import Voter
from konsey import locks
from konsey.demo import identity as demo
from konsey.errors import Refused
from konsey.models import User
from konsey.rules import identity as rules
from konsey.services.identity import claims, lockouts

# Given the client's network and the moment; None after a miss, which has been counted.
Attempt = Callable[[str, datetime], Voter | None]


@login_not_required
@require_safe
@never_cache
def booth(request: HttpRequest, cycle: str) -> HttpResponse:
    """Whoever is known sees the papers; everybody else chooses how to be known."""
    here = open_booth(request, cycle)
    if not here.may_enter:
        return _door(request, here)
    rights = own_rights(here)
    begun = drafts.begun(request, [right.envelope.paper for right in rights if right.envelope.paper])
    own = stops(here, [right.envelope for right in rights if right.why_not is None], begun)
    context = {
        "cycle": here.cycle,
        "stops": own,
        "next": next((stop for stop in own if stop.state == "now"), None),
        "others": [right for right in rights if right.why_not],
        "has_account": request.user.is_authenticated,
        "trail": trail(here.cycle),
    }
    return answer(here, render(request, "butce/booth/papers.html", context))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("number", "birth_year")
def booth_register(request: HttpRequest, cycle: str) -> HttpResponse:
    here = open_booth(request, cycle)
    form = VoteByRegisterForm(request.POST or None)

    def attempt(network: str, now: datetime) -> Voter | None:
        number, year = form.cleaned_data["number"], form.cleaned_data["birth_year"]
        entry = claims.claim_by_register(number=number, birth_year=year, network=network, now=now)
        return electorate.voter_by_register(entry, year, here.cycle) if entry else None

    miss = _("Bilgiler belediye kaydıyla eşleşmedi. Kimlik numaranızı ve doğum yılınızı denetleyiniz.")
    return _identify(request, here, form, attempt, miss, "butce/booth/register.html")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("code")
def booth_code(request: HttpRequest, cycle: str) -> HttpResponse:
    here = open_booth(request, cycle)
    if not here.cycle.admits_codes:
        messages.info(request, _("Bu oylamada tek kullanımlık kod kabul edilmiyor."))
        return redirect("butce:booth", cycle)
    form = VoteByCodeForm(here.cycle, request.POST or None)

    def attempt(network: str, now: datetime) -> Voter | None:
        code = claims.claim_by_code(code=form.cleaned_data["code"], network=network, now=now)
        return electorate.declared(electorate.voter_by_code(code)) if code else None

    miss = _(
        "Bu kod kullanılamıyor: yanlış yazılmış, süresi dolmuş ya da bir hesabı doğrulamakta kullanılmış olabilir. "
        "Son durumda o hesapla giriş yapınız."
    )
    return _identify(request, here, form, attempt, miss, "butce/booth/code.html")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def booth_age(request: HttpRequest, cycle: str) -> HttpResponse:
    """Somebody known whose age nobody knows declares the age condition."""
    here = open_booth(request, cycle)
    if here.why_closed or here.voter is None or here.voter.is_old_enough is not None:
        return redirect("butce:booth", cycle)
    form = AgeForm(here.cycle, request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = redirect("butce:booth", cycle)
        standing.remember_voter(response, here.cycle, electorate.declared(here.voter))
        return response
    context = {"form": form, "cycle": here.cycle, "trail": trail(here.cycle, (_("Yaş koşulu"), ""))}
    return render(request, "butce/booth/age.html", context)


@login_not_required
@require_POST
def booth_leave(request: HttpRequest, cycle: str) -> HttpResponse:
    """Forget who stood here, also on a shared computer."""
    messages.success(request, _("Oy kullanma sayfalarından çıktınız. Bu tarayıcıda kimliğinize ilişkin bilgi kalmadı."))
    response = redirect("butce:cycle_detail", cycle)
    standing.forget_voter(response)
    return response


def _door(request: HttpRequest, here: Booth) -> HttpResponse:
    if here.why_closed is None and here.voter is not None and here.voter.is_old_enough is None:
        return redirect("butce:booth_age", here.cycle.slug)
    context = {
        "cycle": here.cycle,
        "why_closed": here.why_closed,
        "too_young": electorate.why_too_young(here.cycle) if here.voter else "",
        "why_not_account": _why_not_account(request, here),
        "demo_hint": demo.hint_if_demo(),
        "trail": trail(here.cycle),
    }
    return render(request, "butce/booth/door.html", context)


def _why_not_account(request: HttpRequest, here: Booth) -> str:
    """Say to somebody who is signed in why that alone is not enough."""
    if not isinstance(request.user, User):
        return ""
    verification = rules.counting_verification(request.user, here.now)
    if verification is None:
        return _("Hesabınız henüz doğrulanmamış; aşağıdaki yollardan biriyle kimliğinizi gösteriniz.")
    return electorate.why_not_by_account(verification, here.cycle) or ""


def _identify(
    request: HttpRequest, here: Booth, form: forms.Form, attempt: Attempt, miss: str, template: str
) -> HttpResponse:
    """Let somebody show who they are. Found: into the booth; the answer to a miss tells nothing about anybody."""
    if here.why_closed:
        return redirect("butce:booth", here.cycle.slug)
    if request.method == "POST" and form.is_valid():
        network = lockouts.network_of(get_adapter().get_client_ip(request))
        try:
            with locks.patiently():
                voter = attempt(network, here.now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            if voter is not None:
                response = redirect("butce:booth", here.cycle.slug)
                standing.remember_voter(response, here.cycle, voter)
                return response
            form.add_error(None, miss)
    context = {"form": form, "cycle": here.cycle, "demo_hint": demo.hint_if_demo()}
    return render(request, template, {**context, "trail": trail(here.cycle, (_("Kimliğinizi gösterin"), ""))})
