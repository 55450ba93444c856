"""The organiser's own questions as form fields; each says how long its answer is kept."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.models import Question
from konsey.forms.fields import CleanCharField

REQUIRED = {"required": gettext_lazy("Bu soruyu yanıtlayınız.")}
LONGEST = 500


def field_name(question: Question) -> str:
    return f"soru_{question.pk}"


def field_for(question: Question) -> forms.Field:
    options: dict[str, Any] = {
        "label": question.text,
        "required": question.is_required,
        "help_text": _help(question),
        "error_messages": REQUIRED,
    }
    if question.kind == Question.Kind.TEXT:
        return CleanCharField(max_length=LONGEST, **options)
    if question.kind == Question.Kind.YES_NO:
        words = [_("Evet"), _("Hayır")]
        return forms.ChoiceField(choices=[(word, word) for word in words], widget=forms.RadioSelect, **options)
    choices = [("", _("Seçiniz")), *((option, option) for option in question.options)]
    return forms.ChoiceField(choices=choices, **options)


def answers(questions: Iterable[Question], cleaned: Mapping[str, object]) -> list[tuple[int, str]]:
    """Return what was answered; a question left empty has no row."""
    given = [(question.pk, str(cleaned.get(field_name(question)) or "")) for question in questions]
    return [(key, answer[:LONGEST]) for key, answer in given if answer]


def _help(question: Question) -> SafeString:
    kept = _("Yanıtınız etkinlik bittikten sonra %(days)d gün saklanır.") % {"days": question.retention_days}
    return format_html("{} {}", question.hint, kept) if question.hint else format_html("{}", kept)
