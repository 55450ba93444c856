"""What remains of an event: outcomes for the city, certificates for the people, the survey for the organiser."""

import uuid

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from etkinlikler.models.events import Event
from etkinlikler.models.registrations import Attendee
from konsey import uploads
from konsey.models import StoredPicture


def private_storage() -> Storage:
    """Files leave through a view, so that an outcome that is not published yet cannot be guessed at."""
    return storages["private"]


def outcome_name(instance: "Outcome", filename: str) -> str:
    return uploads.random_name("sonuclar", filename.rpartition(".")[2])


class Outcome(models.Model):
    class Kind(models.TextChoices):
        DECLARATION = "declaration", _("Sonuç bildirgesi")
        ROAD_MAP = "road_map", _("Yol haritası")
        MINUTES = "minutes", _("Tutanak")
        PRESENTATION = "presentation", _("Sunum")
        RECORDING = "recording", _("Kayıt")
        OTHER = "other", _("Diğer")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="outcomes", verbose_name=_("Etkinlik"))
    kind = models.CharField(_("Tür"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("Başlık"), max_length=150)
    body = models.TextField(_("Metin"), max_length=20_000, blank=True, help_text=_("Markdown ile yazılabilir."))
    file = models.FileField(_("Dosya"), storage=private_storage, upload_to=outcome_name, max_length=120, blank=True)
    file_size = models.PositiveIntegerField(_("Dosya boyutu"), default=0, editable=False)
    link = models.URLField(_("Adres"), max_length=300, blank=True, help_text=_("Kayıtlar için."))
    published_at = models.DateTimeField(
        _("Yayın zamanı"), null=True, blank=True, help_text=_("Boşsa taslaktır, sayfada görünmez.")
    )
    position = models.PositiveSmallIntegerField(_("Sıra"), default=0)

    class Meta:
        verbose_name = _("Çıktı")
        verbose_name_plural = _("Çıktılar")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="etkinlikler_outcome_kind_known",
                condition=Q(kind__in=["declaration", "road_map", "minutes", "presentation", "recording", "other"]),
            ),
            models.CheckConstraint(
                name="etkinlikler_outcome_not_empty",
                condition=~Q(body="") | ~Q(file="") | ~Q(link=""),
                violation_error_message=_("Metin, dosya ya da adresten en az birini veriniz."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class OutcomePhoto(StoredPicture):
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="photos", verbose_name=_("Etkinlik"))
    credit = models.CharField(_("Kaynak"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("Sıra"), default=0)

    class Meta:
        verbose_name = _("Fotoğraf")
        verbose_name_plural = _("Fotoğraflar")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(name="etkinlikler_outcomephoto_says_what_it_shows", condition=~Q(alt="")),
        ]


class Certificate(models.Model):
    """Proof that somebody was let in. Whoever holds the paper can look its number up; nobody can guess one."""

    attendee = models.OneToOneField(
        Attendee, on_delete=models.CASCADE, related_name="certificate", verbose_name=_("Katılımcı")
    )
    number = models.CharField(_("Belge numarası"), max_length=20, unique=True)
    issued_at = models.DateTimeField(_("Düzenlenme"))
    revoked_at = models.DateTimeField(_("Geçersiz kılındı"), null=True, blank=True)

    class Meta:
        verbose_name = _("Katılım belgesi")
        verbose_name_plural = _("Katılım belgeleri")
        ordering = ["-issued_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.number


class SurveyQuestion(models.Model):
    class Kind(models.TextChoices):
        RATING = "rating", _("1–5 puan")
        TEXT = "text", _("Yazılı yanıt")
        YES_NO = "yes_no", _("Evet / Hayır")

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="survey_questions", verbose_name=_("Etkinlik")
    )
    text = models.CharField(_("Soru"), max_length=200)
    kind = models.CharField(_("Yanıt biçimi"), max_length=8, choices=Kind.choices, default=Kind.RATING)
    position = models.PositiveSmallIntegerField(_("Sıra"), default=0)

    class Meta:
        verbose_name = _("Anket sorusu")
        verbose_name_plural = _("Anket soruları")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="etkinlikler_surveyquestion_kind_known", condition=Q(kind__in=["rating", "text", "yes_no"])
            ),
        ]

    def __str__(self) -> str:
        return self.text


class SurveyAnswer(models.Model):
    """One answer to one question. It names no person, no sheet and no time: answers of one sheet cannot be joined."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(
        SurveyQuestion, on_delete=models.CASCADE, related_name="answers", verbose_name=_("Soru")
    )
    rating = models.PositiveSmallIntegerField(_("Puan"), null=True, blank=True)
    text = models.CharField(_("Yanıt"), max_length=1_000, blank=True)

    class Meta:
        verbose_name = _("Anket yanıtı")
        verbose_name_plural = _("Anket yanıtları")
        ordering = ["pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="etkinlikler_surveyanswer_rating_in_scale",
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5),
            ),
            models.CheckConstraint(
                name="etkinlikler_surveyanswer_not_empty", condition=Q(rating__isnull=False) | ~Q(text="")
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.rating)
