"""The public pages of organisations, and the profile that their representatives look after."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from konsey import panels
from konsey.errors import Refused
from konsey.filters.organisations import OrganisationFilter
from konsey.forms.organisations import ProfileForm, profile_of
from konsey.models import Organisation
from konsey.rules import organisations as rules
from konsey.services import organisations as services

PER_PAGE = 24
NEWS_SHOWN = 5


@login_not_required
@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    filters = OrganisationFilter(request.GET, Organisation.objects.public().select_related("district"))
    page = Paginator(filters.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter": filters, "page": page, "trail": [(_("Kurumlar"), "")]}
    return render(request, "konsey/organisations/organisation_list.html", context)


@login_not_required
@require_safe
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.public().select_related("district"), slug=slug)
    now = timezone.now()
    today = timezone.localdate(now)
    context = {
        "organisation": organisation,
        "members": Organisation.objects.public().members_of(organisation, today).select_related("district"),
        "federations": Organisation.objects.public().federations_of(organisation, today),
        "news": organisation.news.published(now).newest_first()[:NEWS_SHOWN],
        "panels": panels.panels_for(organisation),
        "may_edit": rules.may_edit_profile(request.user, organisation, now),
        "trail": [(_("Kurumlar"), reverse("organisation_list")), (organisation.name, "")],
    }
    return render(request, "konsey/organisations/organisation_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.public(), slug=slug)
    if not rules.may_edit_profile(request.user, organisation, timezone.now()):
        raise PermissionDenied
    form = ProfileForm(request.POST or None, initial=profile_of(organisation))
    if request.method == "POST" and form.is_valid():
        try:
            services.update_profile(by=request.user, organisation=organisation, values=form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Kurumun tanıtım bilgileri güncellendi. Sayfada hemen görünür."))
            return redirect(organisation)
    trail = [(_("Hesabım"), reverse("my_account")), (_("Temsil ettiğiniz kurumlar"), reverse("my_organisations"))]
    context = {"form": form, "organisation": organisation, "trail": [*trail, (_("Tanıtım bilgileri"), "")]}
    return render(request, "konsey/organisations/organisation_edit.html", context)
