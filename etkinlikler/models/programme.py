"""The programme: sessions in halls, and who speaks in them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from etkinlikler.models.events import Event
from etkinlikler.models.venues import Hall
from konsey.models import StoredPicture
from konsey.ranges import moments, same
from konsey.textfields import fold_column, sort_column


class Speaker(models.Model):
    """Somebody who speaks in public; shown with what they agreed to show."""

    name = models.CharField(_("Ad soyad"), max_length=120)
    title = models.CharField(_("Unvan"), max_length=120, blank=True)
    institution = models.CharField(_("Kurum"), max_length=200, blank=True)
    biography = models.TextField(_("Özgeçmiş"), max_length=3_000, blank=True)
    name_fold = fold_column("name")
    name_sort = sort_column("name")

    class Meta:
        verbose_name = _("Konuşmacı")
        verbose_name_plural = _("Konuşmacılar")
        ordering = ["name_sort", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "institution"],
                name="etkinlikler_speaker_once",
                violation_error_message=_("Bu kurumdan aynı adla kayıtlı bir konuşmacı var."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def standing(self) -> str:
        """Title and institution in one line."""
        return ", ".join(part for part in (self.title, self.institution) if part)


class SpeakerPicture(StoredPicture):
    speaker = models.OneToOneField(
        Speaker, on_delete=models.CASCADE, related_name="picture", verbose_name=_("Konuşmacı")
    )

    class Meta:
        verbose_name = _("Konuşmacı fotoğrafı")
        verbose_name_plural = _("Konuşmacı fotoğrafları")
        constraints = [
            models.CheckConstraint(name="etkinlikler_speakerpicture_says_what_it_shows", condition=~Q(alt="")),
        ]


class Session(models.Model):
    """A part of the programme. In one hall two sessions of events that take place never overlap."""

    class Kind(models.TextChoices):
        OPENING = "opening", _("Açılış")
        TALK = "talk", _("Konuşma")
        PANEL = "panel", _("Oturum")
        WORKSHOP = "workshop", _("Atölye")
        FORUM = "forum", _("Forum")
        BREAK = "break", _("Ara")
        CLOSING = "closing", _("Kapanış")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions", verbose_name=_("Etkinlik"))
    hall = models.ForeignKey(
        Hall, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("Salon")
    )
    kind = models.CharField(_("Tür"), max_length=10, choices=Kind.choices, default=Kind.PANEL)
    title = models.CharField(_("Başlık"), max_length=200)
    description = models.TextField(_("Açıklama"), max_length=3_000, blank=True)
    starts_at = models.DateTimeField(_("Başlangıç"))
    ends_at = models.DateTimeField(_("Bitiş"))
    # The hall is free again when the event does not take place; kept in step by `etkinlikler.services.events`.
    takes_place = models.BooleanField(default=True, editable=False)

    class Meta:
        verbose_name = _("Oturum")
        verbose_name_plural = _("Programdaki oturumlar")
        ordering = ["starts_at", "hall__position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="etkinlikler_session_times_in_order",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("Oturumun bitişi, başlangıcından sonra olmalıdır."),
            ),
            models.CheckConstraint(
                name="etkinlikler_session_kind_known",
                condition=Q(kind__in=["opening", "talk", "panel", "workshop", "forum", "break", "closing"]),
            ),
            ExclusionConstraint(
                name="etkinlikler_session_hall_free",
                violation_error_message=_("Bu salonda aynı saatte başka bir oturum var."),
                expressions=[same("hall"), moments("starts_at", "ends_at")],
                condition=Q(hall__isnull=False, takes_place=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SessionSpeaker(models.Model):
    class Role(models.TextChoices):
        SPEAKER = "speaker", _("Konuşmacı")
        MODERATOR = "moderator", _("Kolaylaştırıcı")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="appearances", verbose_name=_("Oturum"))
    speaker = models.ForeignKey(
        Speaker, on_delete=models.PROTECT, related_name="appearances", verbose_name=_("Konuşmacı")
    )
    role = models.CharField(_("Görev"), max_length=10, choices=Role.choices, default=Role.SPEAKER)
    position = models.PositiveSmallIntegerField(_("Sıra"), default=0)

    class Meta:
        verbose_name = _("Oturumdaki konuşmacı")
        verbose_name_plural = _("Oturumdaki konuşmacılar")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "speaker"],
                name="etkinlikler_sessionspeaker_once",
                violation_error_message=_("Bu kişi oturumda zaten var."),
            ),
            models.CheckConstraint(
                name="etkinlikler_sessionspeaker_role_known", condition=Q(role__in=["speaker", "moderator"])
            ),
        ]

    def __str__(self) -> str:
        return str(self.speaker)
