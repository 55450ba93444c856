"""The count, who certified it, and what went wrong or was corrected after the rules were frozen."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from butce.models.cycles import Cycle, Envelope
from butce.models.proposals import Proposal
from konsey.models import User


class CountQuerySet(models.QuerySet["Count"]):
    def public(self) -> "CountQuerySet":
        """Certified by two people; nothing before that is shown to anybody but the budget desk's count screen."""
        return self.filter(certified_at__isnull=False)


class Count(models.Model):
    """One count of a sealed box. A later version replaces an earlier one; both stay."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="counts", verbose_name=_("Dönem"))
    version = models.PositiveSmallIntegerField(_("Sürüm"), default=1)
    rule_version = models.CharField(_("Kural sürümü"), max_length=20)
    rule = models.CharField(_("Sayım kuralı"), max_length=16, choices=Cycle.Rule.choices)
    completion = models.CharField(_("Artan para"), max_length=6, choices=Cycle.Completion.choices)
    tie_seed = models.CharField(_("Kura tohumu"), max_length=120)
    inputs_sha256 = models.CharField(_("Girdilerin özeti (SHA-256)"), max_length=64)
    result_sha256 = models.CharField(_("Sonucun özeti (SHA-256)"), max_length=64)
    counted_at = models.DateTimeField(_("Sayım"))
    counted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Sayan"))
    certified_at = models.DateTimeField(_("Kesinleşme"), null=True, blank=True, editable=False)
    # When authors and followers had their letters; they are queued after certifying, in the background.
    told_at = models.DateTimeField(_("Duyurulma"), null=True, blank=True, editable=False)

    objects = CountQuerySet.as_manager()

    class Meta:
        verbose_name = _("Sayım")
        verbose_name_plural = _("Sayımlar")
        ordering = ["-version"]
        default_permissions = ("view",)
        permissions = [("count_votes", _("Sandığı mühürleyip sayabilir")), ("certify_count", _("Sonucu onaylayabilir"))]
        constraints = [models.UniqueConstraint(name="butce_count_version_once", fields=["cycle", "version"])]

    def __str__(self) -> str:
        return f"{self.cycle} ({self.version})"


class CountRequest(models.Model):
    """Somebody asked for a count; the background work takes it from here and writes how far it is."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="count_requests", verbose_name=_("Dönem"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("İsteyen"))
    asked_at = models.DateTimeField(_("İstek"))
    started_at = models.DateTimeField(_("Başlangıç"), null=True)
    finished_at = models.DateTimeField(_("Bitiş"), null=True)
    done = models.PositiveSmallIntegerField(_("Sayılan pay"), default=0)
    total = models.PositiveSmallIntegerField(_("Bütün paylar"), default=0)
    refusal = models.CharField(_("Neden sayılamadı"), max_length=500, blank=True)
    count = models.ForeignKey(Count, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("Sayım"))

    class Meta:
        verbose_name = _("Sayım isteği")
        verbose_name_plural = _("Sayım istekleri")
        ordering = ["-asked_at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                name="butce_countrequest_one_open", fields=["cycle"], condition=Q(finished_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return str(self.cycle)


class EnvelopeResult(models.Model):
    """The outcome of one envelope: numbers, rounds and explanations as JSON, and the published ballot file."""

    count = models.ForeignKey(Count, on_delete=models.CASCADE, related_name="results")
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="results")
    rule = models.CharField(max_length=16, choices=Cycle.Rule.choices)
    completion = models.CharField(max_length=6, choices=Cycle.Completion.choices)
    voters = models.PositiveIntegerField(_("Oy kullanan"))
    ballots = models.PositiveIntegerField(_("Geçerli pusula"))
    spent = models.BigIntegerField(_("Dağıtılan (kuruş)"))
    outcome = models.JSONField(default=dict)  # share, runs, rounds, distribution, the other rule's winners
    turnout = models.JSONField(default=dict)  # area → voters
    ballots_published = models.BooleanField(_("Pusulalar yayımlandı"), default=True)
    file_sha256 = models.CharField(_("Dosya özeti (SHA-256)"), max_length=64, blank=True)
    file = models.BinaryField(_("Pabulib dosyası (gzip)"), null=True, editable=False)
    result_sha256 = models.CharField(_("Sonuç özeti (SHA-256)"), max_length=64)

    class Meta:
        verbose_name = _("Pay sonucu")
        verbose_name_plural = _("Pay sonuçları")
        ordering = ["envelope__position", "pk"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(name="butce_enveloperesult_once", fields=["count", "envelope"])]

    def __str__(self) -> str:
        return str(self.envelope)


