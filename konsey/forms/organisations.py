"""Forms of people who speak for an organisation, and of the clerks who decide."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from konsey import text
from konsey.forms.fields import CleanCharField, CleanTextField, EmailAddressField
from konsey.forms.notices import NoticeMixin
from konsey.forms.uploads import PdfField
from konsey.models import District, FederationMembership, Organisation
from konsey.rules import organisations as rules
from konsey.services.representations import NOTICE, Mandate

AGAIN = _("Form yeniden gösterilirse dosyayı yeniden seçmeniz gerekir.")


class DayField(forms.DateField):
    """A calendar where the browser has one; typed as 07.02.2026 where it has none."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d %m %Y"], **options)
        self.error_messages["invalid"] = _("Geçerli bir tarih yazınız. Örnek: 07.02.2026")


class WebsiteField(forms.URLField):
    """A web address; ``https://`` may be left out."""

    default_validators = [URLValidator(schemes=["http", "https"], message=_("Geçerli bir internet adresi yazınız."))]

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(assume_scheme="https", max_length=200, **options)
        self.error_messages["invalid"] = _("Geçerli bir internet adresi yazınız.")

    def to_python(self, value: object) -> str:
        return super().to_python(text.clean(str(value or "")))


class MandateForm(NoticeMixin, forms.Form):
    """The proof that a person may speak for an organisation."""

    notice_kind = NOTICE

    role_title = CleanCharField(
        label=_("Kurumdaki göreviniz"), max_length=120, help_text=_("Örneğin yönetim kurulu üyesi, genel sekreter.")
    )
    valid_from = DayField(label=_("Görevlendirmenin başlangıç tarihi"))
    valid_to = DayField(
        label=_("Görevlendirmenin bitiş tarihi"),
        help_text=_("Yazıda belirtilen son gün. En çok 5 yıl için başvurabilirsiniz."),
    )
    letter = PdfField(
        label=_("Görevlendirme yazısı (PDF, en fazla 5 MB)"),
        help_text=_("Kurumunuzun imzalı yazısı. Yalnızca siz ve yetkili görevliler görebilir."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            letter = self.fields["letter"]
            letter.help_text = f"{letter.help_text} {AGAIN}"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        days = values.get("valid_from"), values.get("valid_to")
        if all(isinstance(day, dt.date) for day in days):
            why_not = rules.why_not_period(days[0], days[1], timezone.localdate())
            if why_not:
                self.add_error("valid_to", why_not)
        return values

    def mandate(self) -> Mandate:
        values = self.cleaned_data
        return Mandate(values["role_title"], values["letter"], values["valid_from"], values["valid_to"])


class OnePlaceMixin(forms.BaseForm):
    """A district of the own province, or the name of another place; not both."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("district") and values.get("place"):
            self.add_error("place", _("İlçe seçtiniz; bu alanı boş bırakınız ya da ilçe seçimini kaldırınız."))
        return values


class ProfileForm(OnePlaceMixin, forms.Form):
    """What an organisation says of itself on its public page."""

    short_name = CleanCharField(label=_("Kısa adı"), max_length=40, required=False)
    district = forms.ModelChoiceField(
        label=_("İlçe"), queryset=District.objects.alphabetical(), required=False, empty_label=_("Seçiniz")
    )
    place = CleanCharField(
        label=_("Başka bir ildeyse il veya ilçe"), max_length=80, required=False, help_text=_("Örneğin Manisa.")
    )
    website = WebsiteField(label=_("İnternet sitesi"), required=False, help_text=_("Örneğin www.ornek.org.tr"))
    email = EmailAddressField(
        label=_("Kurumsal e-posta adresi"),
        required=False,
        help_text=_("Herkese açık sayfada görünür; kişisel adresinizi yazmayınız."),
    )
    about = CleanTextField(
        label=_("Tanıtım"),
        max_length=3000,
        required=False,
        help_text=_("Kurum ne yapar, kimler için çalışır. Herkese açık sayfada görünür."),
    )


class ProposalForm(MandateForm, ProfileForm):
    """A new organisation, together with the proposer's own mandate."""

    kind = forms.ChoiceField(label=_("Kurumun türü"), choices=[("", _("Seçiniz")), *Organisation.Kind.choices])
    name = CleanCharField(label=_("Kurumun adı"), max_length=200, help_text=_("Tüzükteki ya da resmî tam adı."))
    field_order = ["kind", "name", *ProfileForm.base_fields, *MandateForm.base_fields]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if why_not := rules.why_not_name(Organisation(), name):
            more = _("Kurumu listede arayıp oradan başvurabilirsiniz.")
            raise ValidationError(f"{why_not} {more}", code="taken")
        return name

    @property
    def organisation_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name not in self.mandate_names]

    @property
    def mandate_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name in self.mandate_names]

    @property
    def mandate_names(self) -> set[str]:
        return {*MandateForm.base_fields, "notice_version"}

    def organisation(self) -> Organisation:
        values = {name: value for name, value in self.cleaned_data.items() if name not in self.mandate_names}
        return Organisation(**values)


