"""What packages below tell the portal. Each body is one call."""

from collections.abc import Mapping
from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth_signals
from django.dispatch import Signal, receiver
from django.http import HttpRequest
from django.utils import timezone

from konsey.accounts import aftermath
from konsey.models import User
from konsey.services import signins

WAYS_IN = {
    account_signals.password_changed: "password_changed",
    account_signals.password_set: "password_set",
    account_signals.password_reset: "password_reset",
    account_signals.email_changed: "email_changed",
    mfa_signals.authenticator_added: "factor_added",
    mfa_signals.authenticator_removed: "factor_removed",
    mfa_signals.authenticator_reset: "factor_reset",
}


@receiver([account_signals.password_changed, account_signals.password_set, account_signals.password_reset])
@receiver(account_signals.email_changed)
@receiver([mfa_signals.authenticator_removed, mfa_signals.authenticator_reset])
def on_credentials_changed(sender: object, request: HttpRequest, user: User, **_: Any) -> None:
    aftermath.end_other_sessions(request, user)


@receiver(mfa_signals.authenticator_added)
def on_factor_added(sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    aftermath.factor_added(request, user, authenticator)


@receiver(auth_signals.user_logged_in)
def on_signed_in(sender: object, user: User, **_: Any) -> None:
    signins.signed_in(user=user, now=timezone.now())


@receiver(auth_signals.user_logged_out)
def on_signed_out(sender: object, user: User | None, **_: Any) -> None:
    signins.signed_out(user=user)


@receiver(auth_signals.user_login_failed)
def on_sign_in_failed(sender: object, credentials: Mapping[str, Any], **_: Any) -> None:
    signins.sign_in_failed(credentials=credentials)


@receiver([account_signals.login_code_rejected, mfa_signals.authentication_failed])
def on_code_rejected(sender: object, user: User | None, **_: Any) -> None:
    signins.code_rejected(user=user)


@receiver([account_signals.password_changed, account_signals.password_set, account_signals.password_reset])
@receiver([mfa_signals.authenticator_added, mfa_signals.authenticator_removed, mfa_signals.authenticator_reset])
@receiver(account_signals.email_changed)
def on_way_in_changed(sender: object, user: User, signal: Signal, **_: Any) -> None:
    signins.way_in_changed(user=user, what=WAYS_IN[signal])
