"""A person's own ladder: where I live, who I am, and the ways to prove it."""

from collections.abc import Callable
from datetime import datetime

from allauth.account.adapter import get_adapter
from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from konsey import ladder, locks
from konsey.demo import identity as demo
from konsey.errors import Refused
from konsey.forms.identity import CodeForm, RegisterForm, ResidenceForm, SignInForm
from konsey.forms.notices import NoticeMixin
from konsey.models import HelpCase
from konsey.rules import identity as rules
from konsey.services.identity import claims, lockouts
from konsey.services.identity.residence import declare_residence

CONTESTED = "contested_verification"
Trail = list[tuple[str, str]]
Attempt = Callable[[NoticeMixin, str, datetime], claims.Outcome]


def trail(*more: tuple[str, str]) -> Trail:
    home = [(_("Hesabım"), reverse("my_account"))]
    return [*home, (_("Mahalle ve kimlik"), reverse("identity_overview") if more else ""), *more]


@require_safe
@never_cache
def identity_overview(request: HttpRequest) -> HttpResponse:
    user = request.user
    context = {
        "ladder": ladder.of(user, timezone.now()),
        "ways": ladder.ways(),
        "cases": ladder.cases(user),
        "residences": user.residences.select_related("neighbourhood__district")[:20],
        "verifications": user.verifications.select_related("neighbourhood__district")[:20],
        "trail": trail(),
    }
    return render(request, "konsey/identity/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def residence_edit(request: HttpRequest) -> HttpResponse:
    current = rules.current_residence(request.user)
    asked = request.GET.get("mahalle")  # from the neighbourhood's own page
    chosen = asked or (current.neighbourhood if current else None)
    form = ResidenceForm(request.POST or None, initial={"neighbourhood": chosen})
    if request.method == "POST" and form.is_valid():
        try:
            with locks.patiently():
                residence = declare_residence(
                    user=request.user, neighbourhood=form.cleaned_data["neighbourhood"], now=timezone.now()
                )
            form.record_acceptance(user=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Mahalle beyanınız kaydedildi: %(place)s.") % {"place": residence})
            return redirect("identity_overview")
    context = {"form": form, "current": current, "trail": trail((_("Mahalle beyanı"), ""))}
    return render(request, "konsey/identity/residence.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("number", "birth_year")
def identity_register(request: HttpRequest) -> HttpResponse:
    form = RegisterForm(request.POST or None)

    def attempt(form: NoticeMixin, network: str, now: datetime) -> claims.Outcome:
        return claims.verify_by_register(
            user=request.user,
            number=form.cleaned_data["number"],
            birth_year=form.cleaned_data["birth_year"],
            network=network,
            now=now,
        )

    return _verify(request, form, attempt, HelpCase.Kind.NOT_FOUND, "konsey/identity/register.html")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("code")
def identity_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)

    def attempt(form: NoticeMixin, network: str, now: datetime) -> claims.Outcome:
        return claims.verify_by_code(user=request.user, code=form.cleaned_data["code"], network=network, now=now)

    return _verify(request, form, attempt, HelpCase.Kind.CODE, "konsey/identity/code.html")


@require_safe
@never_cache
def identity_desk(request: HttpRequest) -> HttpResponse:
    context = {"ladder": ladder.of(request.user, timezone.now()), "trail": trail((_("Görevli önünde"), ""))}
    return render(request, "konsey/identity/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def identity_oidc(request: HttpRequest) -> HttpResponse:
    """Inform, then leave for the municipality; the way back is `konsey.views.identity_oidc`."""
    if not settings.OIDC_ENABLED:
        raise Http404
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.record_acceptance(user=request.user)
        provider = get_social_adapter().get_provider(request, settings.OIDC_PROVIDER_ID)
        return provider.redirect(request, process=AuthProcess.REDIRECT, next_url=reverse("identity_done"))
    context = {"form": form, "provider": settings.OIDC_NAME, "trail": trail((settings.OIDC_NAME, ""))}
    return render(request, "konsey/identity/oidc.html", context)


@require_safe
@never_cache
def identity_done(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    found = ladder.of(request.user, now)
    if not found.is_verified:
        return redirect("identity_overview")
    return render(request, "konsey/identity/done.html", {"ladder": found, "trail": trail((_("Doğrulandı"), ""))})


def _verify(
    request: HttpRequest, form: NoticeMixin, attempt: Attempt, help_kind: HelpCase.Kind, template: str
) -> HttpResponse:
    """Run an attempt of the person. What failed is said on top of the form, with the way to a clerk beside it."""
    now, network = timezone.now(), network_of(request)
    failed = False
    if request.method == "POST" and form.is_valid():
        try:
            with locks.patiently():
                outcome = attempt(form, network, now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            if outcome.verification is not None:
                form.record_acceptance(user=request.user)
                return redirect("identity_done")
            form.add_error(None, outcome.message)
            failed, help_kind = True, remember_contested(request, outcome) or help_kind
    context = {
        "form": form,
        "failed": failed,
        "help_kind": help_kind,
        "locked_until": None if failed else lockouts.locked_until(user=request.user, network=network, now=now),
        "ladder": ladder.of(request.user, now),
        "demo_hint": demo.hint_if_demo(),
        "trail": trail((_("Kimlik doğrulama"), "")),
    }
    return render(request, template, context)


def remember_contested(request: HttpRequest, outcome: claims.Outcome) -> HelpCase.Kind | None:
    """Keep for the help case, on the server, which verification holds the identity; the person never sees it."""
    if outcome.contested is None:
        return None
    request.session[CONTESTED] = outcome.contested.pk
    return HelpCase.Kind.CLAIMED


def network_of(request: HttpRequest) -> str:
    return lockouts.network_of(get_adapter().get_client_ip(request))
