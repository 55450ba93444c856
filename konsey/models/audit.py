"""The append-only record of what staff did and which personal data was looked at."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One act. The database refuses UPDATE, DELETE and TRUNCATE by trigger, to everybody."""

    at = models.DateTimeField(_("Zaman"), default=timezone.now, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        verbose_name=_("Kim"),
    )
    by_label = models.CharField(_("Kişi"), max_length=160)
    action = models.CharField(_("İşlem"), max_length=60)
    object_type = models.CharField(_("Nesne türü"), max_length=60, blank=True)
    object_id = models.CharField(_("Nesne"), max_length=60, blank=True)
    object_label = models.CharField(_("Nesne adı"), max_length=200, blank=True)
    before = models.JSONField(_("Önce"), null=True)
    after = models.JSONField(_("Sonra"), null=True)
    reason = models.CharField(_("Gerekçe"), max_length=500, blank=True)
    request_id = models.CharField(_("İstek"), max_length=32, blank=True)

    class Meta:
        verbose_name = _("Denetim kaydı")
        verbose_name_plural = _("Denetim kayıtları")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        permissions = [
            ("export_audit", _("Denetim kayıtlarını dışa aktarabilir")),
            ("export_personal_data", _("Kişisel verileri dışa aktarabilir")),
        ]
        indexes = [
            models.Index(fields=["object_type", "object_id", "-at"], name="konsey_audit_object"),
            models.Index(fields=["by", "-at"], name="konsey_audit_person"),
            models.Index(fields=["action", "-at"], name="konsey_audit_action"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_label}".strip()
