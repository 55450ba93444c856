"""Organisations of the city, federations' members, and the people who may speak for an organisation."""

import datetime as dt

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from konsey import text, uploads
from konsey.models.places import District
from konsey.ranges import days, same
from konsey.textfields import fold_column, sort_column


def private_storage() -> Storage:
    """Files that no web server hands out: they leave through a view that asks who is there."""
    return storages["private"]


def letter_name(instance: "Representation", filename: str) -> str:
    """A random name: what the sender called the file may hold a person's name."""
    return uploads.random_name("gorevlendirme", "pdf")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def public(self) -> "OrganisationQuerySet":
        """What a visitor may see."""
        return self.filter(state=Organisation.State.APPROVED)

    def alphabetical(self) -> "OrganisationQuerySet":
        return self.order_by("name_sort", "name")

    def matching(self, query: str) -> "OrganisationQuerySet":
        """Every word of the query is in the name or short name, Turkish letters or not; an empty one matches all."""
        found = self
        for word in text.search_words(query):
            found = found.filter(Q(name_fold__contains=word) | Q(short_name_fold__contains=word))
        return found

    def alike(self, organisation: "Organisation") -> "OrganisationQuerySet":
        """Others with the same name once Turkish letters are left out."""
        return self.filter(name_fold=text.fold(organisation.name)).exclude(pk=organisation.pk).alphabetical()

    def members_of(self, federation: "Organisation", today: dt.date) -> "OrganisationQuerySet":
        """The present members of a federation."""
        present = FederationMembership.objects.current(today).filter(federation=federation)
        return self.filter(pk__in=present.values("member_id")).alphabetical()

    def federations_of(self, member: "Organisation", today: dt.date) -> "OrganisationQuerySet":
        """The federations an organisation belongs to at present."""
        present = FederationMembership.objects.current(today).filter(member=member)
        return self.filter(pk__in=present.values("federation_id")).alphabetical()

    def open_to(self, user: models.Model) -> "OrganisationQuerySet":
        """What this person may know of: the public ones and their own proposals."""
        return self.filter(
            Q(state=Organisation.State.APPROVED) | Q(state=Organisation.State.PROPOSED, proposed_by_id=user.pk)
        )

    def spoken_for_by(self, user: models.Model, today: dt.date) -> "OrganisationQuerySet":
        """The approved organisations this person represents today."""
        mandates = Representation.objects.current(today).filter(person_id=user.pk)
        return self.public().filter(pk__in=mandates.values("organisation_id"))


