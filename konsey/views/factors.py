"""Second steps, where django-allauth's own pages need a rule or a word of the portal's."""

from typing import Any

from allauth.mfa.recovery_codes.views import DownloadRecoveryCodesView
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from konsey.rules import accounts as rules


class RemovePasskeyView(RemoveWebAuthnView):
    """django-allauth asks whether an application may be removed, but not whether a passkey may."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(refusal=rules.why_not_remove_factor(self.object), **kwargs)

    def form_valid(self, form: BaseForm) -> HttpResponse:
        if refusal := rules.why_not_remove_factor(self.object):
            messages.error(self.request, refusal)
            return HttpResponseRedirect(self.get_success_url())
        return super().form_valid(form)


class RecoveryCodesFileView(DownloadRecoveryCodesView):
    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        response = super().render_to_response(context, **options)
        response["Content-Disposition"] = f'attachment; filename="{_("yedek-kodlar")}.txt"'
        return response
