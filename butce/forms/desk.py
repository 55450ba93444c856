"""What the budget desk asks before an act, and the forms of cycles and envelopes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from butce.forms.money import LiraField
from butce.models import Envelope, PhaseKind, Proposal
from butce.services.errata import Correction
from konsey.forms.fields import CleanCharField, CleanTextField
from konsey.forms.uploads import CsvField


def moment_field(label: Any, help_text: Any = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, help_text=help_text)


class MovePhaseForm(forms.Form):
    """New dates for one phase; with only an end, everything after it moves as well."""

    kind = forms.ChoiceField(label=_("Aşama"), choices=PhaseKind.choices)
    starts_at = moment_field(
        _("Yeni başlangıç"), _("Boş bırakılırsa başlangıç aynı kalır ve sonraki aşamalar birlikte kayar.")
    )
    ends_at = moment_field(_("Yeni bitiş"))
    reason = CleanCharField(
        label=_("Gerekçe"), max_length=300, help_text=_("Dönemin sayfasında herkese açık kayda yazılır.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_at"].required = False


class ErratumForm(forms.Form):
    """A correction; the project's number is on its public page."""

    text = CleanTextField(
        label=_("Düzeltme metni"), max_length=2_000, lines=5, help_text=_("Oy pusulasının üstünde herkese gösterilir.")
    )
    number = forms.IntegerField(
        label=_("Proje numarası"), min_value=1, required=False, help_text=_("Bir projeyle ilgiliyse numarası.")
    )
    cost = LiraField(label=_("Doğru bedel (TL)"), required=False)
    title = CleanCharField(label=_("Doğru başlık"), max_length=100, required=False)
    summary = CleanCharField(label=_("Doğru özet"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if any(data.get(name) for name in ("cost", "title", "summary")) and not data.get("number"):
            raise ValidationError({"number": _("Neyi değiştirdiğinizi bilmek için proje numarasını yazınız.")})
        return data


def correction_from(answers: dict[str, Any]) -> Correction:
    return Correction(
        title=answers.get("title") or None, summary=answers.get("summary") or None, cost=answers.get("cost") or None
    )


class WithdrawForm(forms.Form):
    number = forms.IntegerField(label=_("Proje numarası"), min_value=1)
    text = CleanTextField(label=_("Neden"), max_length=500, lines=4, help_text=_("Oy pusulasının üstünde gösterilir."))


class IncidentForm(forms.Form):
    started_at = moment_field(_("Kesintinin başlangıcı"))
    ended_at = moment_field(_("Kesintinin bitişi"))
    text = CleanCharField(label=_("Ne oldu"), max_length=500, help_text=_("Dönemin sayfasında görünür."))


class IncidentDecisionForm(forms.Form):
    text = CleanCharField(label=_("Gerekçe"), max_length=300, help_text=_("Dönemin sayfasında görünür."))


class IdeaFileForm(forms.Form):
    file = CsvField(
        label=_("Fikirler dosyası (CSV, UTF-8)"),
        help_text=_(
            "İlk satır sütun adlarıdır: baslik;sorun;oneri;kimler;konu;ilce;mahalle;bedel;ad. Bedel TL olarak, ad "
            "sayfada görünecek addır (boş bırakılabilir). Tek satır bile hatalıysa hiçbiri aktarılmaz, nedeni yazılır."
        ),
    )


class EnvelopeForm(forms.ModelForm):
    amount = LiraField(label=_("Tutar (TL)"))

    class Meta:
        model = Envelope
        fields = [
            *("title", "scope", "district", "neighbourhood", "category", "amount", "electorate", "ballot_kind"),
            *("max_choices", "points_total", "points_per_project", "minimum_votes", "rule", "position"),
        ]


def project_of(cycle_id: int, number: int) -> Proposal | None:
    return Proposal.objects.filter(cycle=cycle_id, number=number, state=Proposal.State.ON_BALLOT).first()
