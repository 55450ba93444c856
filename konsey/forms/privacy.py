"""Forms about one's own data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from konsey import addresses
from konsey.forms.fields import CleanCharField, CleanTextField, EmailAddressField
from konsey.forms.notices import NoticeMixin
from konsey.models import DataRequest, User


class DataRequestForm(NoticeMixin, forms.Form):
    """For everybody; people who are signed in are asked for neither name nor address."""

    notice_kind = "data_request"

    name = CleanCharField(label=_("Ad soyad"), max_length=120)
    email = EmailAddressField(label=_("E-posta adresiniz"), help_text=_("Yanıtı bu adrese göndeririz."))
    kind = forms.ChoiceField(label=_("Ne istiyorsunuz?"), choices=DataRequest.Kind.choices, widget=forms.RadioSelect)
    text = CleanTextField(
        label=_("Açıklama"),
        max_length=4000,
        help_text=_("Hangi veriyi ya da işlemi kastettiğinizi yazınız. Kimlik numaranızı yazmayınız."),
    )

    def __init__(self, *args: Any, user: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user is not None:
            del self.fields["name"], self.fields["email"]


class DeletionForm(forms.Form):
    """The own address typed once more: nobody deletes an account with a slip of the finger."""

    email = EmailAddressField(
        label=_("Onaylamak için e-posta adresinizi yazınız"), help_text=_("Hesabınızın e-posta adresi.")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        typed = self.cleaned_data["email"]
        if addresses.normalise(typed) != self.user.email:
            raise forms.ValidationError(_("Bu, hesabınızın e-posta adresi değil."))
        return typed


class AnswerForm(forms.Form):
    """A clerk's answer to an application."""

    answer = CleanTextField(label=_("Yanıt"), max_length=4000, help_text=_("Başvurana bu metin e-postayla gönderilir."))


class ReasonForm(forms.Form):
    reason = CleanCharField(
        label=_("Gerekçe"), max_length=500, help_text=_("Denetim kaydına yazılır; kişi adı yazmayınız.")
    )