class SearchForm(forms.Form):
    q = CleanCharField(
        label=_("Kurumun adı"), max_length=100, help_text=_("Adının bir bölümünü ya da kısa adını yazmanız yeterli.")
    )


class EndForm(forms.Form):
    reason = CleanCharField(label=_("Gerekçe"), max_length=500, required=False)


class ReasonForm(forms.Form):
    """A clerk's reason, which the person concerned reads."""

    reason = CleanTextField(
        label=_("Gerekçe"), max_length=500, lines=4, help_text=_("İlgili kişiye e-posta ile aynen iletilir.")
    )


class OrganisationForm(OnePlaceMixin, forms.ModelForm):
    """A clerk's form: everything but the state, which has its own buttons."""

    name = CleanCharField(label=_("Kurumun adı"), max_length=200)
    short_name = CleanCharField(label=_("Kısa adı"), max_length=40, required=False)
    place = CleanCharField(
        label=_("Yer"),
        max_length=80,
        required=False,
        help_text=_("Başka bir ildeyse il veya ilçe adı. Bu ildeyse boş bırakıp ilçeyi seçiniz."),
    )
    website = WebsiteField(label=_("İnternet sitesi"), required=False)
    email = EmailAddressField(label=_("Kurumsal e-posta adresi"), required=False)
    about = CleanTextField(label=_("Tanıtım"), max_length=3000, required=False)

    class Meta:
        model = Organisation
        fields = ["kind", "name", "short_name", "district", "place", "website", "email", "about"]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if why_not := rules.why_not_name(self.instance, name):
            raise ValidationError(why_not, code="taken")
        return name

    def clean_kind(self) -> str:
        kind = self.cleaned_data["kind"]
        if why_not := rules.why_not_kind(self.instance, kind):
            raise ValidationError(why_not, code="members")
        return kind


class FederationMembershipForm(forms.ModelForm):
    since = DayField(label=_("Üyelik başlangıcı"))
    until = DayField(label=_("Üyelik bitişi"), required=False, help_text=_("Üyelik sürüyorsa boş bırakınız."))

    class Meta:
        model = FederationMembership
        fields = ["federation", "member", "since", "until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Organisation.objects.exclude(state=Organisation.State.REJECTED).alphabetical()
        if "federation" in self.fields:
            self.fields["federation"].queryset = known.filter(kind=Organisation.Kind.FEDERATION)
            self.fields["member"].queryset = known

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        federation, member = values.get("federation"), values.get("member")
        if federation and member and (why_not := rules.why_not_member(federation, member)):
            self.add_error("member", why_not)
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", _("Üyelik bitişi başlangıcından önce olamaz."))
        return values


def profile_of(organisation: Organisation) -> dict[str, Any]:
    """The profile as the form's first values."""
    return {name: getattr(organisation, name) for name in ProfileForm.base_fields}
