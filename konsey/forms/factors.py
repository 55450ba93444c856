"""Forms of the second step: codes of an application, passkeys."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from konsey.forms.accounts import CodeField
from konsey.forms.fields import CleanCharField
from konsey.services import accounts as services

PASSKEY_REFUSED = _("Geçiş anahtarı doğrulanamadı. Yeniden deneyiniz ya da başka bir yol seçiniz.")


class _SpendsCode(forms.Form):
    """A code of the application works once, also while it is still on the screen."""

    def clean_code(self) -> str:
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and not _spend(self.authenticator, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(_SpendsCode, base_forms.AuthenticateForm):
    code = CodeField(label=_("Doğrulama kodu ya da yedek kod"))


class ReauthenticateForm(_SpendsCode, base_forms.ReauthenticateForm):
    code = CodeField(label=_("Doğrulama kodu ya da yedek kod"))


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):
    code = CodeField(label=_("Uygulamadaki altı haneli kod"))


class _SaysPasskey(forms.Form):
    """django-allauth calls whatever is wrong with a passkey a wrong code, and trips over some answers of the device."""

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except (ValidationError, ValueError, KeyError, TypeError) as error:
            raise ValidationError(PASSKEY_REFUSED, code="passkey") from error

    def clean_credential(self) -> Any:
        check = getattr(super(), "clean_credential", lambda: self.cleaned_data["credential"])
        try:
            return check()
        except (ValidationError, ValueError, KeyError, TypeError) as error:
            raise ValidationError(PASSKEY_REFUSED, code="passkey") from error


class AuthenticatePasskeyForm(_SaysPasskey, webauthn_forms.AuthenticateWebAuthnForm):
    pass


class LoginPasskeyForm(_SaysPasskey, webauthn_forms.LoginWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(_SaysPasskey, webauthn_forms.ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(_SaysPasskey, webauthn_forms.AddWebAuthnForm):
    field_order = ["name", "passwordless", "credential"]
    name = CleanCharField(
        label=_("Anahtarın adı"), max_length=60, required=False, help_text=_("Hangi cihaz olduğunu anlamanız için.")
    )
    passwordless = forms.BooleanField(
        label=_("Bu anahtarla parola yazmadan da giriş yapayım"),
        required=False,
        initial=True,
        help_text=_("Cihazınız parmak izi, yüz ya da PIN sorar."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["credential"].error_messages = {
            "required": _("Cihazınızdan yanıt gelmedi. Anahtarı eklemeyi yeniden deneyiniz."),
            "invalid": _("Cihazınızdan gelen yanıt okunamadı. Yeniden deneyiniz."),
        }


class RenamePasskeyForm(webauthn_forms.EditWebAuthnForm):
    name = CleanCharField(label=_("Anahtarın adı"), max_length=60)


def _spend(authenticator: Authenticator, code: str) -> bool:
    secret = totp.decrypt(authenticator.data["secret"])
    for counter in totp.yield_hotp_counters_from_time():
        if totp.compare_user_code(actual=code, expected=totp.format_hotp_value(totp.hotp_value(secret, counter))):
            return services.spend_totp_code(authenticator=authenticator, counter=counter)
    return False
