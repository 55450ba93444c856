"""What the manage page asks: corrected names, and who comes when fewer places were offered."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from etkinlikler.forms.people import TOO_LONG_NAME
from etkinlikler.models import Attendee
from konsey.forms.fields import CleanCharField, EmailAddressField


class NameForm(forms.Form):
    """One person's name and address."""

    name = CleanCharField(
        label=gettext_lazy("Ad soyad"),
        max_length=TOO_LONG_NAME,
        error_messages={"required": gettext_lazy("Bu kişinin adını ve soyadını yazınız.")},
    )
    email = EmailAddressField(
        label=gettext_lazy("E-posta adresi"),
        required=False,
        help_text=gettext_lazy("Değiştirirseniz yeni adrese yeni bir giriş kodu gönderilir; eskisi geçmez olur."),
    )


def name_forms(people: Sequence[Attendee], data: Mapping[str, Any] | None) -> list[NameForm]:
    return [
        NameForm(data, prefix=f"kisi{person.pk}", initial={"name": person.name, "email": person.email})
        for person in people
    ]


def names_of(people: Sequence[Attendee], filled: Sequence[NameForm]) -> dict[int, tuple[str, str]]:
    return {
        person.pk: (form.cleaned_data["name"], form.cleaned_data["email"])
        for person, form in zip(people, filled, strict=True)
    }


def chosen(people: Sequence[Attendee], ticked: Sequence[str]) -> list[Attendee]:
    """Those of ``people`` whose keys were sent; a number that is nobody's of them is nobody."""
    wanted = set(ticked)
    return [person for person in people if str(person.pk) in wanted]
