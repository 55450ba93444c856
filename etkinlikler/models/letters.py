"""What goes out to the people of an event beside the answers to their own acts: reminders and messages."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from etkinlikler.models.events import Event
from konsey.models import User


class EventReminder(models.Model):
    """A reminder so many days before the event. Its due time follows the event, so a moved event moves it.

    ``handled_for`` is the start it was sent (or missed) for: when the event moves to another day it is due anew.
    """

    class Outcome(models.TextChoices):
        SENT = "sent", _("Gönderildi")
        LATE = "late", _("Gecikmeyle gönderildi")
        MISSED = "missed", _("Kaçırıldı, gönderilmedi")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="reminders", verbose_name=_("Etkinlik"))
    days_before = models.PositiveSmallIntegerField(_("Kaç gün önce"))
    handled_for = models.DateTimeField(_("Hangi başlangıç için"), null=True, blank=True, editable=False)
    handled_at = models.DateTimeField(_("İşlendi"), null=True, blank=True, editable=False)
    outcome = models.CharField(_("Sonuç"), max_length=6, choices=Outcome.choices, blank=True, editable=False)
    letters = models.PositiveIntegerField(_("Mektup sayısı"), default=0, editable=False)

    class Meta:
        verbose_name = _("Hatırlatma")
        verbose_name_plural = _("Hatırlatmalar")
        ordering = ["-days_before"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "days_before"],
                name="etkinlikler_eventreminder_once",
                violation_error_message=_("Bu gün için bir hatırlatma var."),
            ),
            models.CheckConstraint(
                name="etkinlikler_eventreminder_in_reach",
                condition=Q(days_before__gte=1, days_before__lte=60),
                violation_error_message=_("Hatırlatma 1 ile 60 gün önce gönderilebilir."),
            ),
            models.CheckConstraint(
                name="etkinlikler_eventreminder_outcome_whole",
                condition=Q(outcome="", handled_for__isnull=True, handled_at__isnull=True)
                | Q(outcome__in=["sent", "late", "missed"], handled_for__isnull=False, handled_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(_("%(days)d gün önce") % {"days": self.days_before})


class EventMessage(models.Model):
    """A message of the organiser to all registered, waiting or attended; previewed and counted before it leaves."""

    class Audience(models.TextChoices):
        REGISTERED = "registered", _("Kayıtlılar")
        WAITING = "waiting", _("Bekleme listesindekiler")
        ATTENDED = "attended", _("Katılanlar")
        DELEGATIONS = "delegations", _("Heyet başkanları")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="messages", verbose_name=_("Etkinlik"))
    audience = models.CharField(_("Kime"), max_length=12, choices=Audience.choices)
    subject = models.CharField(_("Konu"), max_length=150)
    body = models.TextField(_("İleti"), max_length=5_000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Gönderen"))
    sent_at = models.DateTimeField(_("Gönderim"))
    letters = models.PositiveIntegerField(_("Mektup sayısı"))
    # Made by the form: pressed twice it is one message.
    form_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = _("İleti")
        verbose_name_plural = _("İletiler")
        ordering = ["-sent_at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="etkinlikler_eventmessage_audience_known",
                condition=Q(audience__in=["registered", "waiting", "attended", "delegations"]),
            )
        ]

    def __str__(self) -> str:
        return self.subject
