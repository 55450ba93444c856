"""The municipality's register of residents, as keyed hashes with a neighbourhood and nothing more."""

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from konsey.models.identity import hash_length_condition
from konsey.nationalid import HASH_BYTES


def private_storage() -> Storage:
    return storages["private"]


class RegisterImportQuerySet(models.QuerySet["RegisterImport"]):
    def waiting(self) -> "RegisterImportQuerySet":
        return self.filter(state=RegisterImport.State.WAITING).order_by("created_at", "pk")

    def running(self) -> "RegisterImportQuerySet":
        return self.filter(state=RegisterImport.State.RUNNING)

    def to_follow_up(self) -> "RegisterImportQuerySet":
        return self.filter(state=RegisterImport.State.DONE, followed_up_at__isnull=True)


class RegisterImport(models.Model):
    """One file brought in by staff. It replaces the whole register, or nothing of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Sırada")
        RUNNING = "running", _("Aktarılıyor")
        DONE = "done", _("Tamamlandı")
        FAILED = "failed", _("Aktarılmadı")
        CANCELLED = "cancelled", _("Vazgeçildi")

    name = models.CharField(_("Dosya adı"), max_length=120)
    file = models.FileField(
        _("Dosya"), storage=private_storage, upload_to="kimlik-kayitlari/", blank=True, editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="register_imports",
        verbose_name=_("Yükleyen"),
    )
    created_at = models.DateTimeField(_("Yükleme"), default=timezone.now)
    accepts_bad_lines = models.BooleanField(
        _("Hatalı satırlar atlansın"),
        default=False,
        help_text=_("İşaretlenmezse, satırların yüzde birinden çoğu hatalı olan dosya aktarılmaz."),
    )
    accepts_shrinking = models.BooleanField(
        _("Kayıt küçülebilir"),
        default=False,
        help_text=_("İşaretlenmezse, kayıttaki kişi sayısını beşte birden çok azaltan dosya aktarılmaz."),
    )
    state = models.CharField(_("Durum"), max_length=10, choices=State.choices, default=State.WAITING)
    started_at = models.DateTimeField(_("Başlama"), null=True, blank=True)
    finished_at = models.DateTimeField(_("Bitiş"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("Deneme"), default=0)
    percent = models.PositiveSmallIntegerField(_("İlerleme (%)"), default=0)
    lines = models.PositiveIntegerField(_("Okunan satır"), default=0)
    bad_lines = models.PositiveIntegerField(_("Hatalı satır"), default=0)
    repeated_lines = models.PositiveIntegerField(_("Yinelenen satır"), default=0)
    entries = models.PositiveIntegerField(_("Kayıttaki kişi"), default=0)
    added = models.PositiveIntegerField(_("Yeni"), default=0)
    moved = models.PositiveIntegerField(_("Mahallesi değişen"), default=0)
    removed = models.PositiveIntegerField(_("Kayıttan çıkan"), default=0)
    report = models.JSONField(_("Rapor"), default=dict, blank=True)
    failure = models.CharField(_("Aktarılmama nedeni"), max_length=400, blank=True)
    followed_up_at = models.DateTimeField(_("Hesaplara yansıtıldı"), null=True, blank=True)
    accounts_moved = models.PositiveIntegerField(_("Mahallesi değişen hesap"), default=0)
    accounts_departed = models.PositiveIntegerField(_("Kayıttan çıkan hesap"), default=0)

    objects = RegisterImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kayıt aktarımı")
        verbose_name_plural = _("Kayıt aktarımları")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("add", "view")
        constraints = [
            models.UniqueConstraint(
                name="konsey_registerimport_one_running", fields=["state"], condition=Q(state="running")
            ),
            models.CheckConstraint(
                name="konsey_registerimport_state_complete",
                condition=Q(state="waiting", finished_at=None)
                | Q(state="running", started_at__isnull=False, finished_at=None)
                | Q(state="done", started_at__isnull=False, finished_at__isnull=False, failure="")
                | (Q(state="failed", finished_at__isnull=False) & ~Q(failure=""))
                | Q(state="cancelled", finished_at__isnull=False),
            ),
            models.CheckConstraint(name="konsey_registerimport_percent_range", condition=Q(percent__lte=100)),
        ]

    def __str__(self) -> str:
        return self.name


class RegisterEntry(models.Model):
    """A resident: the keyed hash of national id and birth year, and the neighbourhood. Nobody browses these."""

    identity_hmac = models.BinaryField(_("Kimlik özeti"), max_length=HASH_BYTES, unique=True, editable=False)
    neighbourhood = models.ForeignKey(
        "konsey.Neighbourhood", on_delete=models.PROTECT, related_name="+", verbose_name=_("Mahalle"), db_index=False
    )

    class Meta:
        verbose_name = _("Belediye kaydı")
        verbose_name_plural = _("Belediye kaydı")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="konsey_registerentry_hash_whole", condition=hash_length_condition("identity_hmac")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.neighbourhood}"
