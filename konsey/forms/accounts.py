"""Forms of sign-up, sign-in, address and password, in the portal's words."""

import re
import unicodedata
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal import flows
from allauth.account.models import EmailAddress
from allauth.socialaccount.forms import SignupForm as AllauthSocialSignupForm
from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from konsey import consents
from konsey.forms.fields import CleanCharField, EmailAddressField
from konsey.forms.notices import NoticeMixin
from konsey.models import User

PASSWORD_HINT = _("En az 10 karakter. Birkaç sözcükten oluşan uzun bir parola, kısa ve karmaşık olandan güvenlidir.")
_NAME_SIGNS = " .'’-"


class NameField(CleanCharField):
    """A person's name: letters of any alphabet. No addresses or emoji, since portal letters greet with it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Ad soyad"))
        options.setdefault("error_messages", {"required": _("Adınızı ve soyadınızı yazınız.")})
        options.setdefault("min_length", 3)
        options.setdefault("max_length", 120)
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "name"}))
        super().__init__(**options)

    def to_python(self, value: object) -> str:
        """A dot ends an abbreviation and is followed by a blank, so that no name reads like an address of the web."""
        return re.sub(r"\.(?=[^ .])", ". ", super().to_python(value))

    def validate(self, value: str) -> None:
        super().validate(value)
        if any(sign not in _NAME_SIGNS and unicodedata.category(sign)[0] not in "LM" for sign in value):
            raise ValidationError(
                _("Adınızda yalnızca harf, boşluk, nokta, kesme ve kısa çizgi olabilir."), code="not_a_name"
            )


class PasswordField(forms.CharField):
    """A password is taken as it is typed; the longest accepted one keeps hashing cheap."""

    def __init__(self, *, autocomplete: str, **options: Any) -> None:
        options.setdefault("label", _("Parola"))
        options.setdefault("error_messages", {"required": _("Parolayı yazınız.")})
        signs = {"data-password": "", "data-show": _("Parolayı gösterin"), "data-hide": _("Parolayı gizleyin")}
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, **signs})
        super().__init__(strip=False, widget=widget, **options)

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > settings.PASSWORD_MAX_LENGTH:
            raise ValidationError(
                _("Parola en çok %(limit)d karakter olabilir."), params={"limit": settings.PASSWORD_MAX_LENGTH}
            )


class NewPasswordField(PasswordField):
    user: AbstractBaseUser | None = None

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Yeni parola"))
        options.setdefault("help_text", PASSWORD_HINT)
        super().__init__(autocomplete="new-password", **options)

    def clean(self, value: object) -> str:
        return get_adapter().clean_password(super().clean(value), user=self.user)


class CodeField(CleanCharField):
    """A six-digit code; blanks inside are how mail programs show it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Altı haneli kod"))
        options.setdefault("error_messages", {"required": _("Kodu yazınız.")})
        attrs = {"autocomplete": "one-time-code", "inputmode": "numeric"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **options)

    def to_python(self, value: object) -> str:
        return super().to_python(value).replace(" ", "")


