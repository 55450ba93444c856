"""People who sign in."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from konsey import addresses
from konsey.textfields import fold_column, sort_column

if TYPE_CHECKING:
    from allauth.account.models import EmailAddress
    from django.db.models.fields.related_descriptors import RelatedManager


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra: object) -> "User":
        user = self.model(email=addresses.normalise(email), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    @transaction.atomic
    def create_superuser(self, email: str, password: str | None = None, **extra: object) -> "User":
        """Create an administrator. Whoever may do this vouches for the address, so it counts as confirmed."""
        user = self.create_user(email, password, **{**extra, "is_staff": True, "is_superuser": True})
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=addresses.find(email or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. The e-mail is the login, stored only in its normal form (`konsey.addresses`)."""

    email = models.EmailField(_("E-posta adresi"), max_length=addresses.MAX_LENGTH)
    name = models.CharField(_("Ad soyad"), max_length=120)
    name_fold = fold_column("name")
    name_sort = sort_column("name")
    language = models.CharField(_("Dil"), max_length=5, choices=[("tr", _("Türkçe")), ("en", "English")], default="tr")
    wants_news = models.BooleanField(_("Haber ve duyurular"), default=False)
    wants_events = models.BooleanField(_("Etkinlik duyuruları"), default=False)
    wants_budget = models.BooleanField(_("Katılımcı bütçe duyuruları"), default=False)
    is_active = models.BooleanField(_("Etkin"), default=True)
    is_staff = models.BooleanField(_("Görevli"), default=False, help_text=_("Yönetim ekranlarına girebilir."))
    is_superuser = models.BooleanField(
        _("Tam yetkili"), default=False, help_text=_("Bütün ekranlara girer, her işlemi yapabilir.")
    )
    last_login = models.DateTimeField(_("Son giriş"), null=True, blank=True)
    joined_at = models.DateTimeField(_("Katılma zamanı"), default=timezone.now)
    erased_at = models.DateTimeField(_("Silinme zamanı"), null=True, blank=True, editable=False)

    objects = UserManager()

    if TYPE_CHECKING:
        emailaddress_set: "RelatedManager[EmailAddress]"

    #: Set for the length of a request by `konsey.accounts.middleware`: a clerk whose second step is still to come.
    second_factor_pending = False

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("Kişi")
        verbose_name_plural = _("Kişiler")
        ordering = ["name_sort"]
        permissions = [
            ("assign_roles", _("Görev verebilir ve alabilir")),
            ("help_sign_in", _("Oturumları kapatabilir, ikinci adımı sıfırlayabilir")),
            ("close_account", _("Hesabı kapatabilir ve yeniden açabilir")),
        ]
        constraints = [
            models.UniqueConstraint(
                name="konsey_user_email_unique",
                fields=["email"],
                violation_error_message=_("Bu e-posta adresiyle açılmış bir hesap var."),
            ),
            models.CheckConstraint(
                name="konsey_user_email_normal",
                condition=models.Q(email__regex=addresses.NORMAL_FORM),
                violation_error_message=_("E-posta adresi yalın biçiminde değil."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        try:
            self.email = addresses.normalise(self.email)
        except ValidationError as error:
            raise ValidationError({"email": error}) from error

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Permissions sleep until the second step is done in this session, on every page and not only in the admin."""
        return not self.second_factor_pending and super().has_perm(perm, obj)

    def has_module_perms(self, app_label: str) -> bool:
        return not self.second_factor_pending and super().has_module_perms(app_label)

    @property
    def is_clerk(self) -> bool:
        """Whether this person may act as staff now: on the staff, and through the second step."""
        return self.is_active and self.is_staff and not self.second_factor_pending

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
