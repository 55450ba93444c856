"""Who may sign in to what: pure answers about second factors and sessions."""

from datetime import datetime

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from konsey.models import User
from konsey.rules import roles as role_rules

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists()


def must_set_up_second_factor(user: User) -> bool:
    """Staff only: residents may add a second step, clerks cannot work without one."""
    return user.is_staff and not has_second_factor(user)


def second_factor_done(request: HttpRequest) -> bool:
    """Whether this session went through a second step that the person still has."""
    if not isinstance(request.user, User):
        return False
    passed = any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))
    return passed and has_second_factor(request.user)


def why_not_remove_factor(authenticator: Authenticator) -> str | None:
    user = authenticator.user
    if not user.is_staff or authenticator.type not in SECOND_FACTORS:
        return None
    if Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exclude(pk=authenticator.pk).exists():
        return None
    return _("Görevliler ikinci adım olmadan çalışamaz. Bunu kaldırmadan önce başka bir ikinci adım ekleyiniz.")


def why_session_is_over(
    user: User, *, signed_in_at: datetime, last_seen_at: datetime | None, now: datetime
) -> str | None:
    """Return why a session has to end: too old for anybody, or left alone too long by a clerk."""
    if now - signed_in_at > (settings.STAFF_SESSION_LIFETIME if user.is_staff else settings.SESSION_LIFETIME):
        return _("Güvenliğiniz için oturumunuz süresi dolunca kapatıldı. Yeniden giriş yapınız.")
    if user.is_staff and last_seen_at and now - last_seen_at > settings.STAFF_SESSION_IDLE:
        return _("Bir süredir işlem yapmadığınız için oturumunuz kapatıldı. Yeniden giriş yapınız.")
    return None


def why_not_help(*, by: User, user: User) -> str | None:
    """Residents are helped by the secretariat; who may open a colleague's account may do all that the colleague may."""
    if user.erased_at:
        return _("Bu hesap silinmiş.")
    if user.is_superuser and not by.is_superuser:
        return _("Bu hesap kurulumda tanımlanan sistem yöneticisidir; buradan değiştirilemez.")
    if user.is_staff and not by.has_perm("konsey.assign_roles"):
        return _("Görevlilerin hesaplarına yalnızca yöneticiler müdahale edebilir.")
    return None


def why_not_reset_second_factor(*, by: User, user: User) -> str | None:
    if by.pk == user.pk:
        return _("Kendi ikinci adımınızı buradan sıfırlayamazsınız. Başka bir yöneticiden isteyiniz.")
    if not Authenticator.objects.filter(user=user).exists():
        return _("Bu kişinin kayıtlı bir ikinci adımı yok.")
    return why_not_help(by=by, user=user)


def why_not_close(*, by: User, user: User) -> str | None:
    if by.pk == user.pk:
        return _("Kendi hesabınızı buradan kapatamazsınız.")
    if not user.is_active:
        return _("Bu hesap zaten kapalı.")
    if role_rules.is_last_administrator(user):
        return _("Portalın tek yöneticisinin hesabı kapatılamaz.")
    return why_not_help(by=by, user=user)


def why_not_reopen(*, by: User, user: User) -> str | None:
    if user.is_active:
        return _("Bu hesap açık.")
    return why_not_help(by=by, user=user)
