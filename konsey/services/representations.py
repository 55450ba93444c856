"""Mandates: applying, deciding, ending, and forgetting the letters that are no longer needed."""

import datetime as dt
from dataclasses import dataclass

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from konsey import audit, uploads
from konsey.constraints import refused_as
from konsey.emails import organisations as letters
from konsey.errors import Refused
from konsey.models import Organisation, Representation, User
from konsey.rules import organisations as rules
from konsey.services import privacy

REMIND_DAYS = 30
NOTICE = "representation"

CLASHES = {
    "konsey_representation_one_application": _("Bu kurum için incelenmeyi bekleyen bir başvurunuz zaten var."),
    "konsey_representation_no_overlap": _(
        "Bu kişinin aynı kurum için, tarihleri bununla çakışan onaylı bir görevlendirmesi var."
    ),
}

audit.name_actions(
    {
        "representation.submitted": _("Temsilcilik başvurusu yapıldı"),
        "representation.approved": _("Temsilcilik onaylandı"),
        "representation.rejected": _("Temsilcilik başvurusu reddedildi"),
        "representation.withdrawn": _("Temsilcilik başvurusu geri çekildi"),
        "representation.ended": _("Temsilcilik sona erdirildi"),
        "representation.letter_deleted": _("Görevlendirme yazısı silindi"),
    }
)


@dataclass(frozen=True)
class Mandate:
    """What an applicant hands in to prove that they may speak for an organisation."""

    role_title: str
    letter: File
    valid_from: dt.date
    valid_to: dt.date


@transaction.atomic
def apply_to_represent(*, by: User, organisation: Organisation, mandate: Mandate) -> Representation:
    """Store the application with its letter (already checked by the form) and confirm it by mail. Raises Refused."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    organisation = _locked_organisation(organisation.pk)
    _refuse(rules.why_not_apply(by, organisation))
    _refuse(rules.why_not_one_more(by))
    _refuse(rules.why_not_period(mandate.valid_from, mandate.valid_to, timezone.localdate()))
    _refuse(rules.why_not_overlap(by, organisation, mandate.valid_from, mandate.valid_to))
    row = Representation(person=by, organisation=organisation, **vars(mandate))
    with uploads.discarded_on_error(row.letter):
        with refused_as(CLASHES):
            row.save(force_insert=True)
        privacy.record_acceptance(kind=NOTICE, now=timezone.now(), user=by)
        audit.record(by=by, action="representation.submitted", obj=row, after=_facts(row))
        letters.application_received(row)
    return row


@transaction.atomic
def withdraw_application(*, by: User, representation: Representation) -> Representation:
    """The applicant takes back what is not decided yet; the letter is deleted. Raises Refused."""
    row = _locked(representation.pk)
    _refuse(rules.why_not_withdraw(row))
    row.ended_at = timezone.now()
    _move(row, by, Representation.State.WITHDRAWN)
    _drop_letter(row)
    letters.application_withdrawn(row)
    return row


@transaction.atomic
def approve_application(*, by: User, representation: Representation) -> Representation:
    """Give the mandate. Raises Refused, also when an approved mandate overlaps."""
    row = _locked(representation.pk)
    _refuse(rules.why_not_judge(by, row) or rules.why_not_approve(row, timezone.localdate()))
    row.decided_by, row.decided_at = by, timezone.now()
    with refused_as(CLASHES):
        _move(row, by, Representation.State.APPROVED)
    letters.application_approved(row)
    return row


@transaction.atomic
def reject_application(*, by: User, representation: Representation, reason: str) -> Representation:
    """Refuse with a reason that the applicant reads. Raises Refused."""
    row = _locked(representation.pk)
    _refuse(rules.why_not_judge(by, row) or rules.why_not_reject(row))
    row.decided_by, row.decided_at = by, timezone.now()
    _move(row, by, Representation.State.REJECTED, reason=reason)
    letters.application_rejected(row)
    return row


@transaction.atomic
def end_mandate(*, by: User, representation: Representation, reason: str) -> Representation:
    """End an approved mandate before its day, by the person or by a clerk. Raises Refused."""
    row = _locked(representation.pk)
    _refuse(rules.why_not_end(row, timezone.localdate()))
    row.ended_at = timezone.now()
    _move(row, by, Representation.State.ENDED, reason=reason)
    letters.mandate_ended(row, by_clerk=by.pk != row.person_id)
    return row


@transaction.atomic
def remind_of_ends(*, now: dt.datetime) -> int:
    """Write once to everybody whose mandate ends within `REMIND_DAYS`; safe to run as often as wanted."""
    today = timezone.localdate(now)
    ending = (
        Representation.objects.current(today)
        .filter(valid_to__lte=today + dt.timedelta(days=REMIND_DAYS), organisation__state=Organisation.State.APPROVED)
        .with_people()
    )
    found = [row for row in ending if not _is_renewed(row)]
    for row in found:
        letters.mandate_ends_soon(row)
    return len(found)


@transaction.atomic
def delete_old_letters(*, before: dt.datetime, limit: int) -> int:
    """Delete up to ``limit`` letters whose application or mandate was over by then; the rows stay. Returns how many."""
    rows = Representation.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    over = list(rows.exclude(letter="").over_since(before)[:limit])
    for row in over:
        _drop_letter(row)
        audit.record(by=None, action="representation.letter_deleted", obj=row)
    return len(over)


@transaction.atomic
def forget_person(*, person: User) -> int:
    """A person leaves the portal: open applications and mandates end without a mail, letters and titles go."""
    rows = list(Representation.objects.select_for_update(of=("self",), no_key=True).filter(person=person))
    ends = {
        Representation.State.SUBMITTED: Representation.State.WITHDRAWN,
        Representation.State.APPROVED: Representation.State.ENDED,
    }
    for row in rows:
        if row.state in ends:
            row.state, row.ended_at = ends[Representation.State(row.state)], timezone.now()
        row.role_title = ""
        _drop_letter(row)
        row.save(update_fields=["state", "ended_at", "role_title"])
    Organisation.objects.filter(proposed_by=person).update(proposed_by=None)
    return len(rows)


def _move(row: Representation, by: User, to: str, *, reason: str = "") -> None:
    before = {"state": row.state}
    row.state, row.reason = to, reason
    row.save(update_fields=["state", "reason", "decided_by", "decided_at", "ended_at"])
    audit.record(by=by, action=f"representation.{to}", obj=row, before=before, after=_facts(row), reason=reason)


def _drop_letter(row: Representation) -> None:
    uploads.delete_after_commit(row.letter)
    row.letter = ""
    row.save(update_fields=["letter"])


def _is_renewed(row: Representation) -> bool:
    later = Representation.objects.filter(person_id=row.person_id, organisation_id=row.organisation_id)
    waits_or_holds = later.filter(state__in=["submitted", "approved"], valid_to__gt=row.valid_to)
    return waits_or_holds.exists()


def _facts(row: Representation) -> dict[str, object]:
    return {"state": row.state, "valid_from": row.valid_from, "valid_to": row.valid_to}


def _locked_organisation(pk: int) -> Organisation:
    return Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def _locked(pk: int) -> Representation:
    """Lock the organisation, then the mandate: the one order everywhere."""
    _locked_organisation(Representation.objects.values_list("organisation_id", flat=True).get(pk=pk))
    rows = Representation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("person", "organisation").get(pk=pk)


def _refuse(why_not: str | None) -> None:
    if why_not:
        raise Refused(why_not)
