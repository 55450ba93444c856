"""The organiser's survey questions at the desk: once somebody has answered one, it stays what it was."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from etkinlikler.models import SurveyQuestion
from etkinlikler.rules.survey import why_not_change_question

ASKED = ("text", "kind")


class SurveyQuestionForm(forms.ModelForm):
    class Meta:
        model = SurveyQuestion
        fields = ["text", "kind", "position"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if any(name in self.changed_data for name in ASKED) and (refusal := why_not_change_question(self.instance)):
            raise ValidationError(refusal, code="answered")
        return values


class SurveyQuestionFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            if refusal := why_not_change_question(form.instance):
                raise ValidationError(refusal, code="answered")
