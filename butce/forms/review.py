"""What the review asks: of the desk before each act, of departments, and of an author who objects."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from butce.forms.money import LiraField
from butce.models import Assessment, ConflictPair, Department, Envelope, Proposal
from butce.rules.review import fitting_envelopes
from butce.services.assessments import Answer
from butce.services.review import Verdict
from konsey.forms.fields import CleanCharField, CleanTextField

SHOWN = _("Fikrin sayfasında görünür.")
EXPLANATION = _("Açıklama")
INSIDE = _("Yalnızca görevliler görür.")
REASONS = [("", _("Seçiniz")), *[each for each in Proposal.Reason.choices if each[0]]]


def _sentence(label: Any = EXPLANATION, **options: Any) -> CleanTextField:
    return CleanTextField(**{"label": label, "max_length": 500, "lines": 3, "help_text": SHOWN, **options})


def _note() -> CleanTextField:
    return CleanTextField(label=_("İç not"), max_length=1_000, lines=3, required=False, help_text=INSIDE)


class PassForm(forms.Form):
    note = _note()


class NoteForm(forms.Form):
    note = CleanTextField(label=_("Neden"), max_length=1_000, lines=3, help_text=INSIDE)


class ReturnForm(forms.Form):
    sentence = _sentence(_("Yazardan beklenen düzeltme"))
    note = _note()


class RedirectForm(forms.Form):
    sentence = CleanTextField(
        label=_("Yazara açıklama"),
        max_length=500,
        lines=3,
        help_text=_("Yalnızca yazara gönderilen mektupta yer alır."),
    )
    note = _note()


class IneligibleForm(forms.Form):
    reason = forms.ChoiceField(label=_("Gerekçe kodu"), choices=REASONS)
    sentence = _sentence(_("Herkesin okuyacağı gerekçe"))
    note = _note()


class MergeForm(forms.Form):
    number = forms.IntegerField(
        label=_("Süren fikrin numarası"), min_value=1, help_text=_("Aynı dönemde; numara fikrin sayfasında yazar.")
    )
    sentence = _sentence()


class SentenceForm(forms.Form):
    sentence = _sentence()


class AskForm(forms.Form):
    departments = forms.ModelMultipleChoiceField(
        label=_("Birimler"), queryset=Department.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    due_on = forms.DateField(label=_("Son gün"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    question = CleanTextField(label=_("Soru"), max_length=1_000, lines=4, required=False, help_text=SHOWN)


class VerdictForm(forms.Form):
    """The envelopes offered are those that fit the idea, which comes as the initial value ``proposal``."""

    cost = LiraField(label=_("Kesin bedel (TL)"))
    running_cost = LiraField(label=_("Yıllık işletme gideri (TL)"), required=False, allow_zero=True)
    summary = CleanTextField(
        label=_("Sade özet"), max_length=300, lines=3, help_text=_("Pusulada görünür: bir iki kısa, anlaşılır cümle.")
    )
    envelope = forms.ModelChoiceField(label=_("Bütçe payı"), queryset=Envelope.objects.none())
    sentence = _sentence(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["envelope"].queryset = fitting_envelopes(self.initial["proposal"])


def verdict_from(answers: dict[str, Any]) -> Verdict:
    return Verdict(**{name: answers[name] for name in ("cost", "running_cost", "summary", "envelope")})


def verdict_so_far(proposal: Proposal) -> dict[str, Any]:
    """Fill the form with what stands, else with the sum of what the departments said."""
    answers = [each for each in proposal.assessments.all() if each.state == Assessment.State.ANSWERED]
    said = [each for each in answers if each.published_at is None] or answers
    costs = [each.cost for each in said if each.cost is not None]
    running = [each.running_cost for each in said if each.running_cost is not None]
    fitting = list(fitting_envelopes(proposal)[:2])
    return {
        "proposal": proposal,
        "cost": proposal.cost or sum(costs) or None,
        "running_cost": proposal.running_cost if proposal.running_cost is not None else (sum(running) or None),
        "summary": proposal.summary,
        "envelope": proposal.envelope_id or (fitting[0].pk if len(fitting) == 1 else None),
    }


class AnswerForm(forms.Form):
    """A department's answer. What must go together is checked by the service, in its own sentences."""

    feasibility = forms.ChoiceField(
        label=_("Yapılabilirlik"), choices=Assessment.Feasibility.choices, widget=forms.RadioSelect
    )
    ownership = forms.ChoiceField(
        label=_("Mülkiyet"), choices=[("", _("Seçiniz")), *Assessment.Ownership.choices], required=False
    )
    cost = LiraField(label=_("Bedel (TL)"), required=False, help_text=_("Yapılabilir bir proje için gereklidir."))
    running_cost = LiraField(label=_("Yıllık işletme gideri (TL)"), required=False, allow_zero=True)
    reason = forms.ChoiceField(
        label=_("Gerekçe kodu"), choices=REASONS, required=False, help_text=_("Yapılamaz yanıtı için gereklidir.")
    )
    sentence = _sentence(
        _("Herkesin okuyacağı açıklama"), help_text=_("Karar verilince biriminizin adıyla fikrin sayfasında görünür.")
    )
    note = CleanTextField(label=_("İç not"), max_length=2_000, lines=4, required=False, help_text=INSIDE)
    has_conflict_of_interest = forms.BooleanField(
        label=_("Bu öneriyle kişisel bir çıkar ilişkim var"), required=False, help_text=SHOWN
    )
    conflict_text = CleanCharField(
        label=_("İlişkinin açıklaması"),
        max_length=300,
        required=False,
        help_text=_("Adınızı yazmayınız; sayfada görünür."),
    )


