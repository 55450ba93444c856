"""Where events take place: venues with what they offer to everybody, and their halls."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from konsey.models import District
from konsey.textfields import fold_column, sort_column


class Venue(models.Model):
    """A building or an open place. Its capacity bounds what an event there may give out."""

    name = models.CharField(_("Yerin adı"), max_length=120, unique=True)
    address = models.CharField(_("Adres"), max_length=300, blank=True)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="venues", verbose_name=_("İlçe")
    )
    capacity = models.PositiveIntegerField(
        _("Kişi sayısı"), help_text=_("Aynı anda en çok kaç kişi bulunabilir; etkinlikler bunu aşamaz.")
    )
    step_free = models.BooleanField(_("Basamaksız giriş"), default=False)
    accessible_toilet = models.BooleanField(_("Erişilebilir tuvalet"), default=False)
    hearing_loop = models.BooleanField(_("İşitme döngüsü"), default=False)
    tactile_paving = models.BooleanField(_("Hissedilebilir yürüme yüzeyi"), default=False)
    accessible_parking = models.BooleanField(_("Erişilebilir otopark"), default=False)
    access_note = models.CharField(
        _("Ulaşım ve erişim notu"), max_length=300, blank=True, help_text=_("Durak, giriş kapısı, asansör.")
    )
    latitude = models.DecimalField(_("Enlem"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("Boylam"), max_digits=8, decimal_places=5, null=True, blank=True)
    name_fold = fold_column("name")
    name_sort = sort_column("name")

    class Meta:
        verbose_name = _("Etkinlik yeri")
        verbose_name_plural = _("Etkinlik yerleri")
        ordering = ["name_sort"]
        constraints = [
            models.CheckConstraint(
                name="etkinlikler_venue_holds_people",
                condition=Q(capacity__gt=0),
                violation_error_message=_("Kişi sayısı sıfırdan büyük olmalıdır."),
            ),
            models.CheckConstraint(
                name="etkinlikler_venue_point_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message=_("Enlem ile boylamı birlikte yazınız."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def access_features(self) -> list[str]:
        """What the place offers, as words; fields and words have one home here."""
        offered = [field for field in self._meta.concrete_fields if field.name in ACCESS_FEATURES]
        return [str(field.verbose_name) for field in offered if getattr(self, field.name)]


ACCESS_FEATURES = {"step_free", "accessible_toilet", "hearing_loop", "tactile_paving", "accessible_parking"}


class Hall(models.Model):
    """A room of a venue, where one session takes place at a time."""

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="halls", verbose_name=_("Yer"))
    name = models.CharField(_("Salon"), max_length=80)
    position = models.PositiveSmallIntegerField(_("Sıra"), default=0)

    class Meta:
        verbose_name = _("Salon")
        verbose_name_plural = _("Salonlar")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["venue", "name"], name="etkinlikler_hall_unique_name")]

    def __str__(self) -> str:
        return self.name
