"""One person of a registration: name, own address, what they need at the event."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.models import Need
from etkinlikler.services.registrations import Person
from konsey.forms.fields import CleanCharField, EmailAddressField

TOO_LONG_NAME = 120


class NeedsForm(forms.Form):
    """What one person needs. Folded on the page, opened when something is ticked or wrong."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind in Need.Kind:
            self.fields[f"need_{kind}"] = forms.BooleanField(label=kind.label, required=False)
            self.fields[f"detail_{kind}"] = CleanCharField(label=_("Açıklama"), max_length=200, required=False)

    def forget_errors(self) -> None:
        """A form in the middle of its steps is neither valid nor at fault."""
        self._errors = ErrorDict()

    def need_rows(self) -> Iterator[tuple[BoundField, BoundField]]:
        for kind in Need.Kind:
            yield self[f"need_{kind}"], self[f"detail_{kind}"]

    def is_open(self) -> bool:
        return any(box.value() or detail.errors for box, detail in self.need_rows())

    def needs(self) -> tuple[tuple[str, str], ...]:
        """What was written beside a need that is not ticked does not count."""
        fields = self.cleaned_data
        return tuple((kind.value, fields[f"detail_{kind}"]) for kind in Need.Kind if fields.get(f"need_{kind}"))


class PersonForm(NeedsForm):
    """A row of the list of people. A row without anything in it is nobody."""

    name = CleanCharField(label=gettext_lazy("Ad soyad"), max_length=TOO_LONG_NAME, required=False)
    email = EmailAddressField(
        label=gettext_lazy("E-posta adresi"),
        required=False,
        help_text=gettext_lazy("Yazarsanız giriş kodu doğrudan kendisine gönderilir."),
    )

    def __init__(self, *args: Any, number: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.number = number
        # Browsers would offer the contact person's own name and address in every row.
        for name in ("name", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        fields = self.cleaned_data
        if not self.is_nobody() and not fields.get("name") and "name" not in self.errors:
            self.add_error("name", _("Bu kişinin adını ve soyadını yazınız."))
        return fields

    def is_nobody(self) -> bool:
        typed = [self["name"].value(), self["email"].value()]
        return not any(str(value or "").strip() for value in typed) and not any(
            box.value() for box, _detail in self.need_rows()
        )

    def person(self) -> Person:
        return Person(self.cleaned_data["name"], self.cleaned_data["email"], self.needs())
