"""What becomes of the winners: steps, money, percentage, photos, delays."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from butce.models.proposals import Proposal
from butce.models.review import Department
from konsey.models import StoredPicture, User


class Implementation(models.Model):
    class State(models.TextChoices):
        PLANNED = "planned", _("Planlanıyor")
        TENDER = "tender", _("İhalede")
        BUILDING = "building", _("Yapılıyor")
        DELAYED = "delayed", _("Gecikti")
        FINISHED = "finished", _("Tamamlandı")

    proposal = models.OneToOneField(
        Proposal, on_delete=models.CASCADE, related_name="implementation", verbose_name=_("Proje")
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Sorumlu birim")
    )
    state = models.CharField(_("Durum"), max_length=10, choices=State.choices, default=State.PLANNED)
    percentage = models.PositiveSmallIntegerField(_("Tamamlanma (%)"), default=0)
    contract_amount = models.BigIntegerField(_("Sözleşme bedeli (kuruş)"), null=True, blank=True)
    contractor = models.CharField(_("Yüklenici"), max_length=160, blank=True)
    expected_on = models.DateField(_("Beklenen bitiş"), null=True, blank=True)
    finished_on = models.DateField(_("Bitiş"), null=True, blank=True)
    delay_reason = models.CharField(_("Gecikme nedeni"), max_length=300, blank=True)
    changed_at = models.DateTimeField(_("Son güncelleme"))
    # Up to which change followers have had a letter; one a day at most.
    told_at = models.DateTimeField(_("Takipçilere bildirilen"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("Uygulama")
        verbose_name_plural = _("Uygulama")
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(
                name="butce_implementation_state_known",
                condition=Q(state__in=["planned", "tender", "building", "delayed", "finished"]),
            ),
            models.CheckConstraint(
                name="butce_implementation_percentage_sane",
                condition=Q(percentage__lte=100),
                violation_error_message=_("Tamamlanma oranı en çok yüzde 100 olabilir."),
            ),
            models.CheckConstraint(
                name="butce_implementation_finished_complete",
                condition=~Q(state="finished") | Q(percentage=100, finished_on__isnull=False),
                violation_error_message=_("Tamamlanan projenin bitiş günü yazılır ve oranı yüzde 100 olur."),
            ),
            models.CheckConstraint(
                name="butce_implementation_delay_explained",
                condition=~Q(state="delayed") | ~Q(delay_reason=""),
                violation_error_message=_("Gecikmenin nedenini yazınız; sayfada görünür."),
            ),
            models.CheckConstraint(
                name="butce_implementation_contract_positive",
                condition=Q(contract_amount__isnull=True) | Q(contract_amount__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return str(self.proposal)


class ImplementationStep(models.Model):
    """One entry of the public diary of a project that is being built."""

    implementation = models.ForeignKey(Implementation, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("Adım"), max_length=120)
    text = models.TextField(_("Açıklama"), max_length=2_000, blank=True)
    planned_on = models.DateField(_("Planlanan gün"), null=True, blank=True)
    done_on = models.DateField(_("Yapıldığı gün"), null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        verbose_name = _("Uygulama adımı")
        verbose_name_plural = _("Uygulama adımları")
        ordering = ["done_on", "planned_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="butce_implementationstep_has_day",
                condition=Q(planned_on__isnull=False) | Q(done_on__isnull=False),
                violation_error_message=_("Planlanan ya da yapılan günü yazınız."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StepPhoto(StoredPicture):
    step = models.ForeignKey(
        ImplementationStep, on_delete=models.CASCADE, related_name="photos", verbose_name=_("Adım")
    )

    class Meta:
        verbose_name = _("Uygulama fotoğrafı")
        verbose_name_plural = _("Uygulama fotoğrafları")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="butce_stepphoto_says_what_it_shows", condition=~Q(alt=""))]
