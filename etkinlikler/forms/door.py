"""What comes in at the door: a newcomer's name, and what a phone collected without a network."""

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.rules.door import SENT_AFTER
from etkinlikler.services.door import Newcomer
from konsey.errors import Refused
from konsey.forms.fields import CleanCharField, EmailAddressField
from konsey.forms.notices import NoticeMixin

MOST_ENTRIES, MOST_BYTES = 100, 32 * 1024  # a phone sends fifty at a time, some 5 kB
LONGEST_AGO = SENT_AFTER + timedelta(days=7)


class WalkInForm(NoticeMixin):
    notice_kind = "event_registration"

    name = CleanCharField(
        label=gettext_lazy("Ad soyad"),
        max_length=120,
        error_messages={"required": gettext_lazy("Gelen kişinin adını ve soyadını yazınız.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    organisation = CleanCharField(label=gettext_lazy("Kurum"), max_length=200, required=False)
    email = EmailAddressField(
        required=False,
        help_text=gettext_lazy("Katılım belgesi ve anket bu adrese gönderilir. Kişi istemezse boş bırakınız."),
    )

    @property
    def form_key(self) -> uuid.UUID:
        return key_from(self.data.get("form_key"))

    def newcomer(self) -> Newcomer:
        data = self.cleaned_data
        return Newcomer(data["name"], data["email"], data["organisation"])


def key_from(value: object) -> uuid.UUID:
    """The key a form came with, or a new one; a broken one is nobody's fault worth an error."""
    try:
        return uuid.UUID(str(value))
    except ValueError:
        return uuid.uuid4()


@dataclass(frozen=True)
class Collected:
    """One entry of a phone: whom it let in, and how long ago by its own clock, so that a wrong clock does no harm."""

    key: uuid.UUID
    person_pk: int
    ago: timedelta
    is_offline: bool


@dataclass(frozen=True)
class Broken:
    """An entry that says nothing; ``key`` as it came, for the answer."""

    key: str
    reason: str


def read_batch(body: bytes) -> list[Collected | Broken]:
    """Read what a phone sends: ``{"entries": [{"key": uuid, "person": number, "ago": seconds, "off": true}, …]}``.

    ``off`` is true for what was pressed without a network.
    Raises Refused for what is no such list; an entry that is none becomes `Broken`.
    """
    if len(body) > MOST_BYTES:
        raise Refused(_("Gönderilen liste çok büyük. Girişleri daha küçük parçalarla gönderiniz."))
    try:
        entries = json.loads(body)["entries"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused(_("Gönderilen liste okunamadı.")) from error
    if not isinstance(entries, list):
        raise Refused(_("Gönderilen liste okunamadı."))
    if len(entries) > MOST_ENTRIES:
        raise Refused(_("Bir seferde en çok %(count)d giriş gönderilebilir.") % {"count": MOST_ENTRIES})
    return [_read(entry) for entry in entries]


def _read(entry: object) -> Collected | Broken:
    values = entry if isinstance(entry, dict) else {}
    shown = str(values.get("key", ""))[:36]
    try:
        key = uuid.UUID(values.get("key"))
    except (ValueError, TypeError, AttributeError):
        return Broken(shown, _("Bu giriş okunamadı."))
    person, ago = values.get("person"), values.get("ago")
    if isinstance(person, bool) or not isinstance(person, int) or not 0 < person < 2**63:
        return Broken(shown, _("Bu giriş okunamadı."))
    if isinstance(ago, bool) or not isinstance(ago, int | float):
        return Broken(shown, _("Bu giriş okunamadı."))
    if not 0 <= ago <= LONGEST_AGO.total_seconds():
        return Broken(shown, _("Girişin zamanı olamaz: gelecekte ya da çok eski."))
    return Collected(key, person, timedelta(seconds=ago), values.get("off") is True)
