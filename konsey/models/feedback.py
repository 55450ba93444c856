"""What people tell about barriers they met on the portal."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AccessibilityFeedbackQuerySet(models.QuerySet["AccessibilityFeedback"]):
    def waiting(self) -> "AccessibilityFeedbackQuerySet":
        return self.filter(answered_at__isnull=True)


class AccessibilityFeedback(models.Model):
    """One report. The address is given only by those who want an answer."""

    page = models.CharField(_("Sayfa"), max_length=300, blank=True)
    message = models.TextField(_("Karşılaşılan engel"), max_length=4000)
    email = models.EmailField(_("Yanıt adresi"), blank=True)
    sent_at = models.DateTimeField(_("Gönderilme zamanı"), default=timezone.now)
    answer = models.TextField(_("Yanıt"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(_("Yanıtlanma zamanı"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answered_feedback",
        verbose_name=_("Yanıtlayan"),
    )

    audit_personal = frozenset({"message", "answer"})
    objects = AccessibilityFeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("Erişilebilirlik bildirimi")
        verbose_name_plural = _("Erişilebilirlik bildirimleri")
        ordering = ["-sent_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("answer_accessibilityfeedback", _("Erişilebilirlik bildirimini yanıtlayabilir"))]
        constraints = [
            models.CheckConstraint(name="konsey_accessibilityfeedback_says_something", condition=~Q(message="")),
            models.CheckConstraint(
                name="konsey_accessibilityfeedback_answer_complete",
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
