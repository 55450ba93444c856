"""The buttons of an event at the desk; each calls a service."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from etkinlikler import delegationfiles
from etkinlikler.forms import desk as forms
from etkinlikler.models import Event, EventMessage
from etkinlikler.rules import messages as message_rules
from etkinlikler.rules import registering as registering_rules
from etkinlikler.services import delegationdesk, messages
from etkinlikler.services.allotments import change_places
from etkinlikler.services.delegations import add_delegation
from etkinlikler.services.invitations import invite
from etkinlikler.services.stewards import add_steward
from konsey.admin.acts import Act, Preview
from konsey.desks import Label
from konsey.errors import Refused
from konsey.locks import patiently
from konsey.models import Organisation, User
from konsey.services.organisations import add_organisation

Answers = dict[str, Any]


def _places(by: User, event: Event, answers: Answers) -> Label:
    places = {kind: count for kind, count in answers.items() if kind != "capacity"}
    with patiently():
        seated = change_places(event=event, capacity=answers["capacity"], places=places, by=by, now=timezone.now())
    if not seated:
        return _("Yer sayıları kaydedildi.")
    return _("Yer sayıları kaydedildi; bekleyenlerden yer verilen kişi sayısı: %d.") % seated


def _may_add(by: User) -> bool:
    return by.has_perm("konsey.add_organisation")


def _add_delegation(by: User, event: Event, answers: Answers) -> Label:
    known = delegationfiles.Known(event, may_add=_may_add(by))
    organisation = known.organisation(answers["organisation"]) or add_organisation(
        by=by, organisation=Organisation(name=answers["organisation"], kind=Organisation.Kind.CITY_COUNCIL)
    )
    with patiently():
        add_delegation(
            event=event, organisation=organisation, quota=answers["quota"],
            head=(answers["head_name"], answers["head_email"]), by=by, now=timezone.now(),
        )  # fmt: skip
    return _("Heyet eklendi; daveti başkanına gönderildi.")


def _planned(by: User, event: Event, answers: Answers) -> list[delegationfiles.PlannedDelegation]:
    return delegationfiles.read(answers["content"], event, may_add=_may_add(by))


def _preview_file(by: User, event: Event, answers: Answers) -> Preview:
    planned = _planned(by, event, answers)
    new = sum(row.organisation is None for row in planned)
    lead = _("Heyet: %(count)d. Toplam kontenjan: %(quota)d. Yeni eklenecek kurum: %(new)d.") % {
        "count": len(planned), "quota": sum(row.quota for row in planned), "new": new,
    }  # fmt: skip
    rows = [
        (row.line, row.organisation.name if row.organisation else _("%s (yeni)") % row.name, row.head_name,
         row.head_email, row.quota)
        for row in planned
    ]  # fmt: skip
    return Preview(lead, (_("Satır"), _("Kurum"), _("Heyet başkanı"), _("E-posta adresi"), _("Kontenjan")), rows)


def _import(by: User, event: Event, answers: Answers) -> Label:
    planned = _planned(by, event, answers)
    with patiently():
        stored = delegationdesk.import_delegations(event=event, planned=planned, by=by, now=timezone.now())
    return _("%d heyet eklendi; davetleri başkanlarına gönderildi.") % len(stored)


def _preview_message(by: User, event: Event, answers: Answers) -> Preview:
    letters = len(messages.recipients(event, answers["audience"]))
    if refusal := message_rules.why_not_send(letters):
        raise Refused(refusal)
    lead = _("Gönderilecek mektup: %(letters)d. Kime: %(audience)s. Konu: %(subject)s") % {
        "letters": letters,
        "audience": EventMessage.Audience(answers["audience"]).label,
        "subject": answers["subject"],
    }
    return Preview(lead, text=answers["body"])


def _send(by: User, event: Event, answers: Answers) -> Label:
    message = messages.send_message(event=event, by=by, now=timezone.now(), **answers)
    return _("İleti gönderim sırasına alındı. Mektup sayısı: %d.") % message.letters


def _invite(by: User, event: Event, answers: Answers) -> Label:
    invited = invite(event=event, addresses=answers["addresses"], by=by, now=timezone.now())
    known = len({address for _name, address in answers["addresses"]}) - invited
    return _("Davet gönderilen kişi: %(invited)d. Daha önce davet edilmiş: %(known)d.") % {
        "invited": invited,
        "known": known,
    }


def _why_not_invite(event: Event) -> str | None:
    return registering_rules.why_not_register(event, timezone.now(), invited=True)


def _steward(by: User, event: Event, answers: Answers) -> Label:
    add_steward(event=event, address=answers["address"], by=by)
    return _("Kapı görevlisi eklendi.")


ACTS = (
    Act("yerler", _("Yer sayıları"), _places, "etkinlikler.change_allotment", forms.PlacesForm,
        initial=forms.places_so_far,
        lead=_("Yer artarsa sırada bekleyenlere hemen yer verilir. Dolu yerlerden az yer bırakılamaz.")),
    Act("ileti", _("İleti gönderin"), _send, "etkinlikler.message_registered", forms.MessageForm,
        message_rules.why_not_message, forms.new_message, preview=_preview_message),
    Act("heyet", _("Heyet ekleyin"), _add_delegation, "etkinlikler.add_delegation", forms.DelegationForm),
    Act("heyetler", _("Heyetleri dosyadan aktarın"), _import, "etkinlikler.add_delegation", forms.DelegationFileForm,
        preview=_preview_file),
    Act("davet", _("Davet edin"), _invite, "etkinlikler.add_invitation", forms.InvitationsForm, _why_not_invite),
    Act("gorevli", _("Kapı görevlisi ekleyin"), _steward, "etkinlikler.add_eventsteward", forms.StewardForm),
)  # fmt: skip
