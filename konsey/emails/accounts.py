"""The letters around an account. A letter with a code or a link is secret: its body is erased after sending."""

import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from konsey import mail
from konsey.accounts import confirmation
from konsey.models import User

CODE_LIFETIME = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)

FACTORS_RESET, ACCOUNT_CLOSED, ACCOUNT_REOPENED = "factors_reset", "account_closed", "account_reopened"
NOTICES: dict[str, str | Promise] = {
    "account/email/password_changed": _("Hesabınızın parolası değiştirildi."),
    "account/email/password_set": _("Hesabınız için bir parola belirlendi."),
    "account/email/password_reset": _("Hesabınızın parolası yenilendi."),
    "account/email/email_deleted": _("Hesabınızdan bir e-posta adresi kaldırıldı."),
    "mfa/email/totp_activated": _("Hesabınıza ikinci adım olarak bir doğrulama uygulaması eklendi."),
    "mfa/email/totp_deactivated": _("Doğrulama uygulaması hesabınızdan kaldırıldı."),
    "mfa/email/webauthn_added": _("Hesabınıza bir geçiş anahtarı eklendi."),
    "mfa/email/webauthn_removed": _("Hesabınızdan bir geçiş anahtarı kaldırıldı."),
    "mfa/email/recovery_codes_generated": _("Hesabınız için yeni yedek kodlar üretildi; öncekiler artık geçersiz."),
    "socialaccount/email/account_connected": _("Kurum hesabınız portal hesabınıza bağlandı."),
    "socialaccount/email/account_disconnected": _("Kurum hesabınızın portal hesabınızla bağı kaldırıldı."),
    FACTORS_RESET: _(
        "Hesabınızın ikinci adımı bir yönetici tarafından sıfırlandı. Girişte yeni bir ikinci adım kurmanız istenecek."
    ),
    ACCOUNT_CLOSED: _("Hesabınız bir yönetici tarafından kapatıldı; giriş yapılamaz."),
    ACCOUNT_REOPENED: _("Hesabınız bir yönetici tarafından yeniden açıldı; giriş yapabilirsiniz."),
}


def send(occasion: str, *, to: str, context: Mapping[str, Any]) -> None:
    """Queue the letter for one of django-allauth's occasions. Raises KeyError for one the portal does not know."""
    if occasion in NOTICES:
        notice(occasion, user=_owner(to, context), to=to)
    else:
        LETTERS[occasion](to, context)


def confirm_address(to: str, context: Mapping[str, Any]) -> None:
    """The code for a new address, with a link for those whose page is gone by the time it arrives.

    No name in it: until the address is confirmed, the name is whatever a stranger typed.
    """
    waiting = EmailAddress.objects.filter(email=to, verified=False, user=context["user"]).first()
    link = mail.link("account_confirm_by_link", confirmation.key_for(waiting)) if waiting else ""
    _queue(
        "konsey/confirm_address",
        to,
        {"code": context["code"], "link": link},
        secret=True,
        lifetime=settings.CONFIRMATION_LINK_LIFETIME if link else CODE_LIFETIME,
    )


def account_exists(to: str, context: Mapping[str, Any]) -> None:
    """Somebody signed up with an address that has an account; the page looked the same as for a new one."""
    links = {"login_url": mail.link("account_login"), "reset_url": mail.link("account_reset_password")}
    _queue("konsey/account_exists", to, links, user=_owner(to, context))


def unknown_account(to: str, context: Mapping[str, Any]) -> None:
    _queue("konsey/unknown_account", to, {"signup_url": mail.link("account_signup")})


def login_code(to: str, context: Mapping[str, Any]) -> None:
    _queue(
        "konsey/login_code",
        to,
        {"code": context["code"]},
        user=_owner(to, context),
        secret=True,
        lifetime=CODE_LIFETIME,
    )


def password_reset_code(to: str, context: Mapping[str, Any]) -> None:
    user = _owner(to, context)
    _queue("konsey/password_reset_code", to, {"code": context["code"]}, user=user, secret=True, lifetime=CODE_LIFETIME)


def address_changed(to: str, context: Mapping[str, Any]) -> None:
    """To the old address and to the new one."""
    user = _owner(context["to_email"], context)
    for address in (context["from_email"], context["to_email"]):
        _queue("konsey/address_changed", address, {"new": context["to_email"], "is_old": address == to}, user=user)


def notice(occasion: str, *, user: User | None, to: str = "") -> None:
    """Something about the security of the account changed."""
    address = to or (user.email if user else "")
    values = {"what": NOTICES[occasion], "at": timezone.now(), "reset_url": mail.link("account_reset_password")}
    _queue("konsey/security_notice", address, values, user=user)


LETTERS: dict[str, Callable[[str, Mapping[str, Any]], None]] = {
    "account/email/email_confirmation_signup": confirm_address,
    "account/email/email_confirmation": confirm_address,
    "account/email/account_already_exists": account_exists,
    "account/email/unknown_account": unknown_account,
    "account/email/login_code": login_code,
    "account/email/password_reset_code": password_reset_code,
    "account/email/email_changed": address_changed,
}


def _owner(address: str, context: Mapping[str, Any]) -> User | None:
    user = context.get("user")
    return user if isinstance(user, User) else User.objects.filter(email=address).first()


def _queue(
    letter: str,
    to: str,
    context: Mapping[str, object],
    *,
    user: User | None = None,
    secret: bool = False,
    lifetime: timedelta | None = None,
) -> None:
    """Each occasion is its own letter, so the key is random."""
    expires_at = timezone.now() + lifetime if lifetime else None
    mail.queue(
        letter, to=to, key=secrets.token_hex(16), context=context, user=user, secret=secret, expires_at=expires_at
    )
