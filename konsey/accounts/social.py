"""Sign-in with the municipality's account (OpenID Connect)."""

from collections.abc import Mapping
from typing import Any

from allauth.account.internal.emailkit import valid_email_or_none
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from konsey import text
from konsey.models import User
from konsey.views import identity_oidc

KEPT_CLAIMS = ("name", "email")


class PortalSocialAccountAdapter(DefaultSocialAccountAdapter):
    """Keeps of the claims what a person sees of themselves; everything else is gone with the request."""

    error_messages: dict[str, str | Promise] = {
        **DefaultSocialAccountAdapter.error_messages,
        "email_taken": _("Bu adresle açılmış bir hesap var. Önce o hesaba giriş yapıp %s bağlantısını oradan kurunuz."),
        "invalid_token": _("Kurumdan gelen yanıt doğrulanamadı. Yeniden deneyiniz."),
        "no_password": _("Bağı kaldırmadan önce hesabınız için bir parola belirleyiniz."),
        "no_verified_email": _("Bağı kaldırmadan önce e-posta adresinizi onaylayınız."),
        "connected_other": _("Bu kurum hesabı portalda başka bir hesaba bağlı."),
    }

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """By settings alone: no table decides whom the portal trusts, and the sign-in page asks none."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Mapping[str, Any]) -> User:
        """Called before anything is stored: the claims may hold what must never be (a national id number)."""
        claims = _claims(sociallogin.account)
        sociallogin.claims = claims
        sociallogin.account.extra_data = {name: claims[name] for name in KEPT_CLAIMS if claims.get(name)}
        # An address that the municipality did not check is a suggestion for the form, and no more.
        sociallogin.email_addresses = [address for address in sociallogin.email_addresses if address.verified]
        user = sociallogin.user
        user.name = text.clean(str(data.get("name") or ""))[:120]
        user.email = valid_email_or_none(data.get("email")) or ""
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Verification (process "redirect") ends here: it needs the claims, and neither a sign-in nor a connection."""
        if sociallogin.state.get("process") == AuthProcess.REDIRECT:
            provider = sociallogin.account.provider
            raise ImmediateHttpResponse(identity_oidc.finish(request, provider=provider, claims=sociallogin.claims))

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, str]:
        return {"name": sociallogin.user.name, "email": sociallogin.user.email}

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: the privacy notice is shown before anything is collected."""
        return False

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        return reverse("my_account")


def _claims(account: SocialAccount) -> dict[str, Any]:
    """Return the claims, whichever of the two answers of the provider they came in."""
    data = account.extra_data
    return {**(data.get("id_token") or {}), **(data.get("userinfo") or {})} or dict(data)