class ProjectResult(models.Model):
    """Why one project won or lost, with its numbers."""

    result = models.ForeignKey(EnvelopeResult, on_delete=models.CASCADE, related_name="projects")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="results")
    votes = models.PositiveIntegerField(_("Oy"))
    score = models.PositiveBigIntegerField(_("Puan"))
    is_winner = models.BooleanField(_("Kazandı"))
    place = models.PositiveSmallIntegerField(_("Seçilme sırası"), null=True)
    explanation = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("Proje sonucu")
        verbose_name_plural = _("Proje sonuçları")
        ordering = [F("place").asc(nulls_last=True), "-score", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(name="butce_projectresult_once", fields=["result", "proposal"]),
            models.CheckConstraint(
                name="butce_projectresult_winner_has_place",
                condition=Q(is_winner=True, place__isnull=False) | Q(is_winner=False, place__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.proposal)


class Certificate(models.Model):
    """One person's signature below a count. Two make it public."""

    count = models.ForeignKey(Count, on_delete=models.CASCADE, related_name="certificates")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Onaylayan"))
    at = models.DateTimeField(_("Onay"))
    result_sha256 = models.CharField(_("Onaylanan özet"), max_length=64)

    class Meta:
        verbose_name = _("Sayım onayı")
        verbose_name_plural = _("Sayım onayları")
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(name="butce_certificate_once", fields=["count", "by"])]

    def __str__(self) -> str:
        return str(self.count)


class Erratum(models.Model):
    """A public, numbered correction after the rules were frozen. Voters see it above the ballot."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="errata", verbose_name=_("Dönem"))
    version = models.PositiveSmallIntegerField(_("Düzeltme numarası"), editable=False)
    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="errata", verbose_name=_("Proje")
    )
    text = models.TextField(_("Düzeltme"), max_length=2_000)
    before = models.JSONField(_("Önce"), default=dict, editable=False)
    after = models.JSONField(_("Sonra"), default=dict, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(_("Yayımlanma"), editable=False)

    class Meta:
        verbose_name = _("Düzeltme")
        verbose_name_plural = _("Düzeltmeler")
        ordering = ["-version"]
        default_permissions = ("view", "add")
        constraints = [
            models.UniqueConstraint(name="butce_erratum_version_once", fields=["cycle", "version"]),
            models.CheckConstraint(name="butce_erratum_has_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} {self.version}"


class Incident(models.Model):
    """The portal could not be used during the vote; the lost minutes become a proposal to extend."""

    class Decision(models.TextChoices):
        OPEN = "open", _("Karar bekliyor")
        EXTENDED = "extended", _("Süre uzatıldı")
        NOT_EXTENDED = "not_extended", _("Uzatılmadı")

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="incidents", verbose_name=_("Dönem"))
    started_at = models.DateTimeField(_("Kesintinin başlangıcı"))
    ended_at = models.DateTimeField(_("Kesintinin bitişi"))
    text = models.CharField(_("Ne oldu"), max_length=500)
    decision = models.CharField(
        _("Karar"), max_length=12, choices=Decision.choices, default=Decision.OPEN, editable=False
    )
    decision_text = models.CharField(_("Karar gerekçesi"), max_length=500, blank=True, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    decided_at = models.DateTimeField(_("Karar zamanı"), null=True, editable=False)

    class Meta:
        verbose_name = _("Kesinti")
        verbose_name_plural = _("Kesintiler")
        permissions = [("decide_incident", _("Kesintiyi karara bağlayabilir"))]
        ordering = ["-started_at"]
        default_permissions = ("view", "add")
        constraints = [
            models.CheckConstraint(
                name="butce_incident_ends_after_start",
                condition=Q(ended_at__gt=F("started_at")),
                violation_error_message=_("Kesinti başlangıcından sonra bitmelidir."),
            ),
            models.CheckConstraint(
                name="butce_incident_decision_complete",
                condition=Q(decision="open", decided_at=None, decided_by=None)
                | Q(decision__in=["extended", "not_extended"], decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def minutes(self) -> int:
        """Lost minutes, rounded up."""
        return -(-int((self.ended_at - self.started_at).total_seconds()) // 60)
