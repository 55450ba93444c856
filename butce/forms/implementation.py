"""What the desk writes about the work on a winner: where it stands, its diary, its photos."""

from dataclasses import fields
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from butce.forms.money import LiraField
from butce.models import Implementation, ImplementationStep, StepPhoto
from butce.rules.implementation import why_not_step, why_not_store
from butce.services.implementation import Report
from konsey.forms.fields import CleanCharField
from konsey.forms.uploads import PictureField

State = Implementation.State
REPORTED = tuple(field.name for field in fields(Report))


class WorkForm(forms.ModelForm):
    """Says what is missing before the service would; remembers which version the clerk has seen."""

    contract_amount = LiraField(label=_("Sözleşme bedeli (TL)"), required=False)
    percentage = forms.IntegerField(
        label=_("Tamamlanma (%)"), min_value=0, max_value=100, help_text=_("Tamamlanan projede kendiliğinden 100 olur.")
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Implementation
        fields = REPORTED
        help_texts = {
            "delay_reason": _("Gecikmede ve beklenen bitiş ileri alınırken zorunludur; projenin sayfasında görünür."),
            "finished_on": _("Yalnızca tamamlanan projede yazılır."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.promised = self.instance.expected_on
        if "seen" in self.fields and self.instance.changed_at is not None:
            self.fields["seen"].initial = self.instance.changed_at.isoformat()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if self.errors:
            return values
        is_finished = values["state"] == State.FINISHED
        values["percentage"] = 100 if is_finished else values["percentage"]
        values["finished_on"] = values["finished_on"] if is_finished else None
        wished = Implementation(**{name: values[name] for name in REPORTED})
        if reason := why_not_store(wished, self.promised, timezone.localdate()):
            raise ValidationError(reason, code="incomplete")
        return values

    def report(self) -> Report:
        return Report(**{name: self.cleaned_data[name] for name in REPORTED})


class StepForm(forms.ModelForm):
    class Meta:
        model = ImplementationStep
        fields = ["implementation", "title", "text", "planned_on", "done_on"]
        labels = {"implementation": _("Proje")}
        help_texts = {"text": _("Bir iki cümle; projenin sayfasında, adımın altında görünür.")}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors:
            wished = ImplementationStep(planned_on=values["planned_on"], done_on=values["done_on"])
            if reason := why_not_step(wished, timezone.localdate()):
                raise ValidationError(reason, code="no_day")
        return values


class StepPhotoForm(forms.ModelForm):
    upload = PictureField(label=_("Fotoğraf"), help_text=_("JPEG, PNG veya WebP; en fazla 8 MB."))
    alt = CleanCharField(
        label=_("Fotoğrafı anlatan metin"),
        max_length=200,
        help_text=_("Fotoğrafı göremeyenler için: ne göründüğünü bir cümleyle yazınız."),
    )

    class Meta:
        model = StepPhoto
        fields = ["alt"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].required = self.instance.pk is None