# --- sign-up ----------------------------------------------------------------------------------------------------
class SignupForm(NoticeMixin, allauth_forms.SignupForm):
    notice_kind = "signup"
    field_order = ["name", "email", "password1", "notice_version"]
    trap = settings.ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.update(
            {
                "name": NameField(),
                "email": EmailAddressField(help_text=_("Bu adrese bir onay kodu göndereceğiz.")),
                "password1": PasswordField(autocomplete="new-password", help_text=PASSWORD_HINT),
            }
        )
        self.order_fields([*self.field_order, self.trap])
        self.fields[self.trap].label = _("Bu alanı boş bırakınız")
        self.fields[self.trap].widget.attrs = {"tabindex": "-1", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        name, password = cleaned.get("name"), cleaned.get("password1")
        if name and password and "password1" not in self.errors:
            try:
                get_adapter().clean_password(password, user=User(name=name))
            except ValidationError as error:
                self.add_error("password1", error)
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[AbstractBaseUser | None, HttpResponse | None]:
        """Save all or nothing. Two sign-ups at once with one address: the second is answered like a known address."""
        if self.account_already_exists:
            User().set_password(self.cleaned_data["password1"])  # as long as hashing a new person's would take
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError as error:
            if "konsey_user_email_unique" not in str(error):
                raise
            self.account_already_exists = True
            return super().try_save(request)

    def save(self, request: HttpRequest) -> AbstractBaseUser:
        user = super().save(request)
        self.record_acceptance(user=user)
        return user


class SocialSignupForm(NoticeMixin, AllauthSocialSignupForm):
    """The first sign-in with the municipality's account: the same notice, no password."""

    notice_kind = "signup"
    field_order = ["name", "email", "notice_version"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        checked = bool(self.sociallogin.email_addresses)
        hint = _("Kurum onaylı adresiniz budur; kayıttan sonra değiştirebilirsiniz.") if checked else ""
        self.fields.update({"name": NameField(), "email": EmailAddressField(disabled=checked, help_text=hint)})
        self.order_fields(self.field_order)

    @transaction.atomic
    def save(self, request: HttpRequest) -> AbstractBaseUser:
        user = super().save(request)
        self.record_acceptance(user=user)
        return user


# --- sign-in ----------------------------------------------------------------------------------------------------
class LoginForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"] = EmailAddressField()
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"] = PasswordField(autocomplete="current-password")
        self.fields["remember"].label = _("Bu cihazda oturumum açık kalsın")
        self.fields["remember"].help_text = _("Başkalarının da kullandığı bir cihazda işaretlemeyiniz.")
        self.order_fields(["login", "password", "remember"])


class ConfirmByLinkForm(forms.Form):
    password = PasswordField(
        autocomplete="current-password",
        help_text=_("Üye olurken seçtiğiniz parola. Hesabın sizin olduğunu gösterir."),
    )

    def __init__(self, *args: Any, request: HttpRequest, address: EmailAddress, **options: Any) -> None:
        self.request, self.address = request, address
        super().__init__(*args, **options)

    def clean_password(self) -> str:
        """Compare through the adapter, which counts the attempts."""
        adapter = get_adapter()
        password = self.cleaned_data["password"]
        if adapter.authenticate(self.request, email=self.address.email, password=password) != self.address.user:
            raise adapter.validation_error("incorrect_password")
        return password


class RequestLoginCodeForm(allauth_forms.RequestLoginCodeForm):
    email = EmailAddressField()


class ConfirmLoginCodeForm(allauth_forms.ConfirmLoginCodeForm):
    code = CodeField()


class ConfirmAddressCodeForm(allauth_forms.ConfirmEmailVerificationCodeForm):
    code = CodeField()


class ConfirmResetCodeForm(allauth_forms.ConfirmPasswordResetCodeForm):
    code = CodeField()


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    password = PasswordField(autocomplete="current-password")


# --- address and password ---------------------------------------------------------------------------------------
class ChangeAddressForm(allauth_forms.AddEmailForm):
    email = EmailAddressField(
        label=_("Yeni e-posta adresi"),
        help_text=_("Yeni adrese bir onay kodu göndereceğiz. Onaylayana kadar şimdiki adresiniz geçerli kalır."),
    )


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    email = EmailAddressField()

    def save(self, request: HttpRequest, **options: Any) -> str:
        flows.password_reset_by_code.PasswordResetVerificationProcess.initiate(
            request=request, user=self.users[0] if self.users else None, email=self.cleaned_data["email"]
        )
        return self.cleaned_data["email"]


class _OneNewPassword(forms.Form):
    """One field instead of two: who mistypes is helped by seeing the password, or by a new code."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.pop("password2", None)
        self.fields["password1"] = field = NewPasswordField()
        field.user = self.user


class NewPasswordForm(_OneNewPassword, allauth_forms.ResetPasswordKeyForm):
    pass


class SetPasswordForm(_OneNewPassword, allauth_forms.SetPasswordForm):
    pass


class ChangePasswordForm(_OneNewPassword, allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["oldpassword"] = PasswordField(autocomplete="current-password", label=_("Şimdiki parola"))
        self.order_fields(["oldpassword", "password1"])


# --- the person's own page --------------------------------------------------------------------------------------
class ProfileForm(forms.ModelForm):
    name = NameField(help_text=_("Başvurularda ve mektuplarda görünür."))

    class Meta:
        model = User
        fields = ("name", "language")
        help_texts = {"language": _("Mektuplar ve çevirisi tamamlanan sayfalar bu dilde gelir.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        """The language is asked only where there is a choice."""
        super().__init__(*args, **options)
        if len(settings.LANGUAGES) > 1:
            self.fields["language"].choices = settings.LANGUAGES
        else:
            del self.fields["language"]


class WishesForm(forms.Form):
    """Mailing lists: each a consent in its own words, none ticked beforehand."""

    wanted = forms.MultipleChoiceField(
        label=_("E-posta ile almak istedikleriniz"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["wanted"].choices = [(name, purpose.statement) for name, purpose in consents.PURPOSES.items()]
