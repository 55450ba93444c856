"""The person's own pages, and the link that confirms an address."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from konsey.accounts import confirmation, overview
from konsey.forms.accounts import ConfirmByLinkForm, ProfileForm, WishesForm
from konsey.models import Consent, User
from konsey.services import accounts as services


def my_account(request: HttpRequest) -> HttpResponse:
    return render(request, "konsey/accounts/my_account.html", overview.of(request))


def my_profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        services.change_profile(user=form.instance, **form.cleaned_data)
        messages.success(request, _("Profiliniz kaydedildi."))
        return redirect("my_account")
    return render(request, "konsey/accounts/my_profile.html", {"form": form, "trail": overview.trail()})


def my_notifications(request: HttpRequest) -> HttpResponse:
    wanted = Consent.objects.filter(user=request.user, revoked_at=None).values_list("purpose", flat=True)
    form = WishesForm(request.POST if request.method == "POST" else None, initial={"wanted": list(wanted)})
    if request.method == "POST" and form.is_valid():
        services.change_wishes(user=request.user, wanted=form.cleaned_data["wanted"], now=timezone.now())
        messages.success(request, _("Bildirim tercihleriniz kaydedildi."))
        return redirect("my_account")
    return render(request, "konsey/accounts/my_notifications.html", {"form": form, "trail": overview.trail()})


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def confirm_by_link(request: HttpRequest, key: str) -> HttpResponse:
    """Opening the link does nothing (mail scanners open links); the password shows who asked for the account."""
    address = confirmation.address_for(key)
    if address is None:
        return render(request, "account/confirm_by_link_expired.html", status=410)
    form = ConfirmByLinkForm(request.POST or None, request=request, address=address)
    if request.method == "POST" and form.is_valid():
        return confirmation.enter(request, address)
    return render(request, "account/confirm_by_link.html", {"form": form, "email": address.email})
