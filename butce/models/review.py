"""The review in the open: departments, what each of them answered, and objections."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from butce.models.proposals import Proposal
from konsey.models import User
from konsey.textfields import fold_column, sort_column


class Department(models.Model):
    """A unit of the municipality that says what a project costs and whether it can be built."""

    name = models.CharField(_("Birim"), max_length=120, unique=True)
    slug = models.SlugField(_("Adres"), max_length=140, unique=True)
    email = models.EmailField(_("E-posta"), blank=True)
    reviewers = models.ManyToManyField(User, blank=True, related_name="departments", verbose_name=_("Değerlendirenler"))
    name_fold = fold_column("name")
    name_sort = sort_column("name")

    class Meta:
        verbose_name = _("Birim")
        verbose_name_plural = _("Birimler")
        ordering = ["name_sort"]

    def __str__(self) -> str:
        return self.name


class Assessment(models.Model):
    """One question to one department and its answer. Nothing of it is public before the coordinator has decided."""

    class State(models.TextChoices):
        ASKED = "asked", _("Yanıt bekleniyor")
        ANSWERED = "answered", _("Yanıtlandı")
        RETURNED = "returned", _("Eksik bilgiyle geri çevrildi")
        FORWARDED = "forwarded", _("Başka birime iletildi")
        CANCELLED = "cancelled", _("Geri alındı")

    class Feasibility(models.TextChoices):
        YES = "yes", _("Yapılabilir")
        CONDITIONAL = "conditional", _("Koşullu yapılabilir")
        NO = "no", _("Yapılamaz")

    class Ownership(models.TextChoices):
        MUNICIPAL = "municipal", _("Belediye mülkiyetinde")
        OTHER_PUBLIC = "other_public", _("Başka bir kamu kurumunun")
        PRIVATE = "private", _("Özel mülkiyet")
        NOT_NEEDED = "not_needed", _("Taşınmaz gerekmiyor")
        UNKNOWN = "unknown", _("Araştırılıyor")

    proposal = models.ForeignKey(
        Proposal, on_delete=models.CASCADE, related_name="assessments", verbose_name=_("Öneri")
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("Birim")
    )
    forwarded_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="forwarded_to", editable=False
    )
    question = models.CharField(_("Soru"), max_length=1_000, blank=True)
    state = models.CharField(_("Durum"), max_length=10, choices=State.choices, default=State.ASKED)
    due_on = models.DateField(_("Son gün"))
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Soran"))
    asked_at = models.DateTimeField(_("Sorulma"))
    feasibility = models.CharField(_("Yapılabilirlik"), max_length=12, choices=Feasibility.choices, blank=True)
    ownership = models.CharField(_("Mülkiyet"), max_length=14, choices=Ownership.choices, blank=True)
    cost = models.BigIntegerField(_("Bedel (kuruş)"), null=True, blank=True)
    running_cost = models.BigIntegerField(_("Yıllık işletme gideri (kuruş)"), null=True, blank=True)
    reason = models.CharField(_("Gerekçe kodu"), max_length=14, choices=Proposal.Reason.choices, blank=True)
    sentence = models.CharField(_("Herkesin okuyacağı açıklama"), max_length=500, blank=True)
    note = models.TextField(_("İç not"), max_length=2_000, blank=True)
    has_conflict_of_interest = models.BooleanField(_("Değerlendirenin çıkar ilişkisi var"), default=False)
    conflict_text = models.CharField(_("İlişkinin açıklaması"), max_length=300, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("Yanıt"), null=True, blank=True)
    # Set when the coordinator has decided: from then on the answer is part of the public page.
    published_at = models.DateTimeField(_("Yayımlanma"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("Birim görüşü")
        verbose_name_plural = _("Birim görüşleri")
        default_permissions = ("view",)
        permissions = [("answer_assessment", _("Birimi adına görüş yazabilir"))]
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="butce_assessment_one_open", fields=["proposal", "department"], condition=Q(state="asked")
            ),
            models.CheckConstraint(
                name="butce_assessment_state_known",
                condition=Q(state__in=["asked", "answered", "returned", "forwarded", "cancelled"]),
            ),
            models.CheckConstraint(
                name="butce_assessment_answer_complete",
                condition=~Q(state="answered")
                | (Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(feasibility="") & ~Q(sentence="")),
            ),
            models.CheckConstraint(
                name="butce_assessment_no_needs_reason", condition=~Q(feasibility="no") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="butce_assessment_conflict_explained",
                condition=Q(has_conflict_of_interest=False) | ~Q(conflict_text=""),
                violation_error_message=_("Çıkar ilişkisini bir cümleyle açıklayınız; sayfada görünür."),
            ),
            models.CheckConstraint(
                name="butce_assessment_money_not_negative",
                condition=(Q(cost__isnull=True) | Q(cost__gt=0))
                & (Q(running_cost__isnull=True) | Q(running_cost__gte=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department}: {self.proposal}"


class Objection(models.Model):
    """The author disagrees with a refusal, within the time limit."""

    class State(models.TextChoices):
        OPEN = "open", _("Yanıt bekliyor")
        ACCEPTED = "accepted", _("Kabul edildi")
        REJECTED = "rejected", _("Reddedildi")

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="objections", verbose_name=_("Öneri"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("İtiraz eden"))
    text = models.TextField(_("İtiraz"), max_length=3_000)
    submitted_at = models.DateTimeField(_("İtiraz zamanı"))
    state = models.CharField(_("Durum"), max_length=8, choices=State.choices, default=State.OPEN)
    answer = models.CharField(_("Karar gerekçesi"), max_length=1_000, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("Karar"), null=True, blank=True)

    class Meta:
        verbose_name = _("İtiraz")
        verbose_name_plural = _("İtirazlar")
        ordering = ["submitted_at", "pk"]
        default_permissions = ("view",)
        permissions = [("decide_objection", _("İtirazı karara bağlayabilir"))]
        constraints = [
            models.UniqueConstraint(name="butce_objection_one_open", fields=["proposal"], condition=Q(state="open")),
            models.CheckConstraint(
                name="butce_objection_state_complete",
                condition=Q(state="open", decided_at=None, decided_by=None, answer="")
                | (Q(state__in=["accepted", "rejected"], decided_at__isnull=False) & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="butce_objection_decided_later",
                condition=Q(decided_at__isnull=True) | Q(decided_at__gte=F("submitted_at")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.proposal)
