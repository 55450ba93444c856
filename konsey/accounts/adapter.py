"""The account adapter: what django-allauth asks of the portal."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AnonymousUser
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from konsey import addresses
from konsey.emails import accounts as letters
from konsey.errors import Refused
from konsey.models import User
from konsey.rules import accounts as rules
from konsey.services import privacy


def display_name(user: User) -> str:
    return str(user)


class PortalAccountAdapter(DefaultAccountAdapter):
    """Normal-form addresses, letters through the outbox, sentences in the portal's voice."""

    error_messages: dict[str, str | Promise] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Bu hesap kapatılmış."),
        "duplicate_email": _("Bu zaten sizin adresiniz. Değiştirmek için başka bir adres yazınız."),
        "email_password_mismatch": _("E-posta adresi ya da parola yanlış. İkisini de denetleyip yeniden deneyiniz."),
        "email_taken": _("Bu e-posta adresi başka bir hesapta kullanılıyor."),
        "enter_current_password": _("Şimdiki parolanız yanlış. Yeniden yazınız."),
        "incorrect_code": _("Kod yanlış ya da süresi dolmuş. Son gelen koddaki rakamları yazınız."),
        "incorrect_password": _("Parola yanlış. Yeniden yazınız."),
        "invalid_login": _("Bu bilgilerle giriş yapılamadı."),
        "rate_limited": _("Kısa sürede çok istek geldi. Bir dakika bekleyip yeniden deneyiniz."),
        "same_as_current": _("Yeni adres şimdikiyle aynı. Başka bir adres yazınız."),
        "too_many_login_attempts": _(
            "Çok sayıda deneme yapıldı. Beş dakika bekleyip yeniden deneyiniz ya da başka bir giriş yolu seçiniz."
        ),
        "unverified_primary_email": _("Önce e-posta adresinizi onaylayınız."),
    }

    # --- addresses ----------------------------------------------------------------------------------------------
    def clean_email(self, email: str) -> str:
        return addresses.normalise(email)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Not without an information text in force: data must not be collected then (KVKK m.10)."""
        try:
            privacy.notice_in_force(kind="signup", now=timezone.now())
        except Refused:
            return False
        return True

    # --- people -------------------------------------------------------------------------------------------------
    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        user.name = form.cleaned_data["name"]
        return super().save_user(request, user, form, commit)

    def get_user_search_fields(self) -> list[str]:
        return ["email", "name_fold"]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Send a clerk who has no second step yet to setting one up: nothing of the desk opens before."""
        if isinstance(request.user, User) and rules.must_set_up_second_factor(request.user):
            return reverse("mfa_index")
        return super().get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("my_account")

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        sentences = {
            "reauthenticate": _("Parolanızla doğrulayın"),
            "mfa_reauthenticate": _("Doğrulama uygulamanızla ya da yedek kodla doğrulayın"),
            "mfa_reauthenticate:webauthn": _("Geçiş anahtarınızla doğrulayın"),
        }
        return [
            {**method, "description": sentences[method["id"]]} for method in super().get_reauthentication_methods(user)
        ]

    # --- letters ------------------------------------------------------------------------------------------------
    def send_mail(self, template_prefix: str, email: str, context: Mapping[str, Any]) -> None:
        """Queue the letter; nothing is sent within the request, so a known and an unknown address take equally long."""
        letters.send(template_prefix, to=email, context=context)
