"""Periodic tasks: when each last ran."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ScheduledJob(models.Model):
    """When each periodic task last ran: the worker's heartbeat, and what keeps two beats from doing a thing twice."""

    name = models.CharField(_("İş"), max_length=80, primary_key=True)
    started_at = models.DateTimeField(_("Son başlama"), null=True, blank=True)
    finished_at = models.DateTimeField(_("Son bitiş"), null=True, blank=True)
    runs = models.PositiveBigIntegerField(_("Çalışma sayısı"), default=0)
    error = models.CharField(_("Son hata"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Zamanlanmış iş")
        verbose_name_plural = _("Zamanlanmış işler")
        ordering = ["name"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="konsey_scheduledjob_finish_needs_start",
                condition=Q(finished_at__isnull=True) | Q(started_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name
