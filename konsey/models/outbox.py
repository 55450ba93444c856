"""Letters that are waiting, on their way, sent or given up: the outbox, and the line they leave by."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from konsey.textfields import fold_column

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


IN_LINE = Q(state__in=["queued", "sending"])
IN_TROUBLE = Q(state__in=["failed", "unsure"])


def about_key(obj: models.Model) -> str:
    return f"{obj._meta.label_lower}:{obj.pk}"


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def ready(self, now: datetime) -> "OutboxQuerySet":
        """Letters a sender may take now: due, and not held by another sender."""
        return self.filter(state="queued", due_at__lte=now).filter(Q(claimed_until=None) | Q(claimed_until__lt=now))

    def about(self, obj: models.Model) -> "OutboxQuerySet":
        """The letters that were queued with this record as ``about``."""
        return self.filter(about=about_key(obj))

    def left_behind(self, now: datetime) -> "OutboxQuerySet":
        """Letters whose sender died between handing the letter over and noting the answer."""
        return self.filter(state="sending", claimed_until__lt=now)


class OutboxMessage(models.Model):
    """One rendered letter. ``key`` (letter + occasion) makes queuing it twice impossible."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Sırada")
        SENDING = "sending", _("Gönderiliyor")
        SENT = "sent", _("Gönderildi")
        FAILED = "failed", _("Gönderilemedi")
        UNSURE = "unsure", _("Belirsiz")
        DROPPED = "dropped", _("Gönderilmedi")

    class Delivery(models.TextChoices):
        AT_LEAST_ONCE = "at_least_once", _("En az bir kez")
        AT_MOST_ONCE = "at_most_once", _("En çok bir kez")

    class Priority(models.IntegerChoices):
        """A newsletter of thousands must not hold up a sign-in code."""

        CODE = 0, _("Kod")
        PERSONAL = 1, _("Kişiye özel")
        LIST = 2, _("Duyuru")

    RESENDABLE = frozenset({State.FAILED, State.UNSURE, State.SENT})
    DROPPABLE = frozenset({State.QUEUED, State.FAILED, State.UNSURE})

    audit_personal = frozenset({"subject", "text", "last_error"})

    key = models.CharField(_("Anahtar"), max_length=200, unique=True)
    letter = models.CharField(_("Mektup"), max_length=80)
    to = models.EmailField(_("Alıcı"), max_length=254)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("Kişi"),
    )
    subject = models.CharField(_("Konu"), max_length=250)
    subject_fold = fold_column("subject")
    text = models.TextField(_("Metin"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    list_kind = models.CharField(_("Duyuru türü"), max_length=20, blank=True)
    # What the letter is about, as "app.model:key" (`about`): a room counts the letters of its record by it.
    about = models.CharField(max_length=60, blank=True, editable=False)
    delivery = models.CharField(_("Teslim"), max_length=20, choices=Delivery.choices, default=Delivery.AT_LEAST_ONCE)
    secret = models.BooleanField(
        _("Gizli içerik"), default=False, help_text=_("Kod ya da kişisel bağlantı içerir; metni gönderilince silinir.")
    )
    priority = models.PositiveSmallIntegerField(_("Öncelik"), choices=Priority.choices, default=Priority.PERSONAL)
    state = models.CharField(_("Durum"), max_length=10, choices=State.choices, default=State.QUEUED)
    due_at = models.DateTimeField(_("Planlanan zaman"), default=timezone.now)
    expires_at = models.DateTimeField(_("Geçerlilik sonu"), null=True, blank=True)
    claim = models.CharField(_("Gönderici"), max_length=32, blank=True, editable=False)
    claimed_until = models.DateTimeField(_("Ayrıldığı süre"), null=True, blank=True, editable=False)
    attempted_at = models.DateTimeField(_("Son deneme zamanı"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("Deneme sayısı"), default=0)
    lost_answers = models.PositiveSmallIntegerField(_("Yanıtsız kalan deneme sayısı"), default=0)
    resends = models.PositiveSmallIntegerField(_("Yeniden gönderim sayısı"), default=0)
    last_error = models.CharField(_("Son hata"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("Oluşturma zamanı"), default=timezone.now)
    sent_at = models.DateTimeField(_("Gönderilme zamanı"), null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    if TYPE_CHECKING:
        attachments: "RelatedManager[OutboxAttachment]"

    class Meta:
        verbose_name = _("Mektup")
        verbose_name_plural = _("Giden mektuplar")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("resend_outboxmessage", _("Mektupları yeniden gönderebilir"))]
        indexes = [
            models.Index(
                fields=["priority", "due_at"], name="konsey_outbox_due", condition=Q(state__in=["queued", "sending"])
            ),
            models.Index(
                fields=["attempted_at"], name="konsey_outbox_attempted", condition=Q(attempted_at__isnull=False)
            ),
            models.Index(fields=["-created_at"], name="konsey_outbox_created"),
            models.Index(fields=["state"], name="konsey_outbox_trouble", condition=IN_TROUBLE),
            models.Index(fields=["about", "state"], name="konsey_outbox_about", condition=~Q(about="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="konsey_outbox_state_known",
                condition=Q(state__in=["queued", "sending", "sent", "failed", "unsure", "dropped"]),
            ),
            models.CheckConstraint(
                name="konsey_outbox_delivery_known", condition=Q(delivery__in=["at_least_once", "at_most_once"])
            ),
            models.CheckConstraint(name="konsey_outbox_priority_known", condition=Q(priority__in=[0, 1, 2])),
            models.CheckConstraint(
                name="konsey_outbox_sent_has_time",
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="konsey_outbox_claim_has_end",
                condition=Q(claim="", claimed_until__isnull=True) | (~Q(claim="") & Q(claimed_until__isnull=False)),
            ),
            models.CheckConstraint(
                name="konsey_outbox_sending_is_claimed", condition=~Q(state="sending") | ~Q(claim="")
            ),
        ]

    def __str__(self) -> str:
        return self.topic

    @property
    def topic(self) -> str:
        """The subject as lists show it, without the council's name that every letter begins with."""
        return self.subject.removeprefix(settings.MAIL_SUBJECT_PREFIX)

    @property
    def audit_label(self) -> str:
        """The audit names no recipient and no subject."""
        return f"{self.letter} {self.pk}"

    @property
    def is_erased(self) -> bool:
        """Whether the body was removed (secret letters after sending)."""
        return not self.text


class OutboxAttachment(models.Model):
    """A small file of a letter (a calendar entry, a certificate)."""

    message = models.ForeignKey(
        OutboxMessage, on_delete=models.CASCADE, related_name="attachments", verbose_name=_("Mektup")
    )
    name = models.CharField(_("Dosya adı"), max_length=100)
    content_type = models.CharField(_("İçerik türü"), max_length=100)
    content = models.BinaryField(_("İçerik"))

    class Meta:
        verbose_name = _("Mektup eki")
        verbose_name_plural = _("Mektup ekleri")
        ordering = ["pk"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["message", "name"], name="konsey_outboxattachment_name_once")]

    def __str__(self) -> str:
        return self.name


class OutboxLine(models.Model):
    """The one line to the mail server: paused while the server or its account is in trouble, not the letters' fault."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    paused_until = models.DateTimeField(_("Duraklatma sonu"), null=True, blank=True)
    reason = models.CharField(_("Neden"), max_length=300, blank=True)
    failures = models.PositiveIntegerField(_("Art arda hata"), default=0)
    changed_at = models.DateTimeField(_("Değişme"), default=timezone.now)

    class Meta:
        verbose_name = _("E-posta hattı")
        verbose_name_plural = _("E-posta hattı")
        default_permissions = ("view",)
        permissions = [("run_outboxline", _("E-posta hattını yönetebilir"))]
        constraints = [models.CheckConstraint(name="konsey_outboxline_only_one", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
