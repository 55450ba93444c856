"""The people whom a delegation's head names: one row for each place of the quota."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.forms.people import PersonForm
from etkinlikler.forms.registering import ROWS
from etkinlikler.models import Attendee
from etkinlikler.services.delegations import NamedPerson


class MemberForm(PersonForm):
    """Somebody on the list, or an empty place. ``attendee`` is None for a place nobody was named for."""

    leaves = forms.BooleanField(label=gettext_lazy("Listeden çıkarın"), required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, number: int, attendee: Attendee | None) -> None:
        self.attendee = attendee
        initial = {"name": attendee.name, "email": attendee.email} if attendee else None
        super().__init__(data, number=number, prefix=f"kisi{number}", initial=initial)
        if attendee is None:
            del self.fields["leaves"]

    def clean(self) -> dict[str, Any]:
        fields = self.cleaned_data
        if self.attendee and not fields.get("leaves") and not fields.get("name") and "name" not in self.errors:
            self.add_error("name", _("Adı yazınız ya da kişiyi listeden çıkarınız."))
        return fields if self.attendee else super().clean()

    def stays(self) -> bool:
        return not self.cleaned_data.get("leaves") and not self.is_nobody()

    def named(self) -> NamedPerson:
        key = self.attendee.pk if self.attendee else None
        return NamedPerson(self.cleaned_data["name"], self.cleaned_data["email"], self.needs(), key)


def member_forms(present: Sequence[Attendee], quota: int, data: Mapping[str, Any] | None) -> list[MemberForm]:
    """One row for each place; as many as were sent when the quota has changed since the page was opened."""
    sent = str(data.get(ROWS, "")) if data is not None else ""
    wanted = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else 0
    count = max(len(present), quota, min(wanted, quota + 50))
    attendees = [*present, *[None] * (count - len(present))]
    return [MemberForm(data, number=number, attendee=attendee) for number, attendee in enumerate(attendees, 1)]
