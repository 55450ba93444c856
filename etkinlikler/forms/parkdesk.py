"""What the desk asks before its acts on a request for a park, and the check of a park's closed days."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.models import Event, ParkClosure, ParkUseRequest
from etkinlikler.services.parkdecisions import Approval
from etkinlikler.services.parkevents import usual_organiser
from konsey.forms.fields import CleanTextField
from meclisler.models import Body

ENTRIES = [(Event.Entry.FREE.value, Event.Entry.FREE.label), (Event.Entry.OPEN.value, Event.Entry.OPEN.label)]
SUMMARY = 300


class QuestionForm(forms.Form):
    question = CleanTextField(
        label=gettext_lazy("Başvurana sorunuz"),
        max_length=2_000,
        lines=4,
        help_text=gettext_lazy("Mektupla gider; yanıt başvurunun geçmişinde görünür."),
    )


class ReasonForm(forms.Form):
    reason = CleanTextField(
        label=gettext_lazy("Gerekçe"), max_length=300, lines=3, help_text=gettext_lazy("Başvurana yazılır.")
    )


class ApprovalForm(forms.Form):
    summary = CleanTextField(
        label=gettext_lazy("Etkinliğin özeti"),
        max_length=SUMMARY,
        lines=2,
        help_text=gettext_lazy("Bir iki cümle; etkinlik listelerinde görünür."),
    )
    organiser = forms.ModelChoiceField(
        Body.objects.open().in_order(),
        label=gettext_lazy("Düzenleyen kurul"),
        help_text=gettext_lazy("Etkinliğin sayfasında görünür."),
    )
    entry = forms.ChoiceField(label=gettext_lazy("Katılım"), choices=ENTRIES, widget=forms.RadioSelect)
    places = forms.IntegerField(
        label=gettext_lazy("Kayıtla verilecek yer"),
        required=False,
        min_value=1,
        help_text=gettext_lazy("Yalnızca kayıtla katılımda; bölümün kişi sayısını aşamaz."),
    )
    conditions = CleanTextField(
        label=gettext_lazy("Koşullar"),
        max_length=2_000,
        lines=5,
        required=False,
        help_text=gettext_lazy("Her satıra bir koşul; izin belgesine ve mektuba yazılır."),
    )


def approval_from(answers: dict[str, Any]) -> Approval:
    return Approval(**answers)


def approval_so_far(use: ParkUseRequest) -> dict[str, Any]:
    return {"summary": _opening(use.description), "organiser": usual_organiser(), "entry": Event.Entry.FREE}


def _opening(text: str) -> str:
    """The first whole words that fit."""
    line = " ".join(text.split())
    return line if len(line) <= SUMMARY else line[: SUMMARY - 1].rsplit(" ", 1)[0] + "…"


class ClosureForm(forms.ModelForm):
    class Meta:
        model = ParkClosure
        fields = ["zone", "first_day", "last_day", "reason"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        zone = data.get("zone")
        if zone is not None and zone.park_id != self.instance.park_id:
            raise ValidationError({"zone": _("Bu bölüm başka bir parkta.")})
        return data
