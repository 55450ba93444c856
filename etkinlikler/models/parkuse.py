"""Citizens ask for a zone and a time for an event of their own; what is approved becomes a public event."""

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from etkinlikler.models.events import Event
from etkinlikler.models.parks import Equipment, ParkZone
from konsey.models import User
from konsey.ranges import moments, same
from konsey.textfields import fold_column

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class ParkUseQuerySet(models.QuerySet["ParkUseRequest"]):
    def holding(self) -> "ParkUseQuerySet":
        """Those that hold their zone and their equipment."""
        return self.filter(state__in=ParkUseRequest.HOLDING)

    def overlapping(self, start: dt.datetime, end: dt.datetime) -> "ParkUseQuerySet":
        return self.filter(starts_at__lt=end, ends_at__gt=start)

    def waiting_for_report(self, now: dt.datetime) -> "ParkUseQuerySet":
        """Their time is over and nobody has said how it went."""
        return self.filter(state=ParkUseRequest.State.APPROVED, ends_at__lte=now)

    def with_places(self) -> "ParkUseQuerySet":
        return self.select_related("zone__park__district", "event", "applicant")


class ParkUseRequest(models.Model):
    """One request. Two approved uses of one zone never overlap: the database refuses it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Taslak")
        SUBMITTED = "submitted", _("İncelemede")
        NEEDS_INFO = "needs_info", _("Bilgi istendi")
        APPROVED = "approved", _("Onaylandı")
        REJECTED = "rejected", _("Kabul edilmedi")
        CANCELLED = "cancelled", _("İptal edildi")
        HELD = "held", _("Yapıldı, bildirim bekleniyor")
        REPORTED = "reported", _("Bildirimi verildi")

    # What keeps others out of the zone; the same words stand in the constraint and the triggers of the stock.
    HOLDING = (State.APPROVED, State.HELD, State.REPORTED)
    audit_personal = frozenset({"responsible_adult", "risk_note", "report"})

    number = models.PositiveIntegerField(_("Numara"), unique=True, null=True, editable=False)
    form_key = models.UUIDField(null=True, unique=True, editable=False)  # the same form sent twice is one request
    zone = models.ForeignKey(ParkZone, on_delete=models.PROTECT, related_name="uses", verbose_name=_("Park bölümü"))
    starts_at = models.DateTimeField(_("Başlangıç"))
    ends_at = models.DateTimeField(_("Bitiş"), help_text=_("Kurulum ve toplanma süresi içindedir."))
    title = models.CharField(_("Etkinliğin adı"), max_length=120)
    kind = models.CharField(_("Etkinlik türü"), max_length=20, choices=Event.Kind.choices, default=Event.Kind.OPEN_AIR)
    description = models.TextField(_("Ne yapmak istiyorsunuz"), max_length=3_000)
    expected_count = models.PositiveIntegerField(_("Beklenen katılımcı sayısı"))
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="park_uses",
        null=True,
        verbose_name=_("Başvuran"),
    )
    group_name = models.CharField(_("Grubun adı"), max_length=120)
    responsible_adult = models.CharField(_("Sorumlu kişi (18 yaşından büyük)"), max_length=120)
    phone = models.CharField(_("Cep telefonu"), max_length=20, blank=True)
    has_sound = models.BooleanField(_("Ses sistemi kullanılacak"), default=False)
    has_food = models.BooleanField(_("Yiyecek dağıtılacak"), default=False)
    has_minors = models.BooleanField(_("18 yaşından küçükler katılacak"), default=False)
    risk_note = models.CharField(_("Güvenlik notu"), max_length=500, blank=True)
    state = models.CharField(_("Durum"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    conditions = models.TextField(
        _("Koşullar"), max_length=2_000, blank=True, editable=False, help_text=_("İzin belgesine yazılır.")
    )
    reason = models.CharField(_("Gerekçe"), max_length=500, blank=True, editable=False)
    created_at = models.DateTimeField(_("Yazılmaya başlandı"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("Başvuru"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    decided_at = models.DateTimeField(_("Karar"), null=True, blank=True, editable=False)
    event = models.OneToOneField(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="park_use", editable=False
    )
    attended_count = models.PositiveIntegerField(_("Katılan kişi sayısı"), null=True, blank=True, editable=False)
    report = models.TextField(_("Nasıl geçti"), max_length=3_000, blank=True, editable=False)
    reported_at = models.DateTimeField(_("Bildirim"), null=True, blank=True, editable=False)
    title_fold = fold_column("title")
    group_fold = fold_column("group_name")

    objects = ParkUseQuerySet.as_manager()

    if TYPE_CHECKING:
        loans: "RelatedManager[EquipmentLoan]"
        history: "RelatedManager[ParkUseHistory]"

    class Meta:
        verbose_name = _("Park kullanım başvurusu")
        verbose_name_plural = _("Park kullanım başvuruları")
        ordering = ["-submitted_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("decide_parkuse", _("Park kullanım başvurularını karara bağlayabilir"))]
        indexes = [models.Index(fields=["zone", "starts_at"], name="etkinlikler_use_by_zone")]
        constraints = [
            models.CheckConstraint(
                name="etkinlikler_parkuserequest_state_known",
                condition=Q(
                    state__in=[
                        *("draft", "submitted", "needs_info", "approved"),
                        *("rejected", "cancelled", "held", "reported"),
                    ]
                ),
            ),
            models.CheckConstraint(
                name="etkinlikler_parkuserequest_times_in_order",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("Bitiş, başlangıçtan sonra olmalıdır."),
            ),
            models.CheckConstraint(
                name="etkinlikler_parkuserequest_people_expected",
                condition=Q(expected_count__gt=0),
                violation_error_message=_("Beklenen katılımcı sayısı en az 1 olmalıdır."),
            ),
            models.CheckConstraint(
                name="etkinlikler_parkuserequest_numbered",
                condition=Q(state__in=["draft", "cancelled"]) | Q(number__isnull=False, submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="etkinlikler_parkuserequest_decision_complete",
                condition=~Q(state__in=["approved", "rejected", "held", "reported"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="etkinlikler_parkuserequest_refusal_says_why",
                condition=~Q(state="rejected") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="etkinlikler_parkuserequest_report_complete",
                condition=~Q(state="reported") | Q(attended_count__isnull=False, reported_at__isnull=False),
            ),
            ExclusionConstraint(
                name="etkinlikler_parkuserequest_zone_free",
                violation_error_message=_("Bu bölüm o saatlerde başka bir gruba verildi."),
                expressions=[same("zone"), moments("starts_at", "ends_at")],
                condition=Q(state__in=["approved", "held", "reported"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("etkinlikler:park_use_detail", args=[self.pk])


State = ParkUseRequest.State
# What may follow what; `etkinlikler.services.parkuse` refuses everything else. An approved use whose time is over is
# HELD by the clock (`etkinlikler.rules.parkuse.state_at`); drafts that are given up are deleted.
PARK_USE_TRANSITIONS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.SUBMITTED}),
    State.SUBMITTED: frozenset({State.NEEDS_INFO, State.APPROVED, State.REJECTED, State.CANCELLED}),
    State.NEEDS_INFO: frozenset({State.SUBMITTED, State.REJECTED, State.CANCELLED}),
    State.APPROVED: frozenset({State.HELD, State.CANCELLED}),
    State.REJECTED: frozenset({State.SUBMITTED}),
    State.CANCELLED: frozenset(),
    State.HELD: frozenset({State.REPORTED}),
    State.REPORTED: frozenset(),
}


class EquipmentLoan(models.Model):
    """So many of a thing for one use. What is lent for overlapping times never exceeds the stock (trigger)."""

    use = models.ForeignKey(ParkUseRequest, on_delete=models.CASCADE, related_name="loans", verbose_name=_("Başvuru"))
    equipment = models.ForeignKey(Equipment, on_delete=models.PROTECT, related_name="loans", verbose_name=_("Malzeme"))
    quantity = models.PositiveIntegerField(_("Sayı"))

    class Meta:
        verbose_name = _("Malzeme isteği")
        verbose_name_plural = _("Malzeme istekleri")
        ordering = ["equipment__position", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["use", "equipment"], name="etkinlikler_equipmentloan_once"),
            models.CheckConstraint(name="etkinlikler_equipmentloan_something", condition=Q(quantity__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.equipment}"


class ParkUseHistory(models.Model):
    """Append-only: each step of a request, and what was asked and answered."""

    use = models.ForeignKey(ParkUseRequest, on_delete=models.CASCADE, related_name="history", verbose_name=_("Başvuru"))
    at = models.DateTimeField(_("Zaman"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("Yapan"))
    from_state = models.CharField(max_length=10, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=10, choices=State.choices)
    text = models.TextField(_("Açıklama"), max_length=2_000, blank=True)

    class Meta:
        verbose_name = _("Başvuru geçmişi")
        verbose_name_plural = _("Başvuru geçmişi")
        ordering = ["at", "pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}"
