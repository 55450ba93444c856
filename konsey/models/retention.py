"""How long each kind of data is kept, and the log of what was destroyed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RetentionRule(models.Model):
    """One line of the retention policy. ``name`` belongs to a destroyer in `konsey.retention`; the days are data."""

    name = models.SlugField(_("Kural"), max_length=40, unique=True, editable=False)
    label = models.CharField(_("Veri"), max_length=160)
    days = models.PositiveIntegerField(_("Saklama süresi (gün)"))
    legal_ground = models.CharField(_("Dayanak"), max_length=300)
    active = models.BooleanField(_("Uygulanıyor"), default=True)
    position = models.PositiveSmallIntegerField(_("Sıra"), default=0)

    class Meta:
        verbose_name = _("Saklama kuralı")
        verbose_name_plural = _("Saklama kuralları")
        default_permissions = ("view", "change")
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(name="konsey_retention_a_day_or_more", condition=models.Q(days__gte=1)),
        ]

    def __str__(self) -> str:
        return self.label


class RetentionRun(models.Model):
    """What one nightly run destroyed. Kept for good: the law wants three years at least (Silme Yönetmeliği m.7)."""

    rule = models.ForeignKey(RetentionRule, on_delete=models.PROTECT, related_name="runs", verbose_name=_("Kural"))
    at = models.DateTimeField(_("Zaman"), default=timezone.now)
    older_than = models.DateTimeField(_("Bundan eskiler"))
    count = models.PositiveIntegerField(_("Kayıt sayısı"))
    error = models.CharField(_("Hata"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("İmha kaydı")
        verbose_name_plural = _("İmha kayıtları")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["rule", "-at"], name="konsey_retention_run_rule")]

    def __str__(self) -> str:
        return f"{self.rule} · {self.count}"
