"""Forms of the desk: who stands there, what a paper says."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from konsey.forms.fields import CleanCharField
from konsey.forms.identity import BirthYearField, NationalIdField
from sandik.choices import Choices
from sandik.models import Box, Paper, PaperBallot
from sandik.services.desk import Reading

MOST = 1_000_000
ONE = re.compile(r"(\d{1,4})(?:\s*[:=]\s*(\d{1,7}))?", re.ASCII)


class StationForm(forms.Form):
    box = forms.ModelChoiceField(
        label=_("Oylama"), queryset=Box.objects.filter(frozen_at__isnull=False, sealed_at__isnull=True)
    )
    name = CleanCharField(label=_("Masanın adı"), max_length=120)
    address = CleanCharField(label=_("Adres"), max_length=250, required=False)


class MarkForm(forms.Form):
    """Compared with the register and forgotten."""

    number = NationalIdField(help_text=_("Kişinin kimlik kartından. Saklanmaz."))
    birth_year = BirthYearField(help_text=_("Kimlik kartındaki yıl, dört rakam."))


class ReadingForm(forms.Form):
    """What one clerk reads. Choices as numbers (ranking: in order), for points as ``number:points``."""

    numbers = CleanCharField(label=_("Seçilen projelerin numaraları"), max_length=1000, required=False)
    invalidity = forms.ChoiceField(
        label=_("Geçersizse nedeni"), choices=[("", _("Geçerli")), *PaperBallot.Invalidity.choices], required=False
    )

    def __init__(self, *args: Any, paper: Paper, **options: Any) -> None:
        super().__init__(*args, **options)
        self.paper = paper
        self.fields["numbers"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        self.fields["numbers"].help_text = self._how()

    def clean_numbers(self) -> Choices | None:
        typed = [
            part for part in re.split(r"[,;\s]+", re.sub(r"\s*[:=]\s*", ":", self.cleaned_data["numbers"])) if part
        ]
        found = [ONE.fullmatch(part) for part in typed]
        is_points = self.paper.kind == Paper.Kind.POINTS
        if not all(match and bool(match[2]) == is_points for match in found):
            raise ValidationError(self._how(), code="format")
        numbers = tuple(int(match[1]) for match in found if match)
        return Choices(numbers, tuple(int(match[2]) for match in found if match) if is_points else ())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        choices = data.get("numbers")
        if "numbers" in data and bool(choices.numbers) == bool(data.get("invalidity")):
            raise ValidationError(_("Ya seçilen numaraları yazınız ya da geçersizlik nedenini seçiniz."), code="either")
        return data

    def reading(self) -> Reading:
        if self.cleaned_data["invalidity"]:
            return Reading(invalidity=self.cleaned_data["invalidity"])
        return Reading(self.cleaned_data["numbers"])

    def _how(self) -> Any:
        if self.paper.kind == Paper.Kind.POINTS:
            return _("Numara ve puan, aralarında iki nokta: 3:500, 7:200")
        if self.paper.kind == Paper.Kind.RANKING:
            return _("Sıralamadaki gibi, virgülle: 7, 3, 12")
        return _("Virgülle: 3, 7, 12")


class EntryForm(ReadingForm):
    serial = forms.IntegerField(label=_("Pusula sıra numarası"), min_value=1, max_value=MOST)

    field_order = ["serial", "numbers", "invalidity"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for validator in self.fields["serial"].validators:
            validator.message = _("Pusula sıra numarası 1 ile 1.000.000 arasında olmalıdır.")
