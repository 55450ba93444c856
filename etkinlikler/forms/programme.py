"""The desk's forms of sessions, pictures and outcomes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.models import Hall, Outcome, Session, SurveyQuestion
from etkinlikler.rules.survey import why_not_change_question
from konsey.forms.fields import CleanCharField
from konsey.forms.uploads import DocumentFileField, PictureField

OVERLAP = gettext_lazy("Bu salonda aynı saatte başka bir oturum var.")


class HallField(forms.ModelChoiceField):
    """Halls of all venues, each with its venue's name."""

    def label_from_instance(self, obj: Hall) -> str:
        return f"{obj.venue.name}, {obj.name}"


class SessionForm(forms.ModelForm):
    hall = HallField(
        label=gettext_lazy("Salon"),
        queryset=Hall.objects.select_related("venue").order_by("venue__name_sort", "position", "pk"),
        required=False,
    )

    class Meta:
        model = Session
        fields = ["event", "hall", "kind", "title", "description", "starts_at", "ends_at"]

    def _get_validation_exclusions(self) -> set[str]:
        """The rule of the free hall looks at ``takes_place``, which no form shows; without it Django cannot check."""
        excluded: set[str] = super()._get_validation_exclusions()
        return excluded - {"takes_place"}


class SessionFormSet(forms.BaseInlineFormSet):
    """Two sessions typed on the same sheet are not in the database yet, so they are compared here."""

    def clean(self) -> None:
        super().clean()
        typed = [form for form in self.forms if _is_whole(form) and not self._should_delete_form(form)]
        for place, form in enumerate(typed):
            if any(_overlap(form, other) for other in typed[:place]):
                form.add_error(None, OVERLAP)


def _is_whole(form: forms.BaseForm) -> bool:
    data = getattr(form, "cleaned_data", {})
    return bool(data.get("hall") and data.get("starts_at") and data.get("ends_at"))


def _overlap(one: forms.BaseForm, other: forms.BaseForm) -> bool:
    a, b = one.cleaned_data, other.cleaned_data
    return bool(a["hall"] == b["hall"] and a["starts_at"] < b["ends_at"] and b["starts_at"] < a["ends_at"])


class SurveyQuestionForm(forms.ModelForm):
    class Meta:
        model = SurveyQuestion
        fields = ["text", "kind", "position"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"text", "kind"} & set(self.changed_data) and (refusal := why_not_change_question(self.instance)):
            raise ValidationError(refusal)
        return data


class SurveyQuestionFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            if refusal := why_not_change_question(form.instance):
                raise ValidationError(refusal)


class PictureForm(forms.ModelForm):
    """Of any stored picture; the file is needed once, later it may be replaced."""

    upload = PictureField(label=gettext_lazy("Görsel"), help_text=gettext_lazy("JPEG, PNG veya WebP; en fazla 8 MB."))
    alt = CleanCharField(
        label=gettext_lazy("Görseli anlatan metin"),
        max_length=200,
        help_text=gettext_lazy("Görseli göremeyenler için: ne göründüğünü bir cümleyle yazınız."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].required = self.instance.pk is None


class OutcomeForm(forms.ModelForm):
    file = DocumentFileField(
        label=gettext_lazy("Dosya"),
        required=False,
        help_text=gettext_lazy("PDF, DOCX, XLSX, ODT veya ODS; en fazla 20 MB."),
    )

    link = forms.URLField(
        label=gettext_lazy("Adres"), max_length=300, required=False, assume_scheme="https",
        help_text=gettext_lazy("Kayıtlar için."),
    )  # fmt: skip

    class Meta:
        model = Outcome
        fields = ["kind", "title", "body", "file", "link", "published_at", "position"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("body") or data.get("file") or data.get("link") or self.instance.file):
            self.add_error("body", _("Metin, dosya ya da adresten en az birini veriniz."))
        return data

    def save(self, commit: bool = True) -> Outcome:
        if upload := self.cleaned_data.get("file"):
            self.instance.file_size = upload.size or 0
        saved: Outcome = super().save(commit)
        return saved
