"""One-time codes that are posted or handed out, in batches per neighbourhood."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from konsey.models.identity import hash_length_condition
from konsey.nationalid import HASH_BYTES


class CodeBatchQuerySet(models.QuerySet["CodeBatch"]):
    def with_use(self) -> "CodeBatchQuerySet":
        """Annotate ``used``: how many codes of the batch have been used."""
        return self.annotate(used=Count("codes", filter=Q(codes__used_at__isnull=False)))


class CodeBatch(models.Model):
    """A set of codes for one neighbourhood. Its sheet exists only as the answer to the request that made it."""

    MOST_CODES = 1000

    neighbourhood = models.ForeignKey(
        "konsey.Neighbourhood", on_delete=models.PROTECT, related_name="code_batches", verbose_name=_("Mahalle")
    )
    purpose = models.CharField(
        _("Dağıtım"), max_length=120, help_text=_("Örneğin: Mayıs 2026 posta gönderimi, muhtarlık masası.")
    )
    size = models.PositiveSmallIntegerField(_("Kod sayısı"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="code_batches", verbose_name=_("Hazırlayan")
    )
    created_at = models.DateTimeField(_("Hazırlanma"), default=timezone.now)
    expires_at = models.DateTimeField(_("Son kullanma"))
    cancelled_at = models.DateTimeField(_("İptal"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cancelled_code_batches",
        verbose_name=_("İptal eden"),
    )

    objects = CodeBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kod dizisi")
        verbose_name_plural = _("Kod dizileri")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("add", "view")
        permissions = [("cancel_codebatch", _("Kod dizisini iptal edebilir"))]
        constraints = [
            models.CheckConstraint(name="konsey_codebatch_size_range", condition=Q(size__gte=1, size__lte=1000)),
            models.CheckConstraint(name="konsey_codebatch_expires_later", condition=Q(expires_at__gt=F("created_at"))),
            models.CheckConstraint(
                name="konsey_codebatch_cancel_complete",
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}, {self.neighbourhood}"


class OneTimeCodeQuerySet(models.QuerySet["OneTimeCode"]):
    def usable(self, now: datetime) -> "OneTimeCodeQuerySet":
        return self.filter(used_at__isnull=True, batch__cancelled_at__isnull=True, batch__expires_at__gt=now)


class OneTimeCode(models.Model):
    """The keyed hash of a code. ``number`` is its place on the sheet, so that a spoilt one can be named."""

    batch = models.ForeignKey(CodeBatch, on_delete=models.PROTECT, related_name="codes", verbose_name=_("Kod dizisi"))
    number = models.PositiveSmallIntegerField(_("Sıra"))
    code_hmac = models.BinaryField(_("Kod özeti"), max_length=HASH_BYTES, unique=True, editable=False)
    used_at = models.DateTimeField(_("Kullanım"), null=True, blank=True)

    objects = OneTimeCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Tek kullanımlık kod")
        verbose_name_plural = _("Tek kullanımlık kodlar")
        ordering = ["batch", "number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="konsey_onetimecode_number_in_batch", fields=["batch", "number"]),
            models.CheckConstraint(name="konsey_onetimecode_hash_whole", condition=hash_length_condition("code_hmac")),
        ]

    def __str__(self) -> str:
        return f"{self.number}"
