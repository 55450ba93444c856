"""Letters at the clerks' desk: what waits, what failed and why, sending again, and the line to the mail server."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from konsey import desks
from konsey.admin.acts import Act
from konsey.admin.base import AuditedModelAdmin, ReadOnlyMixin
from konsey.desks import Label
from konsey.errors import Refused
from konsey.forms.fields import CleanCharField
from konsey.models import OutboxAttachment, OutboxLine, OutboxMessage, ScheduledJob, User
from konsey.services import outbox as service

RESEND = "konsey.resend_outboxmessage"
RUN = "konsey.run_outboxline"


class DropForm(forms.Form):
    reason = CleanCharField(label=_("Gerekçe"), max_length=200, help_text=_("Denetim kaydında görünür."))


def _resend(by: User, message: OutboxMessage, answers: dict[str, Any]) -> Label:
    service.resend(by=by, message=message)
    return _("Mektup yeniden sıraya alındı; birkaç saniye içinde gönderilecek.")


def _drop(by: User, message: OutboxMessage, answers: dict[str, Any]) -> Label:
    service.drop(by=by, message=message, reason=answers["reason"])
    return _("Mektubun gönderiminden vazgeçildi.")


def _resume(by: User, line: OutboxLine, answers: dict[str, Any]) -> Label:
    service.resume_line(by=by)
    return _("E-posta hattı çalıştırıldı; sıradaki mektuplar birkaç saniye içinde denenecek.")


def _trial(by: User, line: OutboxLine, answers: dict[str, Any]) -> Label:
    service.send_trial(by=by)
    return _("Kendi adresinize bir deneme iletisi sıraya alındı.")


class AttachmentInline(admin.TabularInline):
    model = OutboxAttachment
    fields = ("name", "content_type")
    readonly_fields = fields
    extra = 0
    can_delete = False


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnlyMixin, AuditedModelAdmin):
    """``html`` is shown nowhere, ``text`` not for letters with codes: a clerk could sign in as somebody else."""

    desk = desks.LETTERS
    personal_data = True
    writes_through_services = True
    queues = (
        desks.WorkQueue(
            "failed_mail",
            _("Gönderilemeyen mektuplar"),
            since="created_at",
            link="state__in=failed,unsure",
            waiting=lambda now: Q(state__in=["failed", "unsure"]),
            late_after=timedelta(days=1),
            calm=_("Gönderilemeyen mektup yok."),
        ),
    )
    acts = (
        Act(
            "resend",
            _("Yeniden gönderin"),
            _resend,
            permission=RESEND,
            why_not=service.why_not_resend,
        ),
        Act(
            "drop",
            _("Göndermekten vazgeçin"),
            _drop,
            permission=RESEND,
            form=DropForm,
            why_not=service.why_not_drop,
            lead=_("Mektup bir daha gönderilmez. Alıcısı bundan haberdar olmaz."),
            destructive=True,
        ),
    )
    actions = ("resend_selected",)
    list_display = ("topic", "to", "state", "due_at", "last_error")
    list_filter = ("state", "priority", "list_kind", "letter")
    date_hierarchy = "created_at"
    search_fields = ("subject_fold", "to", "key")
    ordering = ("-created_at", "-pk")
    fieldsets = (
        (None, {"fields": ("topic", "to", "state", "last_error", "body")}),
        (
            _("Gönderim"),
            {"fields": ("due_at", "sent_at", "attempted_at", "attempts", "lost_answers", "resends", "expires_at")},
        ),
        (_("Tür"), {"fields": ("letter", "key", "delivery", "priority", "list_kind", "secret", "created_at")}),
    )
    readonly_fields = ("topic", "body")
    inlines = (AttachmentInline,)
    export_fields = ("id", "letter", "state", "created_at", "due_at", "sent_at", "attempts", "last_error")

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutboxMessage]:
        return super().get_queryset(request).defer("html")

    @admin.display(description=_("Konu"), ordering="subject_fold")
    def topic(self, message: OutboxMessage) -> str:
        return message.topic

    @admin.display(description=_("Metin"))
    def body(self, message: OutboxMessage) -> Label:
        if message.is_erased:
            return _("Kod ya da kişisel bağlantı içerdiği için gönderilince silindi.")
        if message.secret:
            return _("Kod ya da kişisel bağlantı içerdiği için gösterilmez.")
        return message.text

    def has_resend_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(RESEND)

    @admin.action(description=_("Seçilen mektupları yeniden gönderin"), permissions=["resend"])
    def resend_selected(self, request: HttpRequest, queryset: QuerySet[OutboxMessage]) -> None:
        assert isinstance(request.user, User)
        done, refused = 0, 0
        for message in queryset:
            try:
                service.resend(by=request.user, message=message)
                done += 1
            except Refused:
                refused += 1
        if done:
            text = ngettext("%(count)d mektup sıraya alındı.", "%(count)d mektup sıraya alındı.", done)
            messages.success(request, text % {"count": done})
        if refused:
            text = ngettext(
                "%(count)d mektup, durumu ya da silinmiş metni nedeniyle yeniden gönderilemez.",
                "%(count)d mektup, durumu ya da silinmiş metni nedeniyle yeniden gönderilemez.",
                refused,
            )
            messages.warning(request, text % {"count": refused})


@admin.register(OutboxLine)
class OutboxLineAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = desks.LETTERS
    writes_through_services = True
    list_display = ("__str__", "paused_until", "reason", "failures", "changed_at")
    fields = ("paused_until", "reason", "failures", "changed_at")
    acts = (
        Act("resume", _("Şimdi yeniden deneyin"), _resume, permission=RUN, why_not=service.why_not_resume),
        Act("trial", _("Kendinize deneme iletisi gönderin"), _trial, permission=RUN),
    )


@admin.register(ScheduledJob)
class ScheduledJobAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = desks.OVERSIGHT
    list_display = ("name", "started_at", "finished_at", "runs", "error")
    fields = ("name", "started_at", "finished_at", "runs", "error")
    ordering = ("name",)
