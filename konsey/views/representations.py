"""A person's own mandates: applying, proposing an organisation, withdrawing, renewing, reading the letter."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from konsey.downloads import private_file
from konsey.errors import Refused
from konsey.forms.organisations import EndForm, MandateForm, ProposalForm, SearchForm
from konsey.mandatesteps import steps_of
from konsey.models import Organisation, Representation
from konsey.rules import organisations as rules
from konsey.services import organisations, representations

PER_PAGE = 20
Trail = list[tuple[str, str]]


@require_safe
@never_cache
def my_organisations(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = list(Representation.objects.with_people().filter(person=request.user))
    context = {
        "current": [row for row in rows if row.is_current(today)],
        "coming": [row for row in rows if row.is_coming(today)],
        "waiting": [row for row in rows if row.state == Representation.State.SUBMITTED],
        "past": [row for row in rows if row.is_over(today)],
        "trail": [*_trail()[:1], (_("Temsil ettiğiniz kurumlar"), "")],
    }
    return render(request, "konsey/organisations/my_organisations.html", context)


@require_safe
def representation_search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET if "q" in request.GET else None)
    context: dict[str, object] = {"form": form, "trail": [*_trail(), (_("Başvuru"), "")]}
    if form.is_valid():
        found = Organisation.objects.public().select_related("district").matching(form.cleaned_data["q"])
        context["page"] = Paginator(found.alphabetical(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "konsey/organisations/representation_search.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def representation_apply(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.open_to(request.user), slug=slug)
    return _apply(request, organisation, initial={})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def representation_renew(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    today = timezone.localdate()
    if why_not := rules.why_not_renew(row, today):
        messages.error(request, why_not)
        return redirect("representation_detail", row.pk)
    starts = max(row.valid_to + dt.timedelta(days=1), today) if row.state == row.State.APPROVED else today
    return _apply(request, row.organisation, initial={"role_title": row.role_title, "valid_from": starts})


def _apply(request: HttpRequest, organisation: Organisation, *, initial: dict[str, Any]) -> HttpResponse:
    form = MandateForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = representations.apply_to_represent(by=request.user, organisation=organisation, mandate=form.mandate())
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("representation_received", row.pk)
    context = {
        "form": form,
        "organisation": organisation,
        "why_not": rules.why_not_apply(request.user, organisation) or rules.why_not_one_more(request.user),
        "trail": [*_trail(), (_("Başvuru"), "")],
    }
    return render(request, "konsey/organisations/representation_apply.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def organisation_propose(request: HttpRequest) -> HttpResponse:
    form = ProposalForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = organisations.propose_organisation(
                by=request.user, organisation=form.organisation(), mandate=form.mandate()
            )
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("representation_received", row.pk)
    context = {
        "form": form,
        "why_not": rules.why_not_one_more(request.user),
        "trail": [*_trail(), (_("Kurum önerisi"), "")],
    }
    return render(request, "konsey/organisations/organisation_propose.html", context)


@require_safe
@never_cache
def representation_received(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    links = [
        (_("Başvurunuzu görün"), reverse("representation_detail", args=[row.pk])),
        (_("Kurumlara göz atın"), reverse("organisation_list")),
    ]
    context = {"representation": row, "links": links, "trail": [*_trail(), (_("Başvurunuz alındı"), "")]}
    return render(request, "konsey/organisations/representation_received.html", context)


@require_safe
@never_cache
def representation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    today = timezone.localdate()
    context = {
        "representation": row,
        "steps": steps_of(row, today),
        "may_withdraw": rules.why_not_withdraw(row) is None,
        "may_end": rules.why_not_end(row, today) is None,
        "why_not_renew": rules.why_not_renew(row, today),
        "may_edit": rules.may_edit_profile(request.user, row.organisation, timezone.now()),
        "trail": [*_trail(), (row.organisation.name, "")],
    }
    return render(request, "konsey/organisations/representation_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def representation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    if request.method == "POST":
        try:
            representations.withdraw_application(by=request.user, representation=row)
            messages.success(request, _("Başvurunuzu geri çektiniz. Görevlendirme yazınız silindi."))
        except Refused as refusal:
            messages.error(request, refusal.message)
        return redirect("representation_detail", row.pk)
    context = {"representation": row, "trail": [*_trail(), (_("Geri çekme"), "")]}
    return render(request, "konsey/organisations/representation_withdraw.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def representation_end(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            representations.end_mandate(by=request.user, representation=row, reason=form.cleaned_data["reason"])
            messages.success(request, _("Temsilciliğiniz sona erdi. Artık bu kurum adına işlem yapamazsınız."))
        except Refused as refusal:
            messages.error(request, refusal.message)
        return redirect("representation_detail", row.pk)
    context = {"form": form, "representation": row, "trail": [*_trail(), (_("Sona erdirme"), "")]}
    return render(request, "konsey/organisations/representation_end.html", context)


@require_safe
def representation_letter(request: HttpRequest, pk: int) -> FileResponse:
    """The applicant's own copy. Anybody else is told that there is no such page."""
    row = _own(request, pk)
    if not row.letter:
        raise Http404
    return private_file(row.letter, name=f"gorevlendirme-yazisi-{row.pk}.pdf")


def _own(request: HttpRequest, pk: int) -> Representation:
    return get_object_or_404(Representation.objects.with_people().filter(person=request.user), pk=pk)


def _trail() -> Trail:
    return [(_("Hesabım"), reverse("my_account")), (_("Temsil ettiğiniz kurumlar"), reverse("my_organisations"))]
