"""Residence, verifications, locks and help cases at the clerks' desk. Everything here is read; services write."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from konsey import desks
from konsey.admin.acts import Act
from konsey.admin.base import AuditedModelAdmin, ReadOnlyMixin
from konsey.desks import Label
from konsey.forms.identity_desk import EndForm, HelpAnswerForm, ReasonForm
from konsey.models import HelpCase, LockOut, Residence, User, Verification
from konsey.rules import identity as rules
from konsey.services.identity import grants, help, lockouts
from konsey.views import identity_desk


def _end(by: User, verification: Verification, answers: dict[str, Any]) -> Label:
    grants.end_verification(by=by, verification=verification, reason=answers["reason"], now=timezone.now())
    return _("Doğrulama sona erdirildi; kişiye gerekçesiyle bildirildi.")


def _answer(by: User, case: HelpCase, answers: dict[str, Any]) -> Label:
    help.answer_help_case(by=by, case=case, answer=answers["answer"], now=timezone.now())
    return _("Başvuru yanıtlandı; yanıt kişiye e-posta ile gönderiliyor.")


def _release(by: User, lockout: LockOut, answers: dict[str, Any]) -> Label:
    lockouts.release(by=by, lockout=lockout, reason=answers["reason"])
    return _("Kilit kaldırıldı; kişi hemen yeniden deneyebilir.")


class StandingFilter(admin.SimpleListFilter):
    title = _("Geçerlilik")
    parameter_name = "gecerli"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Label]]:
        return [("evet", _("Geçerli")), ("doldu", _("Süresi doldu")), ("bitti", _("Sona erdi"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        now = timezone.now()
        wanted = {
            "evet": Q(ended_at__isnull=True, expires_at__gt=now),
            "doldu": Q(ended_at__isnull=True, expires_at__lte=now),
            "bitti": Q(ended_at__isnull=False),
        }
        return queryset.filter(wanted.get(self.value() or "", Q()))


@admin.register(Verification)
class VerificationAdmin(ReadOnlyMixin, AuditedModelAdmin):
    """The keyed hash is shown nowhere; that there is one is."""

    desk = desks.PEOPLE
    personal_data = True
    writes_through_services = True
    acts = (
        Act(
            "son",
            _("Sona erdirin"),
            _end,
            permission="konsey.end_verification",
            form=EndForm,
            why_not=rules.why_not_end,
            lead=_("Kişi doğrulanmış hemşehrilere açık işlemlere katılamaz; kimliği başka bir hesapta doğrulanabilir."),
            destructive=True,
        ),
    )
    list_display = ("user", "neighbourhood", "method", "verified_at", "expires_at", "end_reason")
    list_select_related = ("user", "neighbourhood__district")
    list_filter = (StandingFilter, "method", "neighbourhood__district")
    search_fields = ("user__name_fold", "user__email", "neighbourhood__name_fold", "=user__id")
    date_hierarchy = "verified_at"
    fields = (
        "user",
        "neighbourhood",
        "method",
        "has_hash",
        "verified_at",
        "expires_at",
        "departed_at",
        "document",
        "checked_by",
        "ended_at",
        "end_reason",
    )
    readonly_fields = ("has_hash", "departed_at")
    export_fields = ("id", "neighbourhood", "method", "verified_at", "expires_at", "ended_at", "end_reason")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("masa/", view(self.desk_search), name="konsey_verification_desk"),
            path("masa/<int:pk>/", view(self.desk_verify), name="konsey_verification_desk_person"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        tools = []
        if request.user.has_perm("konsey.verify_at_desk"):
            tools = [{"url": reverse("admin:konsey_verification_desk"), "label": _("Belge görerek doğrulayın")}]
        return super().changelist_view(request, {"list_tools": tools, **(extra_context or {})})

    def desk_search(self, request: HttpRequest) -> HttpResponse:
        return identity_desk.search(request, self.admin_site.each_context(request))

    def desk_verify(self, request: HttpRequest, pk: int) -> HttpResponse:
        return identity_desk.verify(request, pk, self.admin_site.each_context(request))

    @admin.display(description=_("Kimlik özeti tutuluyor"), boolean=True)
    def has_hash(self, verification: Verification) -> bool:
        return verification.identity_hmac is not None


@admin.register(Residence)
class ResidenceAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = desks.PEOPLE
    personal_data = True
    writes_through_services = True
    list_display = ("user", "neighbourhood", "source", "since", "until")
    list_select_related = ("user", "neighbourhood__district")
    list_filter = (("until", admin.EmptyFieldListFilter), "source", "neighbourhood__district")
    search_fields = ("user__name_fold", "user__email", "neighbourhood__name_fold")
    date_hierarchy = "since"
    fields = ("user", "neighbourhood", "source", "since", "until")
    export_fields = ("id", "neighbourhood", "source", "since", "until")


@admin.register(LockOut)
class LockOutAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = desks.PEOPLE
    personal_data = True
    writes_through_services = True
    acts = (
        Act(
            "kaldir",
            _("Kilidi kaldırın"),
            _release,
            permission="konsey.release_lockout",
            form=ReasonForm,
            lead=_("Kişiyi tanıdığınızdan emin olunuz; kilit, başkasının kimliğini denemeyi zorlaştırır."),
        ),
    )
    list_display = ("subject", "failures", "last_failed_at", "locked_until")
    list_select_related = ("user",)
    list_filter = (("user", admin.EmptyFieldListFilter),)
    search_fields = ("user__name_fold", "user__email")
    fields = ("subject", "failures", "last_failed_at", "locked_until")
    readonly_fields = ("subject",)

    @admin.display(description=_("Kişi ya da ağ"))
    def subject(self, lockout: LockOut) -> str:
        return str(lockout)


@admin.register(HelpCase)
class HelpCaseAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = desks.QUEUES
    personal_data = True
    writes_through_services = True
    queues = (
        desks.WorkQueue(
            "identity_help",
            _("Yanıt bekleyen doğrulama başvuruları"),
            since="created_at",
            link="state__exact=open",
            waiting=lambda now: Q(state=HelpCase.State.OPEN),
            late_after=timedelta(days=5),
            calm=_("Yanıt bekleyen doğrulama başvurusu yok."),
        ),
    )
    acts = (
        Act(
            "yanit",
            _("Yanıtlayın"),
            _answer,
            permission="konsey.answer_helpcase",
            form=HelpAnswerForm,
            why_not=rules.why_not_answer,
            lead=_("Başvuru yanıtınızla kapanır. Kimlik başka bir hesaptaysa önce belgeyle kimin olduğunu görünüz."),
            quote=lambda case: case.message,
        ),
    )
    list_display = ("number", "user", "kind", "state", "created_at", "answered_at")
    list_display_links = ("number", "user")
    list_select_related = ("user",)
    list_filter = ("state", "kind")
    search_fields = ("user__name_fold", "user__email", "message_fold", "=id")
    date_hierarchy = "created_at"
    fields = ("user", "kind", "message", "contested", "state", "created_at", "answer", "answered_by", "answered_at")
    export_fields = ("id", "kind", "state", "created_at", "answered_at")

    @admin.display(description=_("Başvuru"), ordering="pk")
    def number(self, case: HelpCase) -> int:
        return case.pk
