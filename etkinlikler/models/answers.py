"""What people tell about themselves for one event, each with its own end: needs, and answers to its questions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from etkinlikler.models.events import Event
from etkinlikler.models.registrations import Attendee, Registration


class Need(models.Model):
    """An accessibility or care need. Health data (KVKK m.6): for the organiser's planning only, gone after it."""

    class Kind(models.TextChoices):
        SIGN_LANGUAGE = "sign_language", _("İşaret dili çevirisi")
        WHEELCHAIR = "wheelchair", _("Tekerlekli sandalye yeri")
        COMPANION = "companion", _("Refakatçi")
        LARGE_PRINT = "large_print", _("Büyük punto")
        CHILD_CARE = "child_care", _("Çocuk bakımı")
        DIET = "diet", _("Beslenme")

    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="needs", verbose_name=_("Katılımcı"))
    kind = models.CharField(_("İhtiyaç"), max_length=14, choices=Kind.choices)
    detail = models.CharField(_("Açıklama"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Erişilebilirlik ve bakım ihtiyacı")
        verbose_name_plural = _("Erişilebilirlik ve bakım ihtiyaçları")
        ordering = ["pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["attendee", "kind"], name="etkinlikler_need_once"),
            models.CheckConstraint(
                name="etkinlikler_need_kind_known",
                condition=Q(kind__in=["sign_language", "wheelchair", "companion", "large_print", "child_care", "diet"]),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Question(models.Model):
    """The organiser's own question, asked once per registration."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Kısa yanıt")
        CHOICE = "choice", _("Seçenekli")
        YES_NO = "yes_no", _("Evet / Hayır")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions", verbose_name=_("Etkinlik"))
    text = models.CharField(_("Soru"), max_length=200)
    hint = models.CharField(_("Açıklama"), max_length=200, blank=True)
    kind = models.CharField(_("Yanıt biçimi"), max_length=8, choices=Kind.choices, default=Kind.TEXT)
    choices = models.TextField(_("Seçenekler"), max_length=2_000, blank=True, help_text=_("Her satıra bir seçenek."))
    is_required = models.BooleanField(_("Zorunlu"), default=False)
    retention_days = models.PositiveSmallIntegerField(
        _("Saklama süresi (gün)"), default=90, help_text=_("Etkinlik bittikten sonra yanıtlar bu kadar gün saklanır.")
    )
    position = models.PositiveSmallIntegerField(_("Sıra"), default=0)

    class Meta:
        verbose_name = _("Kayıt sorusu")
        verbose_name_plural = _("Kayıt soruları")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="etkinlikler_question_kind_known", condition=Q(kind__in=["text", "choice", "yes_no"])
            ),
            models.CheckConstraint(
                name="etkinlikler_question_choice_has_choices",
                condition=~Q(kind="choice") | ~Q(choices=""),
                violation_error_message=_("Seçenekli sorunun seçeneklerini yazınız."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def options(self) -> list[str]:
        return [line.strip() for line in self.choices.splitlines() if line.strip()]


class Answer(models.Model):
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="answers", verbose_name=_("Kayıt")
    )
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers", verbose_name=_("Soru"))
    text = models.CharField(_("Yanıt"), max_length=500)

    class Meta:
        verbose_name = _("Yanıt")
        verbose_name_plural = _("Yanıtlar")
        ordering = ["question__position", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["registration", "question"], name="etkinlikler_answer_once"),
        ]

    def __str__(self) -> str:
        return self.text
