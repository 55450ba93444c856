"""Registering several people of an organisation at once, with one contact person."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.forms.people import PersonForm
from etkinlikler.forms.registering import ADD, FIRST_ROWS, NO_ORGANISATION, REMOVE, ROWS, RegistrationForm
from etkinlikler.models import Registration
from etkinlikler.services.registrations import Person, Sheet
from konsey.forms.fields import CleanCharField
from konsey.models import Organisation


class GroupForm(RegistrationForm):
    """On behalf of an organisation: one that the signed-in person speaks for, or one that is typed.

    Rows of people are added and taken out by submit buttons, which keep everything typed and check nothing.
    """

    kind = Registration.Kind.ORGANISATION

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Kurumunuz"),
        required=False,
        empty_label=gettext_lazy("Listede yok, adını yazacağım"),
    )
    organisation_name = CleanCharField(
        label=gettext_lazy("Kurumun adı"), max_length=200, error_messages={"required": NO_ORGANISATION}
    )
    contact_comes = forms.BooleanField(label=gettext_lazy("Ben de katılacağım"), required=False, initial=True)
    accepts_fewer = forms.BooleanField(
        label=gettext_lazy("Hepimize yer yoksa bir kısmımız da gelebilir"),
        required=False,
        help_text=gettext_lazy("İşaretlemezseniz hepinize birden yer açılana dek bekleme listesinde kalırsınız."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        self._offer_organisations()
        self.rows = [
            PersonForm(typed, prefix=f"kisi{number}", number=number, auto_id="id_%s")
            for number, typed in enumerate(self._typed_rows(), 1)
        ]
        if self.is_choosing:
            self._errors = ErrorDict()
            for form in (self.needs, *self.rows):
                form.forget_errors()

    @property
    def is_choosing(self) -> bool:
        """Whether a button was pressed that only changes the number of rows."""
        return self.is_bound and (ADD in self.data or REMOVE in self.data)

    @property
    def may_add(self) -> bool:
        return len(self.rows) < self.event.group_limit

    def is_valid(self) -> bool:
        return not self.is_choosing and super().is_valid()

    def clean(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().clean() or self.cleaned_data
        if "organisation" in self.fields and not (fields.get("organisation") or fields.get("organisation_name")):
            self.add_error("organisation_name", str(NO_ORGANISATION))
        # All of them, so that every mistake is named at once.
        if not all([row.is_valid() for row in self.rows]):
            self.add_error(None, _("Kişi listesinde düzeltilmesi gerekenler var."))
        self._check_people(bool(fields.get("contact_comes")))
        return fields

    def sheet(self) -> Sheet:
        fields = self.cleaned_data
        return dataclasses.replace(
            super().sheet(),
            organisation=fields.get("organisation"),
            organisation_name=fields["organisation_name"],
            accepts_fewer=fields["accepts_fewer"],
        )

    def people(self) -> list[Person]:
        first = [self._contact()] if self.cleaned_data["contact_comes"] else []
        return first + [row.person() for row in self._filled()]

    def _filled(self) -> list[PersonForm]:
        return [row for row in self.rows if not row.is_nobody()]

    def _check_people(self, contact_comes: bool) -> None:
        count = len(self._filled()) + contact_comes
        if count == 0:
            self.add_error(None, _("En az bir kişi yazınız ya da kendinizin katılacağını işaretleyiniz."))
        elif count > self.event.group_limit:
            self.add_error(
                None,
                _("Bir kayıtta en çok %(limit)d kişi olabilir; şu an %(count)d kişi var.")
                % {"limit": self.event.group_limit, "count": count},
            )
        self._refuse_repeated(contact_comes)

    def _refuse_repeated(self, contact_comes: bool) -> None:
        """One address, one person. Addresses are in their normal form here: letter case and İ/ı make no second one."""
        seen = {self.contact_address(): 0} if contact_comes else {}
        for row in self._filled():
            email = row.cleaned_data.get("email") if hasattr(row, "cleaned_data") else ""
            if not email:
                continue
            if email in seen:
                row.add_error("email", _repeated(seen[email]))
                self.add_error(None, _("Aynı e-posta adresi birden çok kişide yazılı."))
            seen.setdefault(email, row.number)

    def _offer_organisations(self) -> None:
        if self.user is None:
            del self.fields["organisation"]
            return
        offered = Organisation.objects.spoken_for_by(self.user, timezone.localdate())
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = offered
        if not offered:
            del self.fields["organisation"]
        else:
            self.fields["organisation_name"].required = False

    def _typed_rows(self) -> list[Mapping[str, Any] | None]:
        """What was typed in each row, renumbered when one was taken out; None for each row of a form not sent yet."""
        if not self.is_bound:
            return [None] * min(FIRST_ROWS, self.event.group_limit)
        numbers = list(range(1, _count(self.data.get(ROWS), self.event.group_limit) + 1))
        if str(self.data.get(REMOVE, "")).isascii() and str(self.data.get(REMOVE, "")).isdigit():
            numbers = [n for n in numbers if n != int(self.data[REMOVE])]
        rows: list[Mapping[str, Any] | None] = [_moved(self.data, n, to) for to, n in enumerate(numbers, 1)]
        return [*rows, {}] if ADD in self.data and len(rows) < self.event.group_limit else rows


def _moved(data: Mapping[str, Any], row: int, to: int) -> dict[str, Any]:
    before, after = f"kisi{row}-", f"kisi{to}-"
    return {after + name.removeprefix(before): data[name] for name in data if name.startswith(before)}


def _count(typed: object, limit: int) -> int:
    """How many rows were sent; nobody gets more than the limit and one (so that one too many can be named)."""
    number = str(typed or "")
    return min(int(number), limit + 1) if number.isascii() and number.isdigit() and len(number) < 4 else FIRST_ROWS


def _repeated(number: int) -> str:
    if number == 0:
        return _("Bu adres iletişim kişisinin adresi; kendisi zaten katılıyor.")
    return _("Bu e-posta adresi %(number)d. kişide de yazılı. Her adres yalnızca bir kişinin olabilir.") % {
        "number": number
    }
