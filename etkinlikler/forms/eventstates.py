"""What is asked before an event changes its state, its time or its place."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.models import Event, Venue
from konsey.forms.fields import CleanCharField


def moment_field(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget)


class NoteForm(forms.Form):
    note = CleanCharField(
        label=gettext_lazy("Gerekçe"),
        max_length=300,
        help_text=gettext_lazy("Etkinliğin sayfasında ve mektupta herkes okur."),
    )


class MoveForm(forms.Form):
    starts_at = moment_field(gettext_lazy("Yeni başlangıç"))
    ends_at = moment_field(gettext_lazy("Yeni bitiş"))
    venue = forms.ModelChoiceField(label=gettext_lazy("Yer"), queryset=Venue.objects.order_by("name_sort"))
    note = CleanCharField(
        label=gettext_lazy("Açıklama"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Mektupta yazar; örneğin neden değiştiği."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and data["ends_at"] <= data["starts_at"]:
            raise ValidationError({"ends_at": _("Bitiş, başlangıçtan sonra olmalıdır.")})
        return data


def time_and_place_so_far(event: Event) -> dict[str, Any]:
    return {"starts_at": event.starts_at, "ends_at": event.ends_at, "venue": event.venue_id}


class CopyForm(forms.Form):
    starts_at = moment_field(gettext_lazy("Yeni etkinliğin başlangıcı"))
