"""Reports of barriers at the clerks' desk."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from konsey import desks
from konsey.admin.acts import Act
from konsey.admin.base import AuditedModelAdmin, ReadOnlyMixin
from konsey.desks import Label
from konsey.forms.feedback import AnswerForm
from konsey.models import AccessibilityFeedback, User
from konsey.services import feedback as service


def _answer(by: User, feedback: AccessibilityFeedback, answers: dict[str, Any]) -> Label:
    service.answer_feedback(by=by, feedback=feedback, answer=answers["answer"], now=timezone.now())
    return _("Bildirim yanıtlandı.")


@admin.register(AccessibilityFeedback)
class AccessibilityFeedbackAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = desks.QUEUES
    personal_data = True
    writes_through_services = True
    queues = (
        desks.WorkQueue(
            "feedback",
            _("Yanıt bekleyen erişilebilirlik bildirimleri"),
            since="sent_at",
            link="answered_at__isempty=1",
            waiting=lambda now: Q(answered_at__isnull=True),
            late_after=timedelta(days=10),
            calm=_("Yanıt bekleyen bildirim yok."),
        ),
    )
    acts = (
        Act(
            "answer",
            _("Yanıtlayın"),
            _answer,
            permission="konsey.answer_accessibilityfeedback",
            form=AnswerForm,
            why_not=service.why_not_answer,
            lead=_("Bildirim yanıtınızla birlikte sonuçlanır; adres bırakan kişiye yanıt e-postayla gönderilir."),
            quote=lambda feedback: feedback.message,
        ),
    )
    list_display = ("number", "sent_at", "page", "message_start", "answered_at")
    list_filter = (("answered_at", admin.EmptyFieldListFilter),)
    date_hierarchy = "sent_at"
    fields = ("sent_at", "page", "message", "email", "answer", "answered_at", "answered_by")
    export_fields = ("id", "sent_at", "page", "message", "answered_at")

    @admin.display(description=_("Numara"), ordering="pk")
    def number(self, feedback: AccessibilityFeedback) -> str:
        return str(feedback.pk)

    @admin.display(description=_("Engel"))
    def message_start(self, feedback: AccessibilityFeedback) -> str:
        return Truncator(feedback.message).words(14)
