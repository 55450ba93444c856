"""The forms of asking for a park. A draft needs a zone and a time; ``strict`` asks for all that handing in needs."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.availability import NOBODY, free_equipment, taken_for
from etkinlikler.models import Equipment, Event, LivingPark, ParkUseRequest, ParkZone
from etkinlikler.rules import parks as park_rules
from etkinlikler.rules import parkuse as rules
from etkinlikler.services.parkuse import COLUMNS, Wish
from konsey.forms.fields import CleanCharField, CleanTextField
from konsey.forms.notices import NoticeMixin
from konsey.numbers import number

MANY = 1_000_000
SECTIONS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (gettext_lazy("Nerede ve ne zaman?"), ("zone", "day", "begins", "ends")),
    (gettext_lazy("Ne yapacaksınız?"), ("title", "kind", "description", "expected_count")),
    (gettext_lazy("Neye dikkat edilecek?"), ("has_sound", "has_food", "has_minors", "risk_note")),
    (gettext_lazy("Malzeme"), ("equipment",)),
    (gettext_lazy("Kim başvuruyor?"), ("group_name", "responsible_adult", "phone", "notice_version")),
)
_PLAIN = tuple(name for name in COLUMNS if name not in {"starts_at", "ends_at"})


def _count(**options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        max_value=MANY,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": gettext_lazy("Sayıyı rakamla yazınız."),
            "max_value": gettext_lazy("Bu sayı çok büyük."),
            "min_value": gettext_lazy("Bu sayı çok küçük."),
            "required": gettext_lazy("Bir sayı yazınız."),
        },
        **options,
    )


def _time(label: Any, sentence: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": sentence, "invalid": gettext_lazy("Saati şöyle yazınız: 14.30")},
    )


class ZoneField(forms.ModelChoiceField):
    def label_from_instance(self, zone: ParkZone) -> str:
        """The zone with what decides the choice: how many it holds, what it has."""
        words = [_("en çok %(number)s kişi") % {"number": number(zone.capacity)}, zone.features]
        words += [_("elektrik var") if zone.has_power else "", "" if zone.allows_sound else _("ses sistemi yok")]
        return f"{zone.name}: {', '.join(word for word in words if word)}"


class ParkUseForm(NoticeMixin):
    notice_kind = "park_use"

    zone = ZoneField(
        ParkZone.objects.none(),
        label=gettext_lazy("Parkın bölümü"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": gettext_lazy("Bir bölüm seçiniz.")},
    )
    day = forms.DateField(
        label=gettext_lazy("Gün"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Günü seçiniz."),
            "invalid": gettext_lazy("Günü şöyle yazınız: 05.12.2026"),
        },
    )
    begins = _time(gettext_lazy("Başlangıç saati"), gettext_lazy("Başlangıç saatini yazınız."))
    ends = _time(gettext_lazy("Bitiş saati"), gettext_lazy("Bitiş saatini yazınız."))
    title = CleanCharField(
        label=gettext_lazy("Etkinliğin adı"),
        max_length=120,
        help_text=gettext_lazy("Onaylanınca herkese bu adla duyurulur. Örnek: Çık Dışarı Oynayalım"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Etkinlik türü"), choices=Event.Kind.choices, initial=Event.Kind.OPEN_AIR
    )
    description = CleanTextField(
        label=gettext_lazy("Ne yapmak istiyorsunuz?"),
        max_length=3_000,
        lines=6,
        help_text=gettext_lazy("Onaylanınca etkinliğin sayfasında yayımlanır; kişisel bilgi yazmayınız."),
    )
    expected_count = _count(label=gettext_lazy("Kaç kişi bekliyorsunuz?"), min_value=1)
    has_sound = forms.BooleanField(label=gettext_lazy("Ses sistemi kullanılacak"), required=False)
    has_food = forms.BooleanField(label=gettext_lazy("Yiyecek dağıtılacak"), required=False)
    has_minors = forms.BooleanField(label=gettext_lazy("18 yaşından küçükler katılacak"), required=False)
    risk_note = CleanCharField(
        label=gettext_lazy("Güvenlik notu"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Ateş, yükseklik, taşıt gibi özel bir durum varsa nasıl önlem alacağınızı yazınız."),
    )
    group_name = CleanCharField(
        label=gettext_lazy("Grubunuzun adı"), max_length=120, help_text=gettext_lazy("Onaylanınca yayımlanır.")
    )
    responsible_adult = CleanCharField(
        label=gettext_lazy("Sorumlu kişinin adı soyadı"),
        max_length=120,
        help_text=gettext_lazy("18 yaşından büyük, etkinlik boyunca parkta olacak kişi. Yayımlanmaz."),
    )
    phone = CleanCharField(
        label=gettext_lazy("Cep telefonu"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        help_text=gettext_lazy("Etkinlik günü size ulaşabilmemiz için. Yayımlanmaz."),
    )

    def __init__(
        self, *args: Any, park: LivingPark, use: ParkUseRequest | None = None, strict: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.park, self.use, self.strict = park, use, strict
        self._offer_zones()
        for name, sentence in rules.NEEDED.items():
            # Shown as needed from the start; only what is sent as a draft may lack it.
            self.fields[name].required = strict or not self.is_bound
            self.fields[name].error_messages["required"] = sentence
        self.things = list(Equipment.objects.all())
        free = self._free()
        for thing in self.things:
            self.fields[f"equipment_{thing.pk}"] = _count(
                label=thing.name, required=False, min_value=0, help_text=_hint(thing, free)
            )

    @classmethod
    def of_stored(cls, use: ParkUseRequest, park: LivingPark, notice_version: int) -> "ParkUseForm":
        """The strict form, sent as it is stored: says what the request still lacks."""
        typed = {**typed_of(use), "notice_version": str(notice_version)}
        return cls(typed, park=park, use=use, strict=True)

    def sections(self) -> Iterator[tuple[str, list[BoundField]]]:
        for title, names in SECTIONS:
            if names == ("equipment",):
                names = tuple(f"equipment_{thing.pk}" for thing in self.things)
            if names:
                yield str(title), [self[name] for name in names]

    def wish(self) -> Wish:
        """What a valid form says."""
        clean = self.cleaned_data
        return Wish(
            starts_at=_moment(clean["day"], clean["begins"]),
            ends_at=_moment(clean["day"], clean["ends"]),
            loans=tuple(self._loans()),
            **{name: clean[name] for name in _PLAIN},
        )

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and (sum(letter.isdecimal() for letter in phone) < 10 or set(phone) - set("0123456789 +()-")):
            raise ValidationError(_("Telefonu alan koduyla, rakamla yazınız. Örnek: 0555 555 55 55"), code="invalid")
        return phone

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"zone", "day", "begins", "ends", "expected_count"} - set(data):
            return data
        if data["ends"] <= data["begins"]:
            self.add_error("ends", _("Bitiş saati, başlangıç saatinden sonra olmalıdır."))
        elif self.strict:
            for name, sentence in self._refusals(data).items():
                self.add_error(name, sentence)
        return data

    def _refusals(self, data: dict[str, Any]) -> dict[str, str]:
        """What the rules say, beside the field it is about. A question answered late keeps the day of asking."""
        zone, asked = self._zone(data["zone"]), timezone.now()
        wanted = ParkUseRequest(
            zone=zone, starts_at=_moment(data["day"], data["begins"]), ends_at=_moment(data["day"], data["ends"]),
            expected_count=data["expected_count"], has_sound=data["has_sound"],
        )  # fmt: skip
        but = self.use.pk if self.use else NOBODY
        if self.use is not None and self.use.submitted_at:
            asked = self.use.submitted_at
        taken = taken_for(zone, wanted.starts_at, wanted.ends_at, but=but)
        return rules.why_not_wanted(wanted, self._loans(), taken, asked)

    def _zone(self, chosen: ParkZone) -> ParkZone:
        """The chosen zone with the park whose hours and closed days are loaded."""
        chosen.park = self.park
        return chosen

    def _loans(self) -> list[tuple[Equipment, int]]:
        counts = [(thing, self.cleaned_data.get(f"equipment_{thing.pk}") or 0) for thing in self.things]
        return [(thing, count) for thing, count in counts if count]

    def _offer_zones(self) -> None:
        field = cast(ZoneField, self.fields["zone"])
        field.queryset = self.park.zones.all()
        field.choices = [(zone.pk, field.label_from_instance(zone)) for zone in self.park.zones.all()]

    def _free(self) -> dict[int, int] | None:
        """What is free at the time that the form knows, or during the whole day; None while it knows no day."""
        values = {name: self._known(name) for name in ("day", "begins", "ends")}
        day = values["day"]
        if not isinstance(day, dt.date):
            return None
        hours = park_rules.hours_of(self.park, day)
        begins = values["begins"] if isinstance(values["begins"], dt.time) else hours and hours.opens
        ends = values["ends"] if isinstance(values["ends"], dt.time) else hours and hours.closes
        if not begins or not ends or ends <= begins:
            return None
        but = self.use.pk if self.use else NOBODY
        return free_equipment(_moment(day, begins), _moment(day, ends), but=but, things=self.things)

    def _known(self, name: str) -> Any:
        value = self.data.get(name) if self.is_bound else self.initial.get(name)
        try:
            return self.fields[name].to_python(value)
        except ValidationError:
            return None


class AnswerForm(forms.Form):
    text = CleanTextField(
        label=gettext_lazy("Yanıtınız"),
        max_length=2_000,
        lines=4,
        error_messages={"required": gettext_lazy("Yanıtınızı yazınız.")},
    )


class CancelForm(forms.Form):
    reason = CleanCharField(
        label=gettext_lazy("Neden"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Duyurulan bir etkinlikse sayfasında görünür."),
    )


class ReportForm(forms.Form):
    attended = _count(label=gettext_lazy("Kaç kişi katıldı?"), min_value=0)
    text = CleanTextField(
        label=gettext_lazy("Nasıl geçti?"), max_length=3_000, lines=6, required=False,
        help_text=gettext_lazy("Neler iyiydi, ne eksikti, parkta bir hasar oldu mu?"),
    )  # fmt: skip


def typed_of(use: ParkUseRequest) -> dict[str, Any]:
    """What somebody would have typed to get what is stored."""
    start, end = timezone.localtime(use.starts_at), timezone.localtime(use.ends_at)
    typed: dict[str, Any] = {name: getattr(use, name) for name in _PLAIN if name != "zone"}
    typed |= {"zone": use.zone_id, "day": start.date(), "begins": start.time(), "ends": end.time()}
    return typed | {f"equipment_{row.equipment_id}": row.quantity for row in use.loans.all()}


def _moment(day: dt.date, time: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, time))


def _hint(thing: Equipment, free: dict[int, int] | None) -> str:
    needs = " " + _("Elektrik ister.") if thing.needs_power else ""
    if free is None:
        return _("Stokta %(stock)s %(unit)s.") % {"stock": number(thing.stock), "unit": thing.unit} + needs
    left = number(free.get(thing.pk, thing.stock))
    return _("Seçtiğiniz zamanda boşta: %(free)s %(unit)s.") % {"free": left, "unit": thing.unit} + needs
