"""The door: who was let in, when, by whom, from which device."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from etkinlikler.models.registrations import Attendee


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def counting(self) -> "CheckInQuerySet":
        """One for each person who is inside."""
        return self.filter(counts=True, undone_at__isnull=True)


class CheckIn(models.Model):
    """One scan at the door. The first one counts; later ones are kept to be shown, not to count."""

    class Source(models.TextChoices):
        CODE = "code", _("Karekod")
        LIST = "list", _("Liste")
        OFFLINE = "offline", _("Çevrimdışı liste")
        WALK_IN = "walk_in", _("Kapıda kayıt")

    attendee = models.ForeignKey(
        Attendee, on_delete=models.CASCADE, related_name="checkins", verbose_name=_("Katılımcı")
    )
    at = models.DateTimeField(_("Giriş zamanı"), help_text=_("Çevrimdışı girişlerde telefonun saati."))
    received_at = models.DateTimeField(_("Kayda geçtiği zaman"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("Kapı görevlisi")
    )
    source = models.CharField(_("Yol"), max_length=8, choices=Source.choices)
    # Made by the phone: what is sent twice is stored once.
    client_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    counts = models.BooleanField(_("Sayılır"), default=True, help_text=_("Aynı kişinin ilk girişi."))
    undone_at = models.DateTimeField(_("Geri alındı"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("Giriş")
        verbose_name_plural = _("Girişler")
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["attendee"],
                condition=Q(counts=True, undone_at__isnull=True),
                name="etkinlikler_checkin_counts_once",
            ),
            models.CheckConstraint(
                name="etkinlikler_checkin_source_known",
                condition=Q(source__in=["code", "list", "offline", "walk_in"]),
            ),
            models.CheckConstraint(
                name="etkinlikler_checkin_undone_by_somebody",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.pk}"
