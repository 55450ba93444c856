"""Proposing, approving and describing organisations."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from konsey import audit, slugs
from konsey.constraints import refused_as
from konsey.emails import organisations as letters
from konsey.errors import Refused
from konsey.models import Organisation, Representation, User
from konsey.rules import organisations as rules
from konsey.services import representations
from konsey.services.representations import Mandate

PROFILE_FIELDS = ("short_name", "district", "place", "website", "email", "about")
STAFF_FIELDS = ("name", "kind", *PROFILE_FIELDS)

TAKEN = {
    "konsey_organisation_unique_name": _("Bu adla kayıtlı bir kurum var. Listede arayıp onu seçiniz."),
    "konsey_organisation_one_place": _("İlçe ya da yer bilgisinden yalnızca birini doldurunuz."),
}

audit.name_actions(
    {
        "organisation.proposed": _("Kurum önerildi"),
        "organisation.added": _("Kurum eklendi"),
        "organisation.changed": _("Kurum bilgileri değiştirildi"),
        "organisation.approved": _("Kurum onaylandı"),
        "organisation.rejected": _("Kurum önerisi reddedildi"),
        "organisation.suspended": _("Kurum askıya alındı"),
        "organisation.profile_changed": _("Kurum tanıtımı temsilcisince değiştirildi"),
    }
)


@transaction.atomic
def propose_organisation(*, by: User, organisation: Organisation, mandate: Mandate) -> Representation:
    """Store an unsaved organisation as a proposal, with the proposer's own application to represent it.

    Raises Refused when the name is taken or the application is not possible.
    """
    organisation.state = Organisation.State.PROPOSED
    organisation.proposed_by, organisation.proposed_at = by, timezone.now()
    _insert(organisation)
    audit.record(by=by, action="organisation.proposed", obj=organisation, after=_values(organisation, STAFF_FIELDS))
    return representations.apply_to_represent(by=by, organisation=organisation, mandate=mandate)


@transaction.atomic
def add_organisation(*, by: User, organisation: Organisation) -> Organisation:
    """Store an unsaved organisation that a clerk enters; it is approved by that."""
    organisation.state = Organisation.State.APPROVED
    organisation.decided_by, organisation.decided_at = by, timezone.now()
    _insert(organisation)
    audit.record(by=by, action="organisation.added", obj=organisation, after=_values(organisation, STAFF_FIELDS))
    return organisation


@transaction.atomic
def change_organisation(*, by: User, organisation: Organisation) -> Organisation:
    """Store a clerk's changes to the descriptive fields; state and address stay. Raises Refused."""
    stored = _locked(organisation.pk)
    _refuse(rules.why_not_kind(stored, organisation.kind))
    before, after = _values(stored, STAFF_FIELDS), _values(organisation, STAFF_FIELDS)
    with refused_as(TAKEN):
        organisation.save(update_fields=STAFF_FIELDS)
    _record_changes(by, "organisation.changed", organisation, before, after)
    return organisation


@transaction.atomic
def update_profile(*, by: User, organisation: Organisation, values: Mapping[str, object]) -> Organisation:
    """Store what a representative changed in the public profile. Raises Refused when the mandate is over."""
    stored = _locked(organisation.pk)
    if not rules.may_edit_profile(by, stored, timezone.now()):
        raise Refused(str(_("Bu kurumun bilgilerini düzenleme yetkiniz sona ermiş.")))
    before = _values(stored, PROFILE_FIELDS)
    for name in PROFILE_FIELDS:
        setattr(stored, name, values[name])
    with refused_as(TAKEN):
        stored.save(update_fields=PROFILE_FIELDS)
    _record_changes(by, "organisation.profile_changed", stored, before, _values(stored, PROFILE_FIELDS))
    return stored


@transaction.atomic
def approve_organisation(*, by: User, organisation: Organisation) -> Organisation:
    """Make it public. A proposal tells its proposer, a suspended one its representatives. Raises Refused."""
    stored = _locked(organisation.pk)
    was_suspended = stored.state == Organisation.State.SUSPENDED
    with refused_as(TAKEN):
        _decide(stored, by, Organisation.State.APPROVED, reason="")
    if was_suspended:
        for mandate in _current_mandates(stored):
            letters.organisation_resumed(mandate)
    else:
        letters.organisation_approved(stored)
    return stored


@transaction.atomic
def reject_organisation(*, by: User, organisation: Organisation, reason: str) -> Organisation:
    """Refuse a proposal, and with it the applications that wait for it. Raises Refused."""
    stored = _locked(organisation.pk)
    _decide(stored, by, Organisation.State.REJECTED, reason=reason)
    letters.organisation_rejected(stored)
    for application in stored.representations.waiting():
        representations.reject_application(by=by, representation=application, reason=reason)
    return stored


@transaction.atomic
def suspend_organisation(*, by: User, organisation: Organisation, reason: str) -> Organisation:
    """Take it off the public pages; its mandates rest until it is approved again. Raises Refused."""
    stored = _locked(organisation.pk)
    _decide(stored, by, Organisation.State.SUSPENDED, reason=reason)
    for mandate in _current_mandates(stored):
        letters.organisation_suspended(mandate)
    return stored


def _decide(organisation: Organisation, by: User, to: str, *, reason: str) -> None:
    _refuse(rules.why_not_judge_organisation(by, organisation) or rules.why_not_organisation(organisation, to))
    before = {"state": organisation.state}
    organisation.state, organisation.reason = to, reason
    organisation.decided_by, organisation.decided_at = by, timezone.now()
    organisation.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    audit.record(
        by=by, action=f"organisation.{to}", obj=organisation, before=before, after={"state": to}, reason=reason
    )


def _insert(organisation: Organisation) -> None:
    organisation.slug = slugs.allocate(
        Organisation, organisation.name, lambda slug: Organisation.objects.filter(slug=slug).exists()
    )
    with refused_as(TAKEN):
        organisation.save(force_insert=True)


def _locked(pk: int) -> Organisation:
    return Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def _current_mandates(organisation: Organisation) -> list[Representation]:
    today = timezone.localdate()
    return list(organisation.representations.current(today).select_related("person", "organisation"))


def _record_changes(
    by: User, action: str, organisation: Organisation, before: Mapping[str, object], after: Mapping[str, object]
) -> None:
    changed = [name for name in after if before[name] != after[name]]
    if changed:
        audit.record(
            by=by,
            action=action,
            obj=organisation,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )


def _values(organisation: Organisation, names: tuple[str, ...]) -> dict[str, object]:
    return {name: organisation.serializable_value(name) for name in names}


def _refuse(why_not: str | None) -> None:
    if why_not:
        raise Refused(why_not)
