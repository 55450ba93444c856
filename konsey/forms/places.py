"""Choosing one of 1,297 neighbourhoods: in two steps without JavaScript, as type-ahead with it (static/js/picker.js).

A form that asks for a neighbourhood uses both pieces::

    class ResidenceForm(NeighbourhoodPickerMixin, forms.Form):
        neighbourhood = NeighbourhoodField(label=_("Mahalleniz"))

Its view needs nothing special. "Mahalleleri gösterin" sends the whole form; it comes back valid nowhere, without
errors, with everything typed and the district's neighbourhoods to choose from.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from konsey import text
from konsey.models import District, Neighbourhood
from konsey.models.places import search_words

SHOW, DISTRICT, TYPED = "_goster", "_ilce", "_yazi"
LONGEST_TYPED = 140


@dataclass(frozen=True)
class Choice:
    """What the control holds: the ids as sent, what was typed into the type-ahead, whether the button was pressed."""

    neighbourhood: str = ""
    district: str = ""
    typed: str = ""
    shown: bool = False

    def __bool__(self) -> bool:
        return bool(self.neighbourhood or self.district or self.typed)


class NeighbourhoodSelect(forms.Widget):
    """District list, a button that shows its neighbourhoods, neighbourhood list; one `Choice` as value."""

    template_name = "components/neighbourhood_picker.html"
    use_fieldset = True

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> Choice:
        typed = text.clean(data.get(name + TYPED) or "")[:LONGEST_TYPED]
        return Choice(data.get(name) or "", data.get(name + DISTRICT) or "", typed, name + SHOW in data)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: object, name: str) -> bool:
        return name not in data and name + DISTRICT not in data and name + TYPED not in data

    def use_required_attribute(self, initial: object) -> bool:
        return False

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        choice = value if isinstance(value, Choice) else Choice(str(value or ""))
        chosen = _neighbourhood(choice.neighbourhood)
        district = _id(choice.district) or (chosen.district_id if chosen else None)
        offered = Neighbourhood.objects.filter(district=district).alphabetical() if district else []
        context["widget"] |= {
            "show_name": name + SHOW,
            "district_name": name + DISTRICT,
            "typed_name": name + TYPED,
            "districts": District.objects.alphabetical(),
            "district": district,
            "neighbourhoods": offered,
            "chosen": chosen if chosen and chosen.district_id == district else None,
            "typed": choice.typed,
            "shown": choice.shown and bool(offered),  # the list just asked for gets the focus
        }
        return context


class NeighbourhoodField(forms.Field):
    """Cleans to a `Neighbourhood`, or None when nothing was chosen and nothing is required."""

    widget = NeighbourhoodSelect
    default_error_messages = {
        "required": _("Mahalleyi seçmeniz gerekiyor."),
        "unfinished": _("İlçeyi seçtiniz; şimdi mahalleyi de seçin."),
        "mismatch": _("Seçili mahalle bu ilçede değil. Mahalleyi yeniden seçin."),
        "unknown": _("Bu adla bir mahalle bulunamadı. Öneriler listesinden birini seçin."),
        "ambiguous": _("Bu adla birden çok mahalle var. Öneriler listesinden birini seçin."),
    }

    def clean(self, value: object) -> Neighbourhood | None:
        choice = value if isinstance(value, Choice) else Choice(str(value or ""))
        if choice.neighbourhood:
            return self._chosen(choice)
        if choice.typed:
            return self._typed(choice.typed)
        if self.required:
            raise self._error("unfinished" if choice.district else "required")
        if choice.district:
            raise self._error("unfinished")
        return None

    def prepare_value(self, value: object) -> object:
        return value.pk if isinstance(value, Neighbourhood) else value

    def has_changed(self, initial: object, data: object) -> bool:
        before = self.prepare_value(initial)
        after = data.neighbourhood if isinstance(data, Choice) else data
        return str(before or "") != str(after or "")

    def _chosen(self, choice: Choice) -> Neighbourhood:
        chosen = _neighbourhood(choice.neighbourhood)
        if chosen is None:
            raise self._error("required")
        if choice.district and choice.district != str(chosen.district_id):
            raise self._error("mismatch")
        return chosen

    def _typed(self, typed: str) -> Neighbourhood:
        """Take what was typed when the type-ahead could not: only a full name that is one neighbourhood's alone."""
        folded = " ".join(search_words(typed))
        found = [
            place
            for place in Neighbourhood.objects.select_related("district").matching(typed)[:500]
            if folded in (place.name_fold, f"{place.name_fold} {place.district.name_fold}")
        ]
        if len(found) != 1:
            raise self._error("ambiguous" if found else "unknown")
        return found[0]

    def _error(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)


class NeighbourhoodPickerMixin(forms.BaseForm):
    """Understands "Mahalleleri gösterin": the form is shown again as it was typed, neither valid nor at fault."""

    @property
    def is_choosing(self) -> bool:
        return self.is_bound and any(
            self.add_prefix(name) + SHOW in self.data
            for name, each in self.fields.items()
            if isinstance(each, NeighbourhoodField)
        )

    def full_clean(self) -> None:
        if self.is_choosing:
            self._errors = ErrorDict()
            self.cleaned_data: dict[str, Any] = {}
        else:
            super().full_clean()

    def is_valid(self) -> bool:
        return not self.is_choosing and super().is_valid()


def _id(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def _neighbourhood(value: str) -> Neighbourhood | None:
    pk = _id(value)
    return Neighbourhood.objects.select_related("district").filter(pk=pk).first() if pk else None
