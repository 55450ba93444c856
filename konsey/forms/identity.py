"""Forms of residence, verification and help. The numbers typed here are compared and forgotten."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from konsey import nationalid, onetimecode
from konsey.forms.fields import CleanCharField, CleanTextField
from konsey.forms.notices import NoticeMixin
from konsey.forms.places import NeighbourhoodField, NeighbourhoodPickerMixin
from konsey.models import HelpCase

# Never offered again by the browser: a number typed on a shared computer must not wait there for the next person.
DIGITS = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}


class NationalIdField(CleanCharField):
    """Eleven digits whose check digits are right. Only a typing error is found here, nothing about a person."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("T.C. kimlik numarası"))
        options.setdefault("max_length", 30)
        options.setdefault("widget", forms.TextInput(attrs=DIGITS))
        super().__init__(**options)

    def clean(self, value: object) -> str:
        number = nationalid.digits(super().clean(value))
        if number and not (number.isascii() and number.isdigit() and len(number) == 11):
            raise ValidationError(_("Kimlik numarası 11 rakamdan oluşur."), code="length")
        if number and not nationalid.is_plausible(number):
            raise ValidationError(
                _("Numarada bir yazım hatası var. Kimlik kartınızdan rakam rakam denetleyiniz."), code="check_digits"
            )
        return number


class BirthYearField(CleanCharField):
    """Cleans to an int, or None when nothing was typed and nothing is required."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Doğum yılı"))
        options.setdefault("max_length", 10)
        options.setdefault("widget", forms.TextInput(attrs=DIGITS))
        super().__init__(**options)

    def clean(self, value: object) -> int | None:  # type: ignore[override]
        year = super().clean(value)
        if not year:
            return None
        if not (
            year.isascii() and year.isdigit() and len(year) == 4 and 1900 <= int(year) <= timezone.localdate().year
        ):
            raise ValidationError(_("Doğum yılını dört rakamla yazınız. Örneğin: 1985."), code="year")
        return int(year)


class ResidenceForm(NeighbourhoodPickerMixin, NoticeMixin, forms.Form):
    notice_kind = "verification"

    neighbourhood = NeighbourhoodField(
        label=_("Oturduğunuz mahalle"), help_text=_("Resmî yerleşim yerinizi seçiniz; doğrulama ona göre yapılır.")
    )


class RegisterForm(NoticeMixin, forms.Form):
    """Number and birth year, to be found in the municipality's register."""

    notice_kind = "verification"

    number = NationalIdField(help_text=_("Kimlik kartınızın ön yüzündeki 11 rakam. Saklanmaz."))
    birth_year = BirthYearField(help_text=_("Kimlik kartınızdaki yıl, dört rakam."))


class CodeForm(NoticeMixin, forms.Form):
    """A code from a slip of paper."""

    notice_kind = "verification"

    code = CleanCharField(
        label=_("Kod"),
        max_length=40,
        help_text=_("Fişteki 12 harf ve rakam. Büyük ya da küçük harfle, çizgili ya da çizgisiz yazabilirsiniz."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        code = onetimecode.canonical(self.cleaned_data["code"])
        if not onetimecode.is_plausible(code):
            raise ValidationError(
                _(
                    "Kodda bir yazım hatası var. Fişteki 12 harf ve rakamı yeniden yazınız; "
                    "kodlarda I, L, O, 0 ve 1 hiç kullanılmaz."
                ),
                code="check_sign",
            )
        return code


class SignInForm(NoticeMixin, forms.Form):
    """Nothing is typed here, but data will come from the municipality."""

    notice_kind = "verification"


class HelpForm(NoticeMixin, forms.Form):
    """A question to the clerks."""

    notice_kind = "verification"

    kind = forms.ChoiceField(label=_("Konu"), choices=HelpCase.Kind.choices, widget=forms.RadioSelect)
    message = CleanTextField(
        label=_("Açıklama"),
        max_length=2000,
        lines=6,
        help_text=_("Ne yaptığınızı ve ne gördüğünüzü yazınız. Kimlik numaranızı ve kodunuzu yazmayınız."),
    )

    def clean_message(self) -> str:
        message: str = self.cleaned_data["message"]
        if nationalid.occurs_in(message):
            raise ValidationError(
                _("Açıklamada kimlik numarasına benzeyen bir sayı var. Kimlik numarası kaydetmiyoruz; çıkarınız."),
                code="national_id",
            )
        return message