def answer_from(answers: dict[str, Any]) -> Answer:
    values = dict(answers)
    if values["feasibility"] != Assessment.Feasibility.NO:
        values["reason"] = ""
    if not values["has_conflict_of_interest"]:
        values["conflict_text"] = ""
    return Answer(**values)


class MissingForm(forms.Form):
    sentence = CleanTextField(label=_("Eksik olan bilgi"), max_length=500, lines=4, help_text=SHOWN)


class ForwardForm(forms.Form):
    department = forms.ModelChoiceField(label=_("Birim"), queryset=Department.objects.all())
    sentence = CleanTextField(label=_("Neden"), max_length=500, lines=3, required=False, help_text=SHOWN)


class SettleForm(forms.Form):
    answer = CleanTextField(label=_("Kararın gerekçesi"), max_length=1_000, lines=4, help_text=SHOWN)


class SettleFeasibleForm(VerdictForm):
    answer = CleanTextField(label=_("Kararın gerekçesi"), max_length=1_000, lines=4, help_text=SHOWN)
    field_order = ("answer",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["sentence"]


class ObjectionForm(forms.Form):
    text = CleanTextField(
        label=_("İtirazınız"),
        min_length=20,
        max_length=3_000,
        lines=8,
        help_text=_("Hangi gerekçeye neden katılmadığınızı yazınız. Karar verilince fikrin sayfasında yayımlanır."),
    )


class ConflictPairForm(forms.ModelForm):
    """The two are told apart by their number alone, so it does not matter which is named first."""

    class Meta:
        model = ConflictPair
        fields = ["first", "second", "reason"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, second = data.get("first"), data.get("second")
        if first is None or second is None:
            return data
        if first == second:
            raise forms.ValidationError(_("İki ayrı proje seçiniz."))
        if first.envelope_id is None or first.envelope_id != second.envelope_id:
            raise forms.ValidationError(_("İki proje aynı bütçe payında olmalıdır; ancak o zaman birlikte oylanır."))
        if first.cycle.frozen_at is not None:
            raise forms.ValidationError(_("Oylama pusulası kesinleşti; bu kural artık değiştirilemez."))
        if first.pk > second.pk:
            data["first"], data["second"] = second, first
        return data
