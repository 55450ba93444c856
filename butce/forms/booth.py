"""Forms at the door of the booth. What is typed here is compared and forgotten."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from butce.models import Cycle
from butce.rules.electorate import why_too_young
from konsey.errors import Refused
from konsey.forms.fields import CleanCharField
from konsey.forms.identity import CodeForm, RegisterForm
from sandik import receipts

TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class VoteByRegisterForm(RegisterForm):
    """Number and birth year of somebody who votes without an account."""


class VoteByCodeForm(CodeForm):
    """A code from a slip of paper. Nobody knows the bearer's age, so it is declared."""

    def __init__(self, cycle: Cycle, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["old_enough"] = age_field(cycle)


class AgeForm(forms.Form):
    """The same declaration, for accounts whose birth year is not known."""

    def __init__(self, cycle: Cycle, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["old_enough"] = age_field(cycle)


class ReceiptForm(forms.Form):
    code = CleanCharField(
        label=gettext_lazy("Alındı kodu"),
        max_length=60,
        widget=forms.TextInput(attrs=TYPED),
        help_text=gettext_lazy("Oyunuzu kullandığınızda gördüğünüz 20 harf ve rakam; çizgiler önemli değildir."),
    )

    def clean_code(self) -> str:
        try:
            return receipts.normalise(self.cleaned_data["code"])
        except Refused as refusal:
            raise ValidationError(refusal.message, code="receipt") from refusal


def age_field(cycle: Cycle) -> forms.BooleanField:
    return forms.BooleanField(
        label=_("%(year)d yılı içinde en az %(age)d yaşımı dolduruyorum ya da daha büyüğüm.")
        % {"year": cycle.age_on.year, "age": cycle.voting_age},
        error_messages={"required": why_too_young(cycle)},
    )
