"""Registering for an event: who the contact is, who comes, what the organiser asks."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy

from etkinlikler.forms import questions
from etkinlikler.forms.people import TOO_LONG_NAME, NeedsForm
from etkinlikler.models import Event, Invitation, Registration
from etkinlikler.services.registrations import Person, Sheet
from konsey.forms.fields import CleanCharField, EmailAddressField
from konsey.forms.notices import NoticeMixin
from konsey.models import User

ADD, REMOVE, ROWS, KEY, TRAP = "_ekle", "_cikar", "satir", "form_key", "ikinci_ad_soyad"
FIRST_ROWS = 2
NO_ORGANISATION = gettext_lazy("Kurumunuzun adını yazınız.")


class RegistrationForm(NoticeMixin):
    """For oneself. ``user``: somebody signed in whose address is known, so it is not asked."""

    notice_kind = "event_registration"
    kind: str = Registration.Kind.SELF

    contact_name = CleanCharField(
        label=gettext_lazy("Adınız soyadınız"),
        max_length=TOO_LONG_NAME,
        error_messages={"required": gettext_lazy("Adınızı ve soyadınızı yazınız.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_email = EmailAddressField(label=gettext_lazy("E-posta adresiniz"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        event: Event,
        user: User | None = None,
        invitation: Invitation | None = None,
    ) -> None:
        known = invitation.email if invitation else user.email if user else ""
        name = invitation.name if invitation and invitation.name else user.name if user else ""
        super().__init__(data, initial={"contact_name": name})
        self.event, self.user, self.invitation, self.known_address = event, user, invitation, known
        if known:
            del self.fields["contact_email"]
        self.needs = NeedsForm(data, prefix="ben")
        self.questions = list(event.questions.all())
        for question in self.questions:
            self.fields[questions.field_name(question)] = questions.field_for(question)
        self.fields["notice_version"] = self.fields.pop("notice_version")  # what it is about stands above it

    @property
    def form_key(self) -> uuid.UUID:
        """The key the form came with, or a new one; a broken one is nobody's fault worth an error."""
        try:
            return uuid.UUID(str(self.data.get(KEY, "")))
        except ValueError:
            return uuid.uuid4()

    @property
    def is_from_a_robot(self) -> bool:
        return bool(self.data.get(TRAP))

    @property
    def is_choosing(self) -> bool:
        return False

    def is_valid(self) -> bool:
        return super().is_valid() and self.needs.is_valid()

    def contact_fields(self) -> list[BoundField]:
        return [self[name] for name in ("contact_name", "contact_email") if name in self.fields]

    def question_fields(self) -> list[BoundField]:
        return [self[questions.field_name(question)] for question in self.questions]

    def sheet(self) -> Sheet:
        fields = self.cleaned_data
        return Sheet(
            kind=self.kind,
            contact_name=fields["contact_name"],
            contact_email=self.contact_address(),
            people=self.people(),
            answers=questions.answers(self.questions, fields),
            form_key=self.form_key,
            invitation=self.invitation,
        )

    def contact_address(self) -> str:
        return self.known_address or str(self.cleaned_data.get("contact_email", ""))

    def people(self) -> list[Person]:
        return [self._contact()]

    def _contact(self) -> Person:
        return Person(self.cleaned_data["contact_name"], self.contact_address(), self.needs.needs())
