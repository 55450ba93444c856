"""What people were told about their data, what they agreed to, what they asked for, and what was destroyed when."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from konsey import noticekinds

ANSWER_WITHIN = timedelta(days=30)  # KVKK m.13/2


class NoticeQuerySet(models.QuerySet["PrivacyNotice"]):
    def in_force(self, now: datetime) -> "NoticeQuerySet":
        """Newest first; of each kind the first row is the one people see."""
        return self.filter(valid_from__lte=now).order_by("kind", "-version")


class PrivacyNotice(models.Model):
    """One version of an information text (aydınlatma metni, KVKK m.10). Once in force the database refuses changes."""

    kind = models.SlugField(_("Konu"), max_length=30, choices=noticekinds.choices)
    version = models.PositiveIntegerField(_("Sürüm"), editable=False)
    title = models.CharField(_("Başlık"), max_length=120)
    text = models.TextField(_("Metin"), help_text=_("Markdown ile biçimlenir."))
    summary = models.CharField(
        _("Özet"), max_length=300, help_text=_("Formun üstünde, tam metnin bağlantısından önce görünür.")
    )
    valid_from = models.DateTimeField(_("Yürürlük"), default=timezone.now)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Aydınlatma metni")
        verbose_name_plural = _("Aydınlatma metinleri")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="konsey_notice_one_version"),
            models.CheckConstraint(name="konsey_notice_version_from_1", condition=Q(version__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    def get_absolute_url(self) -> str:
        return reverse("privacy_notice_version", args=[noticekinds.slug_of(self.kind), self.version])


class NoticeAcceptance(models.Model):
    """Proof that a version was shown before data was given: to an account, or to an address known only by its hash."""

    notice = models.ForeignKey(
        PrivacyNotice, on_delete=models.PROTECT, related_name="acceptances", verbose_name=_("Aydınlatma metni")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="notice_acceptances",
        verbose_name=_("Kişi"),
    )
    email_hash = models.CharField(_("Adres özeti"), max_length=64, blank=True)
    context = models.CharField(_("Nerede"), max_length=60)
    at = models.DateTimeField(_("Zaman"), default=timezone.now)

    class Meta:
        verbose_name = _("Aydınlatma kaydı")
        verbose_name_plural = _("Aydınlatma kayıtları")
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="konsey_acceptance_one_reader",
                condition=Q(user__isnull=False, email_hash="") | (Q(user__isnull=True) & ~Q(email_hash="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} · {self.at:%d.%m.%Y}"

    @property
    def audit_label(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Consent(models.Model):
    """Explicit consent (açık rıza, KVKK m.3) for one purpose. Taking it back closes the row; giving anew opens one."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents", verbose_name=_("Kişi")
    )
    purpose = models.CharField(_("Amaç"), max_length=30)
    statement = models.CharField(_("Onaylanan cümle"), max_length=300)
    given_at = models.DateTimeField(_("Verildi"), default=timezone.now)
    revoked_at = models.DateTimeField(_("Geri alındı"), null=True, blank=True)

    class Meta:
        verbose_name = _("Açık rıza")
        verbose_name_plural = _("Açık rızalar")
        default_permissions = ("view",)
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose"], name="konsey_consent_one_open", condition=Q(revoked_at__isnull=True)
            ),
            models.CheckConstraint(
                name="konsey_consent_revoked_later",
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=models.F("given_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.statement

    @property
    def audit_label(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class DataRequest(models.Model):
    """An application of a data subject (ilgili kişi başvurusu, KVKK m.11 and m.13), to be answered within 30 days."""

    class Kind(models.TextChoices):
        LEARN = "learn", _("Hakkımda hangi verilerin işlendiğini öğrenmek istiyorum")
        CORRECT = "correct", _("Eksik ya da yanlış verilerimin düzeltilmesini istiyorum")
        ERASE = "erase", _("Verilerimin silinmesini istiyorum")
        OBJECT = "object", _("Verilerimin işlenmesine itiraz ediyorum")
        OTHER = "other", _("Başka bir konuda başvuruyorum")

    class State(models.TextChoices):
        RECEIVED = "received", _("Alındı")
        ANSWERED = "answered", _("Yanıtlandı")
        REFUSED = "refused", _("Reddedildi")
        WITHDRAWN = "withdrawn", _("Geri çekildi")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="data_requests",
        verbose_name=_("Hesap"),
    )
    name = models.CharField(_("Ad soyad"), max_length=120)
    email = models.EmailField(_("E-posta adresi"), max_length=254)
    kind = models.CharField(_("Konu"), max_length=10, choices=Kind.choices)
    text = models.TextField(_("Açıklama"), max_length=4000)
    state = models.CharField(_("Durum"), max_length=10, choices=State.choices, default=State.RECEIVED)
    received_at = models.DateTimeField(_("Başvuru zamanı"), default=timezone.now)
    due_at = models.DateTimeField(_("Son yanıt günü"))
    answer = models.TextField(_("Yanıt"), max_length=4000, blank=True)
    closed_at = models.DateTimeField(_("Sonuçlanma"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Sonuçlandıran"),
    )

    class Meta:
        verbose_name = _("İlgili kişi başvurusu")
        verbose_name_plural = _("İlgili kişi başvuruları")
        default_permissions = ("view",)
        permissions = [("answer_datarequest", _("İlgili kişi başvurusunu yanıtlayabilir"))]
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["due_at"], name="konsey_datarequest_open", condition=Q(state="received"))]
        constraints = [
            models.CheckConstraint(
                name="konsey_datarequest_state_known",
                condition=Q(state__in=["received", "answered", "refused", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="konsey_datarequest_closed_has_time",
                condition=Q(state="received", closed_at__isnull=True)
                | (~Q(state="received") & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="konsey_datarequest_answer_by_somebody",
                condition=~Q(state__in=["answered", "refused"]) | (Q(closed_by__isnull=False) & ~Q(answer="")),
            ),
        ]

    audit_personal = frozenset({"name", "text", "answer"})

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"KVK-{self.received_at:%Y}-{self.pk:05d}"

    @property
    def audit_label(self) -> str:
        return self.number


DATA_REQUEST_TRANSITIONS: dict[str, set[str]] = {
    DataRequest.State.RECEIVED: {
        DataRequest.State.ANSWERED,
        DataRequest.State.REFUSED,
        DataRequest.State.WITHDRAWN,
    },
    DataRequest.State.ANSWERED: set(),
    DataRequest.State.REFUSED: set(),
    DataRequest.State.WITHDRAWN: set(),
}


class AccountDeletion(models.Model):
    """An account that is going to be erased. It waits some days, so that a slip or a thief can be stopped."""

    class Cause(models.TextChoices):
        WISH = "wish", _("Kişinin isteği")
        UNUSED = "unused", _("Uzun süre kullanılmadı")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deletions", verbose_name=_("Kişi")
    )
    cause = models.CharField(_("Neden"), max_length=10, choices=Cause.choices, default=Cause.WISH)
    requested_at = models.DateTimeField(_("İstek zamanı"), default=timezone.now)
    due_at = models.DateTimeField(_("Silineceği zaman"))
    cancelled_at = models.DateTimeField(_("Vazgeçme"), null=True, blank=True)
    done_at = models.DateTimeField(_("Silinme"), null=True, blank=True)

    class Meta:
        verbose_name = _("Hesap silme")
        verbose_name_plural = _("Hesap silmeler")
        default_permissions = ("view",)
        permissions = [("erase_account", _("Hesabı kişinin isteğiyle hemen silebilir"))]
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                name="konsey_deletion_one_open",
                condition=Q(cancelled_at__isnull=True, done_at__isnull=True),
            ),
            models.CheckConstraint(name="konsey_deletion_cause_known", condition=Q(cause__in=["wish", "unused"])),
            models.CheckConstraint(
                name="konsey_deletion_one_end", condition=Q(cancelled_at__isnull=True) | Q(done_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
