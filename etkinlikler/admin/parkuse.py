"""The desk's screen of requests for parks. What the group wrote is never edited here; drafts are the group's own."""

from datetime import timedelta
from typing import Any, cast

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from etkinlikler.desks import PARKS
from etkinlikler.forms import parkdesk as forms
from etkinlikler.models import EquipmentLoan, ParkUseHistory, ParkUseRequest
from etkinlikler.rules import parkuse as rules
from etkinlikler.services import parkdecisions as decisions
from etkinlikler.services import parkuse as services
from konsey.admin.acts import Act
from konsey.admin.base import AuditedModelAdmin, ReadOnlyMixin
from konsey.desks import Label, WorkQueue
from konsey.locks import patiently
from konsey.models import User

Answers = dict[str, Any]
State = ParkUseRequest.State


def _ask_back(by: User, use: ParkUseRequest, answers: Answers) -> Label:
    decisions.ask_back(use=use, by=by, now=timezone.now(), **answers)
    return _("Soru başvurana yazıldı; yanıt gelince başvuru yeniden bu kuyrukta görünür.")


def _approve(by: User, use: ParkUseRequest, answers: Answers) -> Label:
    with patiently():
        decisions.approve(use=use, by=by, approval=forms.approval_from(answers), now=timezone.now())
    return _("Başvuru onaylandı: izin belgesi gönderildi, etkinlik duyuruldu.")


def _reject(by: User, use: ParkUseRequest, answers: Answers) -> Label:
    decisions.reject(use=use, by=by, now=timezone.now(), **answers)
    return _("Başvuru kabul edilmedi; gerekçesi başvurana yazıldı.")


def _reopen(by: User, use: ParkUseRequest, answers: Answers) -> Label:
    decisions.reopen(use=use, by=by, now=timezone.now())
    return _("Başvuru yeniden incelemede.")


def _cancel(by: User, use: ParkUseRequest, answers: Answers) -> Label:
    services.cancel(by=by, use=use, now=timezone.now(), **answers)
    return _("Park kullanımı iptal edildi; başvurana yazıldı.")


def _when(rule: Any) -> Any:
    return lambda use: rule(use, timezone.now())


def _why_not_cancel(use: ParkUseRequest) -> str | None:
    return rules.why_not_take_back(use, timezone.now())


class _Lines(ReadOnlyMixin, admin.TabularInline):
    extra = 0
    can_delete = False


class LoanInline(_Lines):
    model = EquipmentLoan
    fields = ("equipment", "quantity")


class HistoryInline(_Lines):
    model = ParkUseHistory
    fields = ("at", "text", "by")


FIELDS = (
    *("number", "stands", "zone", "starts_at", "ends_at", "title", "kind", "description", "expected_count"),
    *("group_name", "applicant", "responsible_adult", "phone", "has_sound", "has_food", "has_minors", "risk_note"),
    *("submitted_at", "conditions", "reason", "decider", "decided_at", "public_event"),
    *("attended_count", "report", "reported_at"),
)


@admin.register(ParkUseRequest)
class ParkUseRequestAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = PARKS
    list_display = ("number", "title", "zone", "starts_at", "ends_at", "group_name", "stands")
    list_display_links = ("number", "title")
    list_filter = ("state", "zone__park")
    search_fields = ("title_fold", "group_fold", "=number")
    ordering = ("-submitted_at", "-pk")
    readonly_fields = FIELDS
    fields = FIELDS
    personal_data = True
    inlines = (LoanInline, HistoryInline)
    export_fields = ("number", "title", "zone", "starts_at", "ends_at", "group_name", "state", "attended_count")
    queues = (
        WorkQueue("park_uses", _("Karar bekleyen park başvuruları"), since="submitted_at",
                  link="state__exact=submitted", waiting=lambda now: Q(state=State.SUBMITTED),
                  late_after=timedelta(days=5)),
        WorkQueue("park_reports", _("Bildirimi bekleyen park etkinlikleri"), since="ends_at",
                  link="state__exact=approved", waiting=lambda now: Q(state=State.APPROVED, ends_at__lte=now),
                  late_after=timedelta(days=7)),
    )  # fmt: skip
    acts = (
        Act("onay", _("Onaylayın"), _approve, rules.DECIDE, forms.ApprovalForm, _when(rules.why_not_approve),
            forms.approval_so_far, quote=lambda use: use.description),
        Act("soru", _("Bilgi isteyin"), _ask_back, rules.DECIDE, forms.QuestionForm, _when(rules.why_not_ask_back)),
        Act("yeniden", _("Yeniden incelemeye alın"), _reopen, rules.DECIDE, why_not=_when(rules.why_not_reopen)),
        Act("red", _("Kabul etmeyin"), _reject, rules.DECIDE, forms.ReasonForm, _when(rules.why_not_reject),
            destructive=True),
        Act("iptal", _("İptal edin"), _cancel, rules.DECIDE, forms.ReasonForm, _why_not_cancel, destructive=True),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[ParkUseRequest]:
        rows = cast("QuerySet[ParkUseRequest]", super().get_queryset(request))
        return rows.exclude(state=State.DRAFT).select_related("zone__park", "event", "applicant", "decided_by")

    @admin.display(description=_("Durum"), ordering="state")
    def stands(self, use: ParkUseRequest) -> str:
        return str(State(rules.state_at(use, timezone.now())).label)

    @admin.display(description=_("Karar veren"))
    def decider(self, use: ParkUseRequest) -> str:
        return str(use.decided_by or "-")

    @admin.display(description=_("Etkinlik sayfası"))
    def public_event(self, use: ParkUseRequest) -> str:
        if use.event is None:
            return "-"
        return format_html('<a href="{}">{}</a>', use.event.get_absolute_url(), use.event.title)
