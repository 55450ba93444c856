"""Where a person lives and who they are: the ladder declared → confirmed by e-mail → verified."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from konsey.nationalid import HASH_BYTES
from konsey.textfields import fold_column


def hash_length_condition(column: str) -> Exact:
    """Return the condition that a keyed hash is whole. A NULL passes, as in every CHECK."""
    return Exact(Func(F(column), function="octet_length", output_field=models.IntegerField()), HASH_BYTES)


class ResidenceQuerySet(models.QuerySet["Residence"]):
    def current(self) -> "ResidenceQuerySet":
        return self.filter(until__isnull=True)


class Residence(models.Model):
    """One stretch of time in which a person says to live in a neighbourhood. Rows are closed, never overwritten."""

    class Source(models.TextChoices):
        SELF = "self", _("Kendi beyanı")
        REGISTER = "register", _("Belediye kaydı")
        DESK = "desk", _("Görevli")
        OIDC = "oidc", _("Belediye girişi")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="residences", verbose_name=_("Kişi")
    )
    neighbourhood = models.ForeignKey(
        "konsey.Neighbourhood", on_delete=models.PROTECT, related_name="residences", verbose_name=_("Mahalle")
    )
    source = models.CharField(_("Kaynak"), max_length=10, choices=Source.choices, default=Source.SELF)
    since = models.DateTimeField(_("Başlangıç"), default=timezone.now)
    until = models.DateTimeField(_("Bitiş"), null=True, blank=True)

    objects = ResidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("Adres beyanı")
        verbose_name_plural = _("Adres beyanları")
        ordering = ["-since", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                name="konsey_residence_one_current", fields=["user"], condition=Q(until__isnull=True)
            ),
            models.CheckConstraint(
                name="konsey_residence_ends_after_start", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="konsey_residence_source_known", condition=Q(source__in=["self", "register", "desk", "oidc"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.neighbourhood}"


class VerificationQuerySet(models.QuerySet["Verification"]):
    def standing(self) -> "VerificationQuerySet":
        """Not ended by anybody; the clock may still have run out."""
        return self.filter(ended_at__isnull=True)

    def valid(self, now: datetime) -> "VerificationQuerySet":
        return self.standing().filter(expires_at__gt=now)

    def expiring(self, now: datetime, *, within: timedelta) -> "VerificationQuerySet":
        return self.valid(now).filter(expires_at__lte=now + within)


class Verification(models.Model):
    """Proof that an account belongs to a resident of a neighbourhood.

    A standing verification holds the person's keyed hash alone: "one person, one verified account" is the unique index
    ``konsey_verification_one_per_identity``. A person verified by an anonymous code has no hash.
    """

    class Method(models.TextChoices):
        REGISTER = "register", _("Belediye kaydı")
        CODE = "code", _("Tek kullanımlık kod")
        DESK = "desk", _("Görevli önünde")
        OIDC = "oidc", _("Belediye girişi")

    class EndReason(models.TextChoices):
        REPLACED = "replaced", _("Yenilendi")
        EXPIRED = "expired", _("Süresi doldu, kimlik başka hesapta doğrulandı")
        REVOKED = "revoked", _("Görevli sona erdirdi")
        DEPARTED = "departed", _("Belediye kaydında artık yok")
        ERASED = "erased", _("Hesap silindi")

    class Document(models.TextChoices):
        NONE = "", _("Yok")
        IDENTITY_CARD = "identity_card", _("T.C. kimlik kartı")
        PASSPORT = "passport", _("Pasaport")
        DRIVING_LICENCE = "driving_licence", _("Sürücü belgesi")
        FOREIGNER_CARD = "foreigner_card", _("Yabancı kimlik kartı ya da ikamet izni")
        RESIDENCE_CERTIFICATE = "residence_certificate", _("Yerleşim yeri belgesi ve fotoğraflı kimlik")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="verifications", verbose_name=_("Kişi")
    )
    method = models.CharField(_("Yöntem"), max_length=10, choices=Method.choices)
    neighbourhood = models.ForeignKey(
        "konsey.Neighbourhood", on_delete=models.PROTECT, related_name="verifications", verbose_name=_("Mahalle")
    )
    identity_hmac = models.BinaryField(_("Kimlik özeti"), max_length=HASH_BYTES, null=True, editable=False)
    # For age limits of votes; only where the method knows it, and only as long as the verification stands.
    birth_year = models.PositiveSmallIntegerField(_("Doğum yılı"), null=True, blank=True, editable=False)
    code = models.OneToOneField(
        "konsey.OneTimeCode",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="verification",
        verbose_name=_("Kod"),
    )
    document = models.CharField(_("Görülen belge"), max_length=24, choices=Document.choices, blank=True, default="")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="checked_verifications",
        verbose_name=_("Belgeyi gören"),
    )
    verified_at = models.DateTimeField(_("Doğrulama"))
    expires_at = models.DateTimeField(_("Geçerlilik sonu"))
    departed_at = models.DateTimeField(_("Kayıttan düştüğü görüldü"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("Sona erme"), null=True, blank=True)
    end_reason = models.CharField(_("Sona erme nedeni"), max_length=10, choices=EndReason.choices, blank=True)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Doğrulama")
        verbose_name_plural = _("Doğrulamalar")
        ordering = ["-verified_at", "-pk"]
        default_permissions = ("view",)
        permissions = [
            ("verify_at_desk", _("Belge görerek doğrulayabilir")),
            ("end_verification", _("Doğrulamayı sona erdirebilir")),
        ]
        indexes = [
            models.Index(fields=["expires_at"], name="konsey_verification_expiry", condition=Q(ended_at__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                name="konsey_verification_one_per_identity",
                fields=["identity_hmac"],
                condition=Q(ended_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="konsey_verification_one_per_user", fields=["user"], condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="konsey_verification_hash_whole", condition=hash_length_condition("identity_hmac")
            ),
            models.CheckConstraint(
                name="konsey_verification_expires_later", condition=Q(expires_at__gt=F("verified_at"))
            ),
            models.CheckConstraint(
                name="konsey_verification_end_complete",
                condition=Q(ended_at__isnull=True, end_reason="")
                | Q(ended_at__isnull=False, end_reason__in=["replaced", "expired", "revoked", "departed", "erased"]),
            ),
            models.CheckConstraint(
                name="konsey_verification_method_complete",
                condition=Q(method="register", identity_hmac__isnull=False, code=None, checked_by=None, document="")
                | Q(method="code", identity_hmac__isnull=True, code__isnull=False, checked_by=None, document="")
                | (Q(method="desk", code=None, checked_by__isnull=False) & ~Q(document=""))
                | Q(method="oidc", identity_hmac__isnull=False, code=None, checked_by=None, document="")
                | Q(end_reason="erased", identity_hmac__isnull=True, document=""),
            ),
            models.CheckConstraint(
                name="konsey_verification_birth_year_while_standing",
                condition=Q(birth_year__isnull=True) | Q(ended_at__isnull=True, birth_year__gte=1900),
            ),
            models.CheckConstraint(
                name="konsey_verification_not_by_oneself",
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("user")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()}, {self.neighbourhood}"


class LockOut(models.Model):
    """Failed attempts of an account or of a client's network, and until when it has to wait.

    A network is kept as a keyed hash and forgotten a few days after its last failure.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="identity_lockout",
        verbose_name=_("Kişi"),
    )
    network = models.CharField(_("Ağ"), max_length=64, blank=True, default="", editable=False)
    failures = models.PositiveIntegerField(_("Başarısız deneme"), default=0)
    last_failed_at = models.DateTimeField(_("Son başarısız deneme"), null=True, blank=True)
    locked_until = models.DateTimeField(_("Kilidin sonu"), null=True, blank=True)

    class Meta:
        verbose_name = _("Deneme kilidi")
        verbose_name_plural = _("Deneme kilitleri")
        ordering = ["-last_failed_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("release_lockout", _("Deneme kilidini kaldırabilir"))]
        constraints = [
            models.CheckConstraint(
                name="konsey_lockout_one_subject",
                condition=Q(user__isnull=False, network="") | (Q(user__isnull=True) & ~Q(network="")),
            ),
            models.UniqueConstraint(
                name="konsey_lockout_one_per_network", fields=["network"], condition=~Q(network="")
            ),
            models.CheckConstraint(
                name="konsey_lockout_failure_has_time",
                condition=Q(failures=0, locked_until__isnull=True) | Q(last_failed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user) if self.user_id else str(_("Bir ağ"))


class HelpCaseQuerySet(models.QuerySet["HelpCase"]):
    def waiting(self) -> "HelpCaseQuerySet":
        return self.filter(state=HelpCase.State.OPEN)


class HelpCase(models.Model):
    """Verification did not work out: a person asks, staff answers by letter."""

    class Kind(models.TextChoices):
        NOT_FOUND = "not_found", _("Bilgilerim kayıtla eşleşmiyor")
        CLAIMED = "claimed", _("Kimliğim başka bir hesapta doğrulanmış")
        MOVED = "moved", _("Taşındım, yeni mahallem doğrulanmıyor")
        CODE = "code", _("Kodum çalışmıyor ya da elime ulaşmadı")
        DESK = "desk", _("Görevli önünde doğrulanmak istiyorum")
        OTHER = "other", _("Başka bir konu")

    class State(models.TextChoices):
        OPEN = "open", _("Yanıt bekliyor")
        ANSWERED = "answered", _("Yanıtlandı")
        CLOSED = "closed", _("Geri çekildi")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="identity_help_cases", verbose_name=_("Kişi")
    )
    kind = models.CharField(_("Konu"), max_length=12, choices=Kind.choices)
    message = models.TextField(_("Açıklama"), max_length=2000)
    message_fold = fold_column("message")
    # Which account holds the identity: for staff only, never shown to the person who asks.
    contested = models.ForeignKey(
        Verification,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="help_cases",
        verbose_name=_("Kimliği taşıyan doğrulama"),
    )
    state = models.CharField(_("Durum"), max_length=10, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(_("Başvuru"), default=timezone.now)
    answer = models.TextField(_("Yanıt"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answered_help_cases",
        verbose_name=_("Yanıtlayan"),
    )
    answered_at = models.DateTimeField(_("Yanıt zamanı"), null=True, blank=True)
    closed_at = models.DateTimeField(_("Geri çekilme"), null=True, blank=True)

    objects = HelpCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("Doğrulama yardımı")
        verbose_name_plural = _("Doğrulama yardımları")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("answer_helpcase", _("Doğrulama yardımını yanıtlayabilir"))]
        constraints = [
            models.UniqueConstraint(
                name="konsey_helpcase_one_open_per_kind", fields=["user", "kind"], condition=Q(state="open")
            ),
            models.CheckConstraint(
                name="konsey_helpcase_kind_known",
                condition=Q(kind__in=["not_found", "claimed", "moved", "code", "desk", "other"]),
            ),
            models.CheckConstraint(
                name="konsey_helpcase_state_complete",
                condition=Q(state="open", answered_at=None, answered_by=None, answer="", closed_at=None)
                | (Q(state="answered", answered_at__isnull=False, closed_at=None) & ~Q(answer=""))
                | Q(state="closed", closed_at__isnull=False, answered_at=None, answered_by=None, answer=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"