class Organisation(models.Model):
    """An institution that takes part in the city council's work. Only an approved one is public."""

    class Kind(models.TextChoices):
        ASSOCIATION = "association", _("Dernek")
        FOUNDATION = "foundation", _("Vakıf")
        UNION = "union", _("Sendika")
        CHAMBER = "chamber", _("Oda, baro veya borsa")
        UNIVERSITY = "university", _("Üniversite")
        PUBLIC_BODY = "public_body", _("Kamu kurumu")
        FEDERATION = "federation", _("Federasyon veya birlik")
        CITY_COUNCIL = "city_council", _("Kent konseyi")
        INITIATIVE = "initiative", _("Sivil girişim veya platform")
        COMPANY = "company", _("Şirket veya kooperatif")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Onay bekliyor")
        APPROVED = "approved", _("Onaylandı")
        REJECTED = "rejected", _("Reddedildi")
        SUSPENDED = "suspended", _("Askıya alındı")

    name = models.CharField(_("Kurumun adı"), max_length=200)
    short_name = models.CharField(_("Kısa adı"), max_length=40, blank=True)
    slug = models.SlugField(_("Adres"), max_length=90, unique=True, editable=False)
    kind = models.CharField(_("Türü"), max_length=20, choices=Kind.choices)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name=_("İlçe")
    )
    place = models.CharField(
        _("Yer"),
        max_length=80,
        blank=True,
        help_text=_("Başka bir ildeyse il veya ilçe adı. Bu ildeyse boş bırakıp ilçeyi seçiniz."),
    )
    website = models.URLField(_("İnternet sitesi"), max_length=200, blank=True)
    email = models.EmailField(_("Kurumsal e-posta adresi"), max_length=254, blank=True)
    about = models.TextField(_("Tanıtım"), max_length=3000, blank=True)
    state = models.CharField(_("Durum"), max_length=10, choices=State.choices, default=State.PROPOSED, editable=False)
    members: "models.ManyToManyField[Organisation, FederationMembership]" = models.ManyToManyField(
        "self", through="FederationMembership", symmetrical=False, related_name="federations", blank=True
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="proposed_organisations",
        verbose_name=_("Öneren"),
    )
    proposed_at = models.DateTimeField(_("Öneri zamanı"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("Karar veren"),
    )
    decided_at = models.DateTimeField(_("Karar zamanı"), null=True, blank=True, editable=False)
    reason = models.CharField(_("Gerekçe"), max_length=500, blank=True, editable=False)
    name_fold = fold_column("name")
    name_sort = sort_column("name")
    short_name_fold = fold_column("short_name")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kurum")
        verbose_name_plural = _("Kurumlar")
        ordering = ["name_sort"]
        permissions = [("decide_organisation", _("Kurum önerilerini karara bağlayabilir"))]
        constraints = [
            models.CheckConstraint(
                name="konsey_organisation_state_known",
                condition=Q(state__in=["proposed", "approved", "rejected", "suspended"]),
            ),
            models.CheckConstraint(
                name="konsey_organisation_decision_complete",
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="konsey_organisation_refusal_has_reason",
                condition=~Q(state__in=["rejected", "suspended"]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="konsey_organisation_one_place",
                condition=Q(district__isnull=True) | Q(place=""),
                violation_error_message=_("İlçe ya da yer bilgisinden yalnızca birini doldurunuz."),
            ),
            models.UniqueConstraint(
                # The sort key ignores case by Turkish rules and keeps Çan and Can apart.
                fields=["name_sort"],
                name="konsey_organisation_unique_name",
                condition=~Q(state="rejected"),
                violation_error_message=_("Bu adla kayıtlı bir kurum var."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation_detail", args=[self.slug])

    @property
    def where(self) -> str:
        """District or other place; load it with ``select_related("district")``."""
        return self.district.name if self.district else self.place


ORGANISATION_TRANSITIONS: dict[str, set[str]] = {
    Organisation.State.PROPOSED: {Organisation.State.APPROVED, Organisation.State.REJECTED},
    Organisation.State.APPROVED: {Organisation.State.SUSPENDED},
    Organisation.State.SUSPENDED: {Organisation.State.APPROVED},
    Organisation.State.REJECTED: {Organisation.State.APPROVED},
}


class FederationMembershipQuerySet(models.QuerySet["FederationMembership"]):
    def current(self, today: dt.date) -> "FederationMembershipQuerySet":
        return self.filter(Q(until__isnull=True) | Q(until__gte=today), since__lte=today)


class FederationMembership(models.Model):
    """A member organisation of a federation, between two days."""

    federation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("Federasyon veya birlik")
    )
    member = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="federation_memberships", verbose_name=_("Üye kurum")
    )
    since = models.DateField(_("Üyelik başlangıcı"))
    until = models.DateField(_("Üyelik bitişi"), null=True, blank=True)

    objects = FederationMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("Federasyon üyeliği")
        verbose_name_plural = _("Federasyon üyelikleri")
        constraints = [
            models.CheckConstraint(
                name="konsey_membership_not_itself",
                condition=~Q(federation=F("member")),
                violation_error_message=_("Bir kuruluş kendisine üye olamaz."),
            ),
            models.CheckConstraint(
                name="konsey_membership_days_in_order",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("Üyelik bitişi başlangıcından önce olamaz."),
            ),
            ExclusionConstraint(
                name="konsey_membership_no_overlap",
                violation_error_message=_("Bu kurumun aynı kuruluşta, tarihleri bununla çakışan bir üyeliği var."),
                expressions=[
                    same("federation"),
                    same("member"),
                    days("since", "until"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.federation} – {self.member}"


class RepresentationQuerySet(models.QuerySet["Representation"]):
    def current(self, today: dt.date) -> "RepresentationQuerySet":
        """Approved and valid today. Nothing in the database changes on the day a mandate runs out."""
        return self.filter(state=Representation.State.APPROVED, valid_from__lte=today, valid_to__gte=today)

    def waiting(self) -> "RepresentationQuerySet":
        return self.filter(state=Representation.State.SUBMITTED)

    def over_since(self, moment: dt.datetime) -> "RepresentationQuerySet":
        """Rejected, taken back, ended or run out by ``moment``."""
        return self.filter(
            Q(ended_at__lte=moment)
            | Q(state=Representation.State.REJECTED, decided_at__lte=moment)
            | Q(state=Representation.State.APPROVED, valid_to__lt=timezone.localdate(moment))
        )

    def with_people(self) -> "RepresentationQuerySet":
        return self.select_related("person", "organisation__district")


class Representation(models.Model):
    """One person's mandate to speak for one organisation, proved by a letter of the organisation.

    Who represents an association is special-category data (KVKK m.6): it is shown to the person and to permitted
    staff only, never on a public page.
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("İncelemede")
        APPROVED = "approved", _("Onaylandı")
        REJECTED = "rejected", _("Reddedildi")
        WITHDRAWN = "withdrawn", _("Geri çekildi")
        ENDED = "ended", _("Sona erdi")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="representations", verbose_name=_("Kişi")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="representations", verbose_name=_("Kurum")
    )
    role_title = models.CharField(_("Kurumdaki görevi"), max_length=120, blank=True)
    letter = models.FileField(
        _("Görevlendirme yazısı"), storage=private_storage, upload_to=letter_name, max_length=120, blank=True
    )
    valid_from = models.DateField(_("Başlangıç tarihi"))
    valid_to = models.DateField(_("Bitiş tarihi"))
    state = models.CharField(_("Durum"), max_length=10, choices=State.choices, default=State.SUBMITTED)
    submitted_at = models.DateTimeField(_("Başvuru zamanı"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Karar veren"),
    )
    decided_at = models.DateTimeField(_("Karar zamanı"), null=True, blank=True)
    ended_at = models.DateTimeField(_("Sona erme zamanı"), null=True, blank=True)
    reason = models.CharField(_("Gerekçe"), max_length=500, blank=True)

    objects = RepresentationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kurum temsilciliği")
        verbose_name_plural = _("Kurum temsilcilikleri")
        ordering = ["-submitted_at"]
        permissions = [
            ("decide_representation", _("Temsilcilik başvurularını karara bağlayabilir")),
            ("view_mandate_letter", _("Görevlendirme yazılarını görebilir")),
        ]
        constraints = [
            models.CheckConstraint(
                name="konsey_representation_state_known",
                condition=Q(state__in=["submitted", "approved", "rejected", "withdrawn", "ended"]),
            ),
            models.CheckConstraint(
                name="konsey_representation_days_in_order", condition=Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(
                name="konsey_representation_decision_complete",
                condition=Q(state__in=["submitted", "withdrawn"], decided_by__isnull=True, decided_at__isnull=True)
                | Q(state__in=["approved", "rejected", "ended"], decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="konsey_representation_end_has_time",
                condition=Q(state__in=["withdrawn", "ended"], ended_at__isnull=False)
                | (~Q(state__in=["withdrawn", "ended"]) & Q(ended_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="konsey_representation_rejection_has_reason", condition=~Q(state="rejected") | ~Q(reason="")
            ),
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(state="submitted"),
                name="konsey_representation_one_application",
            ),
            ExclusionConstraint(
                name="konsey_representation_no_overlap",
                expressions=[
                    same("person"),
                    same("organisation"),
                    days("valid_from", "valid_to"),
                ],
                condition=Q(state="approved"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.organisation}"

    @property
    def audit_label(self) -> str:
        """The record never says who represents whom: that is special-category data."""
        return str(_("Temsilcilik %(number)s") % {"number": self.pk})

    def is_current(self, today: dt.date) -> bool:
        return self.state == self.State.APPROVED and self.valid_from <= today <= self.valid_to

    def is_coming(self, today: dt.date) -> bool:
        return self.state == self.State.APPROVED and self.valid_from > today

    def is_over(self, today: dt.date) -> bool:
        return self.state in {self.State.REJECTED, self.State.WITHDRAWN, self.State.ENDED} or self.has_run_out(today)

    def has_run_out(self, today: dt.date) -> bool:
        return self.state == self.State.APPROVED and self.valid_to < today


REPRESENTATION_TRANSITIONS: dict[str, set[str]] = {
    Representation.State.SUBMITTED: {
        Representation.State.APPROVED,
        Representation.State.REJECTED,
        Representation.State.WITHDRAWN,
    },
    Representation.State.APPROVED: {Representation.State.ENDED},
    Representation.State.REJECTED: set(),
    Representation.State.WITHDRAWN: set(),
    Representation.State.ENDED: set(),
}
