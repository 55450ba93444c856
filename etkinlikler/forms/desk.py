"""What the events desk asks before an act: numbers of places, delegations, messages, invitations, reasons."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.models import Allotment, Event, EventMessage
from konsey import addresses, csvfiles, text
from konsey.errors import Refused
from konsey.forms.fields import CleanCharField, CleanTextField, EmailAddressField
from konsey.forms.uploads import CsvField

MOST_PLACES = 100_000
MOST_INVITATIONS = 500


class ReasonForm(forms.Form):
    reason = CleanCharField(
        label=gettext_lazy("Gerekçe"),
        max_length=300,
        help_text=gettext_lazy("Kayıt sahibine gönderilen mektupta yazar."),
    )


class PlacesForm(forms.Form):
    """All numbers on one sheet, since their sum is held by the hall."""

    capacity = forms.IntegerField(
        label=gettext_lazy("Verilecek yer, toplam"),
        min_value=0,
        max_value=MOST_PLACES,
        help_text=gettext_lazy("Payların toplamı bundan çok olamaz; etkinlik yerinin kişi sayısını aşamaz."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in Allotment.Kind:
            self.fields[kind.value] = forms.IntegerField(label=kind.label, min_value=0, max_value=MOST_PLACES)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kinds = [data.get(kind.value) for kind in Allotment.Kind]
        if not self.errors and sum(kinds) > data["capacity"]:
            sentence = _("Payların toplamı %(sum)d, verilecek yer %(capacity)d.")
            raise ValidationError(sentence % {"sum": sum(kinds), "capacity": data["capacity"]})
        return data


def places_so_far(event: Event) -> dict[str, Any]:
    stored = {row.kind: row.places for row in event.allotments.all()}
    return {"capacity": event.capacity} | {kind.value: stored.get(kind.value, 0) for kind in Allotment.Kind}


class QuotaForm(forms.Form):
    quota = forms.IntegerField(label=gettext_lazy("Kontenjan"), min_value=1, max_value=999)


class HeadForm(forms.Form):
    head_name = CleanCharField(label=gettext_lazy("Heyet başkanı"), max_length=120)
    head_email = EmailAddressField(label=gettext_lazy("Heyet başkanının e-posta adresi"))


class DelegationForm(HeadForm):
    organisation = CleanCharField(
        label=gettext_lazy("Kurum"),
        max_length=200,
        help_text=gettext_lazy("Kurumun adı; büyük küçük harf ve Türkçe harf farkı önemli değildir."),
    )
    quota = forms.IntegerField(label=gettext_lazy("Kontenjan"), min_value=1, max_value=999)
    field_order = ("organisation", "quota", "head_name", "head_email")


class DelegationFileForm(forms.Form):
    """The file is read once; its text goes on to the confirmation."""

    file = CsvField(
        label=gettext_lazy("Heyetler dosyası (CSV, UTF-8)"),
        required=False,
        help_text=gettext_lazy(
            "İlk satır sütun adlarıdır: kurum;baskan;eposta;kontenjan. Önce bir önizleme görürsünüz. Tek satır bile "
            "hatalıysa hiçbiri aktarılmaz, nedeni satır numarasıyla yazılır."
        ),
    )
    content = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            if data.get("file"):
                data["content"] = csvfiles.decode(data["file"])
        except Refused as refusal:
            self.add_error("file", refusal.message)
        if not self.errors and not data.get("content"):
            self.add_error("file", _("Bir dosya seçmeniz gerekiyor."))
        return data

    @property
    def carried(self) -> list[tuple[str, str]]:
        return [("content", self.cleaned_data["content"])]


class StewardForm(forms.Form):
    address = EmailAddressField(
        label=gettext_lazy("Görevlinin e-posta adresi"), help_text=gettext_lazy("Portaldaki hesabının adresi.")
    )


class MessageForm(forms.Form):
    audience = forms.ChoiceField(label=gettext_lazy("Kime"), choices=EventMessage.Audience.choices)
    subject = CleanCharField(label=gettext_lazy("Konu"), max_length=150)
    body = CleanTextField(
        label=gettext_lazy("İleti"),
        max_length=5_000,
        lines=10,
        help_text=gettext_lazy("Düz metin. Hitap, etkinlik bilgileri ve imza kendiliğinden eklenir."),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)


def new_message(event: Event) -> dict[str, Any]:
    return {"form_key": uuid.uuid4()}


class InvitationsForm(forms.Form):
    addresses = CleanTextField(
        label=gettext_lazy("Davet edilecekler"),
        max_length=100_000,
        lines=10,
        help_text=gettext_lazy("Her satıra bir kişi: ad@ornek.com ya da Ad Soyad <ad@ornek.com>."),
    )

    def clean_addresses(self) -> list[tuple[str, str]]:
        """Return (name or "", address); every bad line is named, so that nobody is left out unseen."""
        lines = [
            (number, each.strip())
            for number, line in enumerate(self.cleaned_data["addresses"].splitlines(), 1)
            for each in line.replace(",", ";").split(";")
            if each.strip()
        ]
        if len(lines) > MOST_INVITATIONS:
            raise ValidationError(_("Bir kerede en çok %d kişi davet edebilirsiniz.") % MOST_INVITATIONS)
        found, wrong = [], []
        for number, each in lines:
            try:
                found.append(_person(each))
            except ValidationError:
                wrong.append(
                    _("Satır %(line)d: “%(text)s” bir e-posta adresi değil.") % {"line": number, "text": each[:80]}
                )
        if wrong:
            raise ValidationError(wrong)
        return found


def _person(line: str) -> tuple[str, str]:
    name, opening, address = line.rpartition("<")
    return text.clean(name.strip().strip('"'))[:120], addresses.normalise(address.rstrip("> ") if opening else line)
