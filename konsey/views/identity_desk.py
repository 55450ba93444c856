"""The clerk who sees a document: find the person by address, look, verify. Reached through the admin only."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from konsey import audit, ladder, locks
from konsey.errors import Refused
from konsey.forms.identity_desk import DeskForm, DeskSearchForm
from konsey.models import User, Verification
from konsey.rules import identity as rules
from konsey.services.identity.desk import verify_at_desk

Context = dict[str, Any]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest, site: Context) -> HttpResponse:
    """By POST, so that no address of a person stands in a log or a history."""
    if not request.user.has_perm("konsey.verify_at_desk"):
        raise PermissionDenied
    form = DeskSearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("admin:konsey_verification_desk_person", form.cleaned_data["email"].pk)
    context = {**site, "title": _("Belge görerek doğrulama"), "form": form, "opts": Verification._meta}
    return TemplateResponse(request, "konsey/identity/admin_desk_search.html", context)


@never_cache
@sensitive_post_parameters("number", "birth_year")
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, pk: int, site: Context) -> HttpResponse:
    person = get_object_or_404(User, pk=pk, is_active=True)
    if not rules.may_verify_at_desk(request.user, person):
        raise PermissionDenied
    now = timezone.now()
    found = ladder.of(person, now)
    form = DeskForm(request.POST or None, initial={"neighbourhood": found.residence and found.residence.neighbourhood})
    if request.method == "POST" and form.is_valid() and (row := _verify(request, form, person)):
        messages.success(
            request, _("Hesap doğrulandı: %(place)s. Kişiye e-posta ile bildirildi.") % {"place": row.neighbourhood}
        )
        return redirect("admin:konsey_verification_change", row.pk)
    if request.method == "GET":
        audit.viewed(by=request.user, obj=person, part=_("Belge görerek doğrulama"))
    context = {
        **site,
        "title": person.name,
        "form": form,
        "person": person,
        "ladder": found,
        "is_confirmed": rules.has_confirmed_email(person),
        "opts": Verification._meta,
    }
    return TemplateResponse(request, "konsey/identity/admin_desk.html", context)


def _verify(request: HttpRequest, form: DeskForm, person: User) -> Verification | None:
    asked = {name: form.cleaned_data[name] for name in ("neighbourhood", "document", "reason", "number", "birth_year")}
    try:
        with locks.patiently():
            return verify_at_desk(by=request.user, user=person, now=timezone.now(), **asked)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return None
