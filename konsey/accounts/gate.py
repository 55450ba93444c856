"""The gate of the clerks' desk: nobody without a second step, neither by right nor in this session."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache


class SecondFactorGate(AdminSite):
    """An admin site that knows no sign-in of its own: it sends to the portal's, and to the second step."""

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(getattr(request.user, "is_clerk", False))

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send to whatever is still missing; who misses nothing goes on, who is not on the staff is refused."""
        from allauth.account.adapter import get_adapter  # needs the models, which the admin's configuration precedes

        target = self._target(request)
        if not request.user.is_authenticated:
            return _go(reverse("account_login"), target)
        if not request.user.is_staff:
            raise PermissionDenied
        if self.has_permission(request):
            return HttpResponseRedirect(target)
        second_steps = [
            method["url"]
            for method in get_adapter().get_reauthentication_methods(request.user)
            if method["id"].startswith("mfa_")
        ]
        if second_steps:
            return _go(second_steps[0], target)
        messages.warning(request, _("Yönetim ekranları için önce bir ikinci adım kurmanız gerekir."))
        return _go(reverse("mfa_index"), target)

    def _target(self, request: HttpRequest) -> str:
        wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
        home = reverse("admin:index", current_app=self.name)
        is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
        return wanted if is_ours and not wanted.startswith(reverse("admin:login")) else home


def _go(url: str, target: str) -> HttpResponse:
    return HttpResponseRedirect(f"{url}?{urlencode({REDIRECT_FIELD_NAME: target})}")
