"""People at the clerks' desk: finding an account, and helping who cannot get in. Nobody edits what a person wrote."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from konsey import desks
from konsey.admin.acts import Act
from konsey.admin.base import AuditedModelAdmin, ReadOnlyMixin
from konsey.admin.privacy import ERASE
from konsey.admin.roles import ASSIGN
from konsey.desks import Label
from konsey.forms.privacy import ReasonForm
from konsey.models import User
from konsey.services import accounts

FACTORS = {"totp": _("Doğrulama uygulaması"), "webauthn": _("Geçiş anahtarı"), "recovery_codes": _("Yedek kodlar")}


def _end_sessions(by: User, user: User, answers: dict[str, Any]) -> Label:
    ended = accounts.end_sessions_of(by=by, user=user, reason=answers["reason"])
    return ngettext("%(count)d oturum kapatıldı.", "%(count)d oturum kapatıldı.", ended) % {"count": ended}


def _reset(by: User, user: User, answers: dict[str, Any]) -> Label:
    accounts.reset_second_factor(by=by, user=user, reason=answers["reason"])
    return _("İkinci adım sıfırlandı; kişiye e-postayla bildirildi.")


def _close(by: User, user: User, answers: dict[str, Any]) -> Label:
    accounts.close_account(by=by, user=user, reason=answers["reason"])
    return _("Hesap kapatıldı; kişiye e-postayla bildirildi.")


def _reopen(by: User, user: User, answers: dict[str, Any]) -> Label:
    accounts.reopen_account(by=by, user=user, reason=answers["reason"])
    return _("Hesap yeniden açıldı; kişiye e-postayla bildirildi.")


class RoleFilter(admin.SimpleListFilter):
    title = _("Görev")
    parameter_name = "gorev"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[int, str]]:
        return list(Group.objects.order_by("pk").values_list("pk", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        chosen = self.value() or ""
        return queryset.filter(groups=int(chosen)) if chosen.isdigit() else queryset


@admin.register(User)
class PersonAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = desks.PEOPLE
    personal_data = True
    writes_through_services = True
    acts = (
        ASSIGN,
        Act(
            "sessions", _("Oturumlarını kapatın"), _end_sessions, permission="konsey.help_sign_in", form=ReasonForm,
            lead=_("Kişi bütün cihazlarda yeniden giriş yapmak zorunda kalır."),
        ),
        Act(
            "factor", _("İkinci adımını sıfırlayın"), _reset, permission="konsey.help_sign_in", form=ReasonForm,
            destructive=True,
            lead=_("Telefonunu ve yedek kodlarını kaybedenler içindir. Önce karşınızdakinin hesabın sahibi olduğundan "
                   "emin olunuz."),
        ),
        Act(
            "close", _("Hesabı kapatın"), _close, permission="konsey.close_account", form=ReasonForm, destructive=True,
            why_not=lambda user: None if user.is_active else str(_("Bu hesap zaten kapalı.")),
            lead=_("Kişi giriş yapamaz; bilgileri silinmez. Hesap yeniden açılabilir."),
        ),
        Act(
            "reopen", _("Hesabı yeniden açın"), _reopen, permission="konsey.close_account", form=ReasonForm,
            why_not=lambda user: str(_("Bu hesap açık.")) if user.is_active else None,
        ),
        ERASE,
    )  # fmt: skip
    list_display = ("name", "email", "is_active", "is_staff", "joined_at", "last_login")
    list_filter = ("is_staff", "is_active", RoleFilter, "language")
    date_hierarchy = "joined_at"
    search_fields = ("name_fold", "email", "=id")
    ordering = ("name_sort", "pk")
    fieldsets = (
        (_("Kişi"), {"fields": ("name", "email", "address_state", "language", "joined_at", "erased_at")}),
        (_("Giriş"), {"fields": ("is_active", "last_login", "second_factors", "open_sessions")}),
        (_("Görev"), {"fields": ("is_staff", "held_roles", "is_superuser")}),
        (_("Bildirimler"), {"fields": ("wants_news", "wants_events", "wants_budget")}),
    )
    readonly_fields = ("address_state", "second_factors", "open_sessions", "held_roles")
    export_fields = ("name", "email", "language", "is_staff", "is_active", "joined_at", "last_login")

    @admin.display(description=_("E-posta onayı"))
    def address_state(self, user: User) -> Label:
        confirmed = EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists()
        return _("Onaylandı") if confirmed else _("Onaylanmadı")

    @admin.display(description=_("İkinci adım"))
    def second_factors(self, user: User) -> str:
        kinds = Authenticator.objects.filter(user=user).order_by("type").values_list("type", flat=True).distinct()
        return ", ".join(str(FACTORS[kind]) for kind in kinds) or "–"

    @admin.display(description=_("Açık oturum"))
    def open_sessions(self, user: User) -> int:
        return UserSession.objects.filter(user=user).count()

    @admin.display(description=_("Görevler"))
    def held_roles(self, user: User) -> str:
        return ", ".join(str(role) for role in user.groups.order_by("pk").values_list("name", flat=True)) or "–"
