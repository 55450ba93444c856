"""What people type after an event: the number of a certificate, and the survey's answers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from etkinlikler.certificatenumbers import read
from etkinlikler.models import SurveyQuestion
from etkinlikler.services.survey import Reply
from etkinlikler.surveyresults import RATINGS, WORDS
from konsey.forms.fields import CleanCharField, CleanTextField

Kind = SurveyQuestion.Kind


class CertificateNumberForm(forms.Form):
    number = CleanCharField(
        label=_("Belge numarası"),
        max_length=40,
        help_text=_("Örneğin KB-7F3M-Q9ZT-X2KD. Büyük küçük harf ve boşluk fark etmez."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Belgenin üzerindeki numarayı yazınız.")},
    )

    def clean_number(self) -> str:
        number = read(self.cleaned_data["number"])
        if number is None:
            raise ValidationError(
                _("Bu bir belge numarası değil. Numara KB ile başlar ve ardından on iki harf ya da rakam gelir."),
                code="no_number",
            )
        return number


class SurveyForm(forms.Form):
    """One field for each of the organiser's questions; each may be left out, but not all of them."""

    def __init__(self, *args: Any, questions: Iterable[SurveyQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = {f"soru-{question.pk}": question for question in questions}
        for name, question in self.questions.items():
            self.fields[name] = _field(question)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors and not any(values.get(name) for name in self.questions):
            raise ValidationError(_("En az bir soruyu yanıtlayınız."), code="nothing")
        return values

    def replies(self) -> dict[int, Reply]:
        given = [(question, self.cleaned_data[name]) for name, question in self.questions.items()]
        return {question.pk: _reply(question, value) for question, value in given if value}


def _field(question: SurveyQuestion) -> forms.Field:
    if question.kind == Kind.TEXT:
        return CleanTextField(label=question.text, max_length=1_000, lines=4, required=False)
    choices = RATINGS if question.kind == Kind.RATING else WORDS
    return forms.ChoiceField(
        label=question.text,
        choices=[(str(value), word) for value, word in choices.items()],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Seçeneklerden birini seçiniz.")},
    )


def _reply(question: SurveyQuestion, value: str) -> Reply:
    return Reply(rating=int(value)) if question.kind == Kind.RATING else Reply(text=value)
