"""The living page of the look, for staff and for whoever builds the portal."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from konsey import design as samples
from konsey.forms.design import SampleForm


@login_not_required
def design(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or settings.DEMO or request.user.is_staff):
        raise PermissionDenied(_("Bu sayfa görevliler içindir."))
    form = SampleForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        messages.success(request, _("Örnek form geçerli. Hiçbir bilgi kaydedilmedi."))
        return redirect("design")
    return render(request, "konsey/design/page.html", {"form": form, "samples": samples, "trail": [(_("Tasarım"), "")]})
