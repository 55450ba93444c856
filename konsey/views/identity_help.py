"""Asking the clerks when verification does not work out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from konsey import ladder, locks
from konsey.errors import Refused
from konsey.forms.identity import HelpForm
from konsey.models import HelpCase, Verification
from konsey.rules import identity as rules
from konsey.services.identity import help as services
from konsey.views.identity import CONTESTED, trail


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("message")
def identity_help(request: HttpRequest) -> HttpResponse:
    contested = Verification.objects.filter(pk=request.session.get(CONTESTED)).first()
    kind = HelpCase.Kind.CLAIMED if contested else request.GET.get("konu")
    form = HelpForm(request.POST or None, initial={"kind": kind if kind in HelpCase.Kind.values else None})
    if request.method == "POST" and form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("kind", "message")}
        concerned = contested if asked["kind"] == HelpCase.Kind.CLAIMED else None
        try:
            with locks.patiently():
                case = services.open_help_case(user=request.user, contested=concerned, now=timezone.now(), **asked)
            form.record_acceptance(user=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            request.session.pop(CONTESTED, None)
            messages.success(request, _("Başvurunuz alınmıştır. Başvuru numaranız: %(number)d.") % {"number": case.pk})
            return redirect("identity_help_case", case.pk)
    context = {"form": form, "cases": ladder.cases(request.user), "trail": trail((_("Yardım"), ""))}
    return render(request, "konsey/identity/help.html", context)


@require_safe
@never_cache
def identity_help_case(request: HttpRequest, pk: int) -> HttpResponse:
    case = _own(request, pk)
    context = {
        "case": case,
        "may_withdraw": rules.why_not_withdraw(case) is None,
        "trail": trail((_("Yardım"), reverse("identity_help")), (_("Başvuru %(number)d") % {"number": pk}, "")),
    }
    return render(request, "konsey/identity/help_case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def identity_help_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    case = _own(request, pk)
    if request.method == "POST":
        try:
            with locks.patiently():
                services.withdraw_help_case(case=case, now=timezone.now())
            messages.success(request, _("Başvurunuzu geri çektiniz."))
        except Refused as refusal:
            messages.error(request, refusal.message)
        return redirect("identity_help_case", case.pk)
    context = {
        "case": case,
        "trail": trail((_("Yardım"), reverse("identity_help")), (_("Geri çekme"), "")),
    }
    return render(request, "konsey/identity/help_withdraw.html", context)


def _own(request: HttpRequest, pk: int) -> HelpCase:
    return get_object_or_404(HelpCase, pk=pk, user=request.user)
