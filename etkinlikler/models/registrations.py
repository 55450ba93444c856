"""Places and who has them: allotments, registrations, the people in them, delegations, invitations.

The counting rule: ``Allotment.taken`` is the number of people who hold a place in it (`Attendee.HOLDING`, outside
delegations) plus the quotas of its delegations. An offered place is a held place. Only `etkinlikler.services.seats`
writes ``taken``, under the lock of the allotment's row; the database refuses more than ``places``.
"""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from etkinlikler.models.events import Event
from konsey import text
from konsey.compiled import Compiled
from konsey.models import Organisation, User
from konsey.textfields import fold_column, sort_column


class Allotment(models.Model):
    """A share of an event's places. All of them together never exceed the hall (trigger, migration 0002)."""

    class Kind(models.TextChoices):
        GENERAL = "general", _("Genel")
        NGO = "ngo", _("Sivil toplum kuruluşları")
        DELEGATION = "delegation", _("Heyetler")
        RESERVE = "reserve", _("Düzenleyicinin yedeği")
        WHEELCHAIR = "wheelchair", _("Tekerlekli sandalye yerleri")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="allotments", verbose_name=_("Etkinlik"))
    kind = models.CharField(_("Kimler için"), max_length=10, choices=Kind.choices)
    places = models.PositiveIntegerField(_("Yer sayısı"))
    taken = models.PositiveIntegerField(_("Dolu"), default=0, editable=False)
    last_in_line = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("Bekleme sırasında en son verilen numara.")
    )

    class Meta:
        verbose_name = _("Yer payı")
        verbose_name_plural = _("Yer payları")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "kind"],
                name="etkinlikler_allotment_one_of_kind",
                violation_error_message=_("Bu etkinlikte bu paydan var."),
            ),
            models.CheckConstraint(
                name="etkinlikler_allotment_kind_known",
                condition=Q(kind__in=["general", "ngo", "delegation", "reserve", "wheelchair"]),
            ),
            models.CheckConstraint(
                name="etkinlikler_allotment_never_oversold",
                condition=Q(taken__lte=F("places")),
                violation_error_message=_("Dolu yerlerden az yer bırakılamaz."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def free(self) -> int:
        return self.places - self.taken


class Invitation(models.Model):
    """A personal link to an event that is by invitation only; used once."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("Etkinlik"))
    email = models.EmailField(_("E-posta adresi"), max_length=254)
    name = models.CharField(_("Ad soyad"), max_length=120, blank=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    invited_at = models.DateTimeField(_("Davet"), editable=False)
    used_at = models.DateTimeField(_("Kullanıldı"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("Davet")
        verbose_name_plural = _("Davetler")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email"],
                name="etkinlikler_invitation_once",
                violation_error_message=_("Bu adres zaten davet edildi."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email


class Delegation(models.Model):
    """A city council or organisation with a quota of its own; its head names the people by a link."""

    class State(models.TextChoices):
        INVITED = "invited", _("Yanıt bekleniyor")
        COMING = "coming", _("Geliyor")
        DECLINED = "declined", _("Gelemiyor")
        CANCELLED = "cancelled", _("Geri alındı")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="delegations", verbose_name=_("Etkinlik"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="delegations", verbose_name=_("Kurum")
    )
    quota = models.PositiveSmallIntegerField(_("Kontenjan"))
    head_name = models.CharField(_("Heyet başkanı"), max_length=120)
    head_email = models.EmailField(_("Heyet başkanının e-posta adresi"), max_length=254)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("Durum"), max_length=10, choices=State.choices, default=State.INVITED, editable=False)
    invited_at = models.DateTimeField(_("Davet"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("Yanıt"), null=True, blank=True, editable=False)
    note = models.CharField(_("Not"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Heyet")
        verbose_name_plural = _("Heyetler")
        ordering = ["organisation__name_sort", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation"],
                name="etkinlikler_delegation_once",
                violation_error_message=_("Bu kurumun bu etkinlikte bir heyeti var."),
            ),
            models.CheckConstraint(
                name="etkinlikler_delegation_state_known",
                condition=Q(state__in=["invited", "coming", "declined", "cancelled"]),
            ),
            # A delegation that does not come holds no places.
            models.CheckConstraint(
                name="etkinlikler_delegation_quota_sensible",
                condition=Q(state__in=["declined", "cancelled"], quota=0)
                | Q(state__in=["invited", "coming"], quota__gt=0),
                violation_error_message=_("Kontenjan en az 1 olmalıdır."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def in_line(self) -> "RegistrationQuerySet":
        """The waiting list, in its order."""
        return self.filter(state=Registration.State.WAITING).order_by("line_number", "pk")

    def offers_over(self, now: dt.datetime) -> "RegistrationQuerySet":
        return self.filter(state=Registration.State.OFFERED, offer_until__lte=now)


class Registration(models.Model):
    """One act of registering: for oneself, for several people of an organisation, or a delegation's list."""

    class Kind(models.TextChoices):
        SELF = "self", _("Kendisi için")
        ORGANISATION = "organisation", _("Kurum adına")
        DELEGATION = "delegation", _("Heyet")
        WALK_IN = "walk_in", _("Kapıda")

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("E-posta onayı bekleniyor")
        PENDING = "pending", _("Düzenleyicinin onayında")
        WAITING = "waiting", _("Bekleme listesinde")
        OFFERED = "offered", _("Yer önerildi")
        CONFIRMED = "confirmed", _("Kayıtlı")
        CANCELLED = "cancelled", _("İptal edildi")
        REJECTED = "rejected", _("Kabul edilmedi")
        LAPSED = "lapsed", _("Süresi doldu")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("Etkinlik"))
    allotment = models.ForeignKey(
        Allotment, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("Yer payı")
    )
    kind = models.CharField(_("Kayıt türü"), max_length=12, choices=Kind.choices)
    state = models.CharField(_("Durum"), max_length=12, choices=State.choices, editable=False)
    # Named in links together with a signature (`etkinlikler.tokens`); the database alone opens nothing.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form_key = models.UUIDField(null=True, unique=True, editable=False)  # the same form sent twice is one registration
    contact_name = models.CharField(_("İletişim kişisi"), max_length=120)
    contact_email = models.EmailField(_("E-posta adresi"), max_length=254, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="event_registrations",
        verbose_name=_("Hesap"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="event_registrations",
        verbose_name=_("Kayıtlı kurum"),
    )
    organisation_name = models.CharField(_("Kurum"), max_length=200, blank=True)
    delegation = models.OneToOneField(
        Delegation, on_delete=models.PROTECT, null=True, blank=True, related_name="registration", editable=False
    )
    invitation = models.OneToOneField(
        Invitation, on_delete=models.PROTECT, null=True, blank=True, related_name="registration", editable=False
    )
    accepts_fewer = models.BooleanField(
        _("Daha az yer de olur"), default=False, help_text=_("Hepsine birden yer yoksa bir kısmı da gelir.")
    )
    created_at = models.DateTimeField(_("Kayıt zamanı"))
    confirmed_at = models.DateTimeField(_("Adres onayı"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    decided_at = models.DateTimeField(_("Karar"), null=True, blank=True, editable=False)
    reason = models.CharField(_("Gerekçe"), max_length=300, blank=True, editable=False)
    line_number = models.PositiveIntegerField(_("Sıra numarası"), null=True, blank=True, editable=False)
    offer_until = models.DateTimeField(_("Yanıt için son an"), null=True, blank=True, editable=False)
    offers = models.PositiveSmallIntegerField(_("Yer önerisi sayısı"), default=0, editable=False)
    organisation_fold = fold_column("organisation_name")
    contact_fold = fold_column("contact_name")

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kayıt")
        verbose_name_plural = _("Kayıtlar")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("work_registration", _("Kayıtları onaylayabilir, iptal edebilir, sıradakine yer verebilir"))]
        indexes = [
            models.Index(fields=["event", "state"], name="etkinlikler_reg_by_state"),
            models.Index(
                fields=["allotment", "line_number"], name="etkinlikler_reg_in_line", condition=Q(state="waiting")
            ),
            models.Index(fields=["offer_until"], name="etkinlikler_reg_offers", condition=Q(state="offered")),
        ]
        constraints = [
            models.CheckConstraint(
                name="etkinlikler_registration_state_known",
                condition=Q(
                    state__in=[
                        *("unconfirmed", "pending", "waiting", "offered"),
                        *("confirmed", "cancelled", "rejected", "lapsed"),
                    ]
                ),
            ),
            models.CheckConstraint(
                name="etkinlikler_registration_kind_known",
                condition=Q(kind__in=["self", "organisation", "delegation", "walk_in"]),
            ),
            models.CheckConstraint(
                name="etkinlikler_registration_offer_has_end",
                condition=Q(state="offered", offer_until__isnull=False)
                | (~Q(state="offered") & Q(offer_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="etkinlikler_registration_line_has_number",
                condition=~Q(state__in=["waiting", "offered"]) | Q(line_number__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["allotment", "line_number"], name="etkinlikler_registration_own_place_in_line"
            ),
            models.CheckConstraint(
                name="etkinlikler_registration_delegation_is_named",
                condition=Q(kind="delegation", delegation__isnull=False)
                | (~Q(kind="delegation") & Q(delegation__isnull=True)),
            ),
            models.CheckConstraint(
                name="etkinlikler_registration_refusal_says_why", condition=~Q(state="rejected") | ~Q(reason="")
            ),
        ]

    @staticmethod
    def own_of(event: Event, user: User) -> "Registration | None":
        """What a signed-in person has registered for themselves and is alive."""
        return _OWN.first(event=event.pk, user=user.pk, email=user.email)

    def __str__(self) -> str:
        return self.organisation_name or self.contact_name

    @property
    def audit_label(self) -> str:
        """The audit names no person."""
        return f"{self.get_kind_display()} {self.pk}"


class AttendeeQuerySet(models.QuerySet["Attendee"]):
    def active(self) -> "AttendeeQuerySet":
        """Everybody who is on a list: with a place, or waiting for one."""
        return self.exclude(state__in=Attendee.NOT_COUNTED)

    def coming(self) -> "AttendeeQuerySet":
        """Those who have a place."""
        return self.filter(state=Attendee.State.SEATED)

    def matching(self, query: str) -> "AttendeeQuerySet":
        """Every word is in the person's name or the organisation's, Turkish letters or not."""
        found = self
        for word in text.search_words(query):
            found = found.filter(Q(name_fold__contains=word) | Q(registration__organisation_fold__contains=word))
        return found


class Attendee(models.Model):
    """One person of a registration."""

    class State(models.TextChoices):
        INACTIVE = "inactive", _("Geçerli değil")  # address not confirmed yet, offer run out, not accepted
        LISTED = "listed", _("Yer bekliyor")
        HELD = "held", _("Yeri ayrıldı, yanıt bekleniyor")
        SEATED = "seated", _("Yeri var")
        ABSENT = "absent", _("Gelmedi, yeri açıldı")
        CANCELLED = "cancelled", _("Vazgeçti")

    HOLDING = (State.HELD, State.SEATED)
    NOT_COUNTED = (State.INACTIVE, State.CANCELLED)

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="attendees", verbose_name=_("Kayıt")
    )
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="attendees", verbose_name=_("Etkinlik"))
    allotment = models.ForeignKey(
        Allotment, on_delete=models.PROTECT, related_name="attendees", verbose_name=_("Yer payı")
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("Ad soyad"), max_length=120)
    email = models.EmailField(_("E-posta adresi"), max_length=254, blank=True)
    position = models.PositiveSmallIntegerField(_("Sıra"), default=0)
    state = models.CharField(_("Durum"), max_length=10, choices=State.choices, default=State.LISTED, editable=False)
    confirmed_at = models.DateTimeField(
        _("Geleceğini bildirdi"), null=True, blank=True, editable=False, help_text=_("Heyet üyeleri için.")
    )
    survey_answered = models.BooleanField(default=False, editable=False)
    name_fold = fold_column("name")
    name_sort = sort_column("name")

    objects = AttendeeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Katılımcı")
        verbose_name_plural = _("Katılımcılar")
        ordering = ["position", "pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["event", "state"], name="etkinlikler_att_by_state")]
        constraints = [
            models.CheckConstraint(
                name="etkinlikler_attendee_state_known",
                condition=Q(state__in=["inactive", "listed", "held", "seated", "absent", "cancelled"]),
            ),
            # The address is in its normal form (konsey.addresses), so letter case and İ/ı make no second person.
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=~Q(email="") & ~Q(state__in=["inactive", "cancelled"]),
                name="etkinlikler_attendee_once_per_event",
                violation_error_message=_("Bu e-posta adresiyle bu etkinliğe kayıtlı biri var."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_label(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


_DEAD = [Registration.State.CANCELLED, Registration.State.LAPSED, Registration.State.REJECTED]
_OWN = Compiled(
    lambda event, user, email: Registration.objects.filter(
        pk__in=Attendee.objects.active()
        .filter(event=event, email=email, registration__user=user)
        .values("registration_id")
    ).exclude(state__in=_DEAD)[:1],
    event=int,
    user=int,
    email=str,
)
