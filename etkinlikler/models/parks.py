"""Living Parks: zones, opening hours, closed days, and the equipment that is lent out."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from konsey.models import District
from konsey.textfields import fold_column, sort_column

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class LivingParkQuerySet(models.QuerySet["LivingPark"]):
    def with_all(self) -> "LivingParkQuerySet":
        """With what the rules of asking look at: zones, hours, closed days; three queries more."""
        return self.select_related("district").prefetch_related("zones", "hours", "closures")


class LivingPark(models.Model):
    """A park whose zones citizens may ask for (Toplum Katılımına Alan Açma)."""

    name = models.CharField(_("Park"), max_length=120, unique=True)
    slug = models.SlugField(_("Adres"), max_length=90, unique=True, editable=False)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="parks", verbose_name=_("İlçe")
    )
    summary = models.CharField(_("Özet"), max_length=300)
    description = models.TextField(_("Tanıtım"), max_length=5_000, blank=True, help_text=_("Markdown ile yazılabilir."))
    rules = models.TextField(
        _("Kullanım kuralları"),
        max_length=5_000,
        blank=True,
        help_text=_("Her satıra bir kural; izin belgesine de yazılır."),
    )
    lead_days = models.PositiveSmallIntegerField(
        _("En az kaç gün önce başvurulur"), default=10, help_text=_("Başvuru ile etkinlik arasındaki en kısa süre.")
    )
    horizon_days = models.PositiveSmallIntegerField(_("En çok kaç gün öncesinden başvurulur"), default=180)
    is_open = models.BooleanField(_("Başvuruya açık"), default=True)
    latitude = models.DecimalField(_("Enlem"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("Boylam"), max_digits=8, decimal_places=5, null=True, blank=True)
    name_fold = fold_column("name")
    name_sort = sort_column("name")

    objects = LivingParkQuerySet.as_manager()

    if TYPE_CHECKING:
        zones: "RelatedManager[ParkZone]"
        hours: "RelatedManager[ParkHours]"
        closures: "RelatedManager[ParkClosure]"

    class Meta:
        verbose_name = _("Yaşayan Park")
        verbose_name_plural = _("Yaşayan Parklar")
        ordering = ["name_sort"]
        constraints = [
            models.CheckConstraint(
                name="etkinlikler_livingpark_days_in_order",
                condition=Q(horizon_days__gt=F("lead_days")),
                violation_error_message=_("Başvuru aralığı, en kısa süreden uzun olmalıdır."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("etkinlikler:park_detail", args=[self.slug])

    @property
    def rule_lines(self) -> list[str]:
        return [line.strip() for line in self.rules.splitlines() if line.strip()]


class ParkZone(models.Model):
    """A part of a park that one group uses at a time."""

    park = models.ForeignKey(LivingPark, on_delete=models.PROTECT, related_name="zones", verbose_name=_("Park"))
    name = models.CharField(_("Bölüm"), max_length=80)
    capacity = models.PositiveIntegerField(_("Kişi sayısı"))
    features = models.CharField(_("Özellikler"), max_length=300, blank=True, help_text=_("Gölge, amfi, çim, masa."))
    has_power = models.BooleanField(_("Elektrik var"), default=False)
    allows_sound = models.BooleanField(_("Ses sistemi kullanılabilir"), default=False)
    step_free = models.BooleanField(_("Basamaksız erişim"), default=True)
    position = models.PositiveSmallIntegerField(_("Sıra"), default=0)

    class Meta:
        verbose_name = _("Park bölümü")
        verbose_name_plural = _("Park bölümleri")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["park", "name"], name="etkinlikler_parkzone_unique_name"),
            models.CheckConstraint(
                name="etkinlikler_parkzone_holds_people",
                condition=Q(capacity__gt=0),
                violation_error_message=_("Kişi sayısı sıfırdan büyük olmalıdır."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.park}, {self.name}"


class ParkHours(models.Model):
    """When a park may be used on a day of the week; a day without a row is closed."""

    park = models.ForeignKey(LivingPark, on_delete=models.CASCADE, related_name="hours", verbose_name=_("Park"))
    weekday = models.PositiveSmallIntegerField(
        _("Gün"),
        choices=[
            (0, _("Pazartesi")),
            (1, _("Salı")),
            (2, _("Çarşamba")),
            (3, _("Perşembe")),
            (4, _("Cuma")),
            (5, _("Cumartesi")),
            (6, _("Pazar")),
        ],
    )
    opens = models.TimeField(_("Açılış"))
    closes = models.TimeField(_("Kapanış"))

    class Meta:
        verbose_name = _("Kullanım saati")
        verbose_name_plural = _("Kullanım saatleri")
        ordering = ["weekday"]
        constraints = [
            models.UniqueConstraint(
                fields=["park", "weekday"],
                name="etkinlikler_parkhours_once",
                violation_error_message=_("Bu günün saatleri yazılı."),
            ),
            models.CheckConstraint(
                name="etkinlikler_parkhours_in_order",
                condition=Q(closes__gt=F("opens")) & Q(weekday__lte=6),
                violation_error_message=_("Kapanış, açılıştan sonra olmalıdır."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_weekday_display())


class ParkClosure(models.Model):
    """Days on which a park, or one zone of it, is not given out."""

    park = models.ForeignKey(LivingPark, on_delete=models.CASCADE, related_name="closures", verbose_name=_("Park"))
    zone = models.ForeignKey(
        ParkZone,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="closures",
        verbose_name=_("Bölüm"),
        help_text=_("Boşsa bütün park."),
    )
    first_day = models.DateField(_("İlk gün"))
    last_day = models.DateField(_("Son gün"))
    reason = models.CharField(_("Neden"), max_length=200)

    class Meta:
        verbose_name = _("Kapalı gün")
        verbose_name_plural = _("Kapalı günler")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                name="etkinlikler_parkclosure_days_in_order",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("Son gün, ilk günden önce olamaz."),
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class Equipment(models.Model):
    """A stock of things lent out for uses of parks, the same stock for all parks."""

    name = models.CharField(_("Malzeme"), max_length=80, unique=True)
    unit = models.CharField(_("Birim"), max_length=20, default="adet")
    stock = models.PositiveIntegerField(_("Stok"))
    needs_power = models.BooleanField(_("Elektrik ister"), default=False)
    is_sound = models.BooleanField(_("Ses sistemi"), default=False)
    position = models.PositiveSmallIntegerField(_("Sıra"), default=0)

    class Meta:
        verbose_name = _("Malzeme")
        verbose_name_plural = _("Malzemeler")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name
