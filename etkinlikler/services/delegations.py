"""Delegations: a quota out of the delegations' places, a link for its head, and the people the head names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.emails import delegations as emails
from etkinlikler.models import Allotment, Attendee, Delegation, Event, Need, Registration
from etkinlikler.rules import delegations as rules
from etkinlikler.services.locking import people_of
from etkinlikler.services.names import free_the_codes, refuse_repeated
from etkinlikler.services.seats import Seats, refuse_who_is_there, store_people
from konsey import audit
from konsey.constraints import refused_as
from konsey.errors import Refused
from konsey.models import Organisation, User

State = Delegation.State
audit.name_actions(
    {
        "delegation.added": gettext_lazy("Heyet eklendi"),
        "delegation.quota_changed": gettext_lazy("Heyetin kontenjanı değiştirildi"),
        "delegation.cancelled": gettext_lazy("Heyet daveti geri alındı"),
    }
)
TWICE = {"etkinlikler_delegation_once": gettext_lazy("Bu kurumun bu etkinlikte bir heyeti var.")}


@dataclass(frozen=True)
class NamedPerson:
    """Somebody the head names; ``key`` of one who is on the list already, else None."""

    name: str
    email: str = ""
    needs: tuple[tuple[str, str], ...] = ()
    key: int | None = None


@transaction.atomic
def add_delegation(
    *, event: Event, organisation: Organisation, quota: int, head: tuple[str, str], by: User, now: datetime
) -> Delegation:
    """Set a quota aside and invite the head (name, address in its normal form). Raises Refused."""
    seats = Seats(event.pk)
    _take(_shared(seats), quota)
    with refused_as(TWICE):
        delegation = Delegation.objects.create(
            event=event,
            organisation=organisation,
            quota=quota,
            head_name=head[0],
            head_email=head[1],
            invited_at=now,
        )
    seats.store()
    audit.record(by=by, action="delegation.added", obj=delegation, after={"quota": quota})
    emails.delegation_invited(delegation=delegation)
    return delegation


@transaction.atomic
def change_quota(*, delegation: Delegation, quota: int, by: User) -> Delegation:
    """Give more places, or take back what is not used. Raises Refused."""
    seats = Seats(delegation.event_id)
    locked = _lock(delegation)
    if refusal := rules.why_not_change_quota(locked, quota, _named(locked)):
        raise Refused(refusal)
    _take(_shared(seats), quota - locked.quota)
    before, locked.quota = locked.quota, quota
    locked.save(update_fields=["quota"])
    seats.store()
    audit.record(by=by, action="delegation.quota_changed", obj=locked, before={"quota": before}, after={"quota": quota})
    return locked


@transaction.atomic
def name_people(*, delegation: Delegation, people: Sequence[NamedPerson], now: datetime) -> Registration:
    """Make the delegation's list this one: new people get a place and their letter, people left out lose it.

    Raises Refused when there are more than the quota, when the list is closed, or somebody is registered already.
    """
    seats = Seats(delegation.event_id)
    locked = _lock(delegation)
    if refusal := rules.why_not_name_people(locked, len(people), now):
        raise Refused(refusal)
    registration = _registration(locked, seats, now)
    moved = _update_people(registration, people, seats)
    new = _add_people(registration, [person for person in people if person.key is None], seats)
    if locked.state == State.INVITED:
        locked.state, locked.answered_at = State.COMING, now
        locked.save(update_fields=["state", "answered_at"])
    emails.people_named(registration=registration, new=[*moved, *new])
    return registration


@transaction.atomic
def confirm_member(*, person: Attendee, now: datetime) -> Attendee:
    """A member says that they come. Twice is once."""
    locked = Attendee.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    if locked.state != Attendee.State.SEATED:
        raise Refused(_("Bu kayıt artık geçerli değil."))
    if locked.confirmed_at is None:
        locked.confirmed_at = now
        locked.save(update_fields=["confirmed_at"])
    return locked


@transaction.atomic
def decline_delegation(*, delegation: Delegation, now: datetime) -> Delegation:
    """The head says that nobody comes: the whole quota is free again."""
    return _end(delegation, State.DECLINED, now)


@transaction.atomic
def cancel_delegation(*, delegation: Delegation, by: User, now: datetime) -> Delegation:
    """Staff take the invitation back; the people named so far are told."""
    ended = _end(delegation, State.CANCELLED, now)
    audit.record(by=by, action="delegation.cancelled", obj=ended)
    emails.delegation_cancelled(delegation=ended)
    return ended


def _end(delegation: Delegation, state: str, now: datetime) -> Delegation:
    seats = Seats(delegation.event_id)
    locked = _lock(delegation)
    if refusal := rules.why_not_end(locked, now):
        raise Refused(refusal)
    _take(_shared(seats), -locked.quota)
    locked.state, locked.quota, locked.answered_at = state, 0, now
    locked.save()
    registration = Registration.objects.filter(delegation=locked).first()
    if registration:
        people = people_of(registration)
        seats.free(people, Attendee.State.CANCELLED)
        store_people(people)
        registration.state = Registration.State.CANCELLED
        registration.save(update_fields=["state"])
    seats.store()
    return locked


def _lock(delegation: Delegation) -> Delegation:
    rows = Delegation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("event__venue", "organisation").get(pk=delegation.pk)


def _shared(seats: Seats) -> Allotment:
    """Return what all delegations of the event share."""
    allotment = seats.of_kind(Allotment.Kind.DELEGATION)
    if allotment is None:
        raise Refused(_("Bu etkinlikte heyetlere yer ayrılmadı. Önce yer paylarına heyet payı ekleyiniz."))
    return allotment


def _take(allotment: Allotment, count: int) -> None:
    """Set places aside for a quota, or give them back where ``count`` is negative."""
    if count > allotment.free:
        raise Refused(_("Heyetler için kalan yer: %(free)d.") % {"free": allotment.free})
    allotment.taken += count


def _named(delegation: Delegation) -> int:
    return Attendee.objects.active().filter(registration__delegation=delegation).count()


def _registration(delegation: Delegation, seats: Seats, now: datetime) -> Registration:
    found = Registration.objects.filter(delegation=delegation).first()
    if found:
        found.event = delegation.event
        if found.state != Registration.State.CONFIRMED:  # everybody had left
            found.state = Registration.State.CONFIRMED
            found.save(update_fields=["state"])
        return found
    return Registration.objects.create(
        event=delegation.event,
        allotment=_shared(seats),
        kind=Registration.Kind.DELEGATION,
        state=Registration.State.CONFIRMED,
        contact_name=delegation.head_name,
        contact_email=delegation.head_email,
        organisation=delegation.organisation,
        organisation_name=delegation.organisation.name,
        delegation=delegation,
        created_at=now,
        confirmed_at=now,
    )


def _update_people(registration: Registration, people: Sequence[NamedPerson], seats: Seats) -> list[Attendee]:
    """Change names and addresses of those who stay, take out the others. Returns those with another address now."""
    wanted = {person.key: person for person in people if person.key is not None}
    present = people_of(registration, Attendee.State.SEATED)
    stay = [person for person in present if person.pk in wanted]
    leave = [person for person in present if person.pk not in wanted]
    seats.free(leave, Attendee.State.CANCELLED)
    store_people(leave)
    moved = [person for person in stay if person.email != wanted[person.pk].email]
    for person in stay:
        person.name, person.email = wanted[person.pk].name, wanted[person.pk].email
    refuse_repeated(people)
    refuse_who_is_there(registration.event, stay)
    free_the_codes(moved)
    for person in moved:
        person.confirmed_at = None
    Attendee.objects.bulk_update(stay, ["name", "email", "key", "confirmed_at"])
    return moved


def _add_people(registration: Registration, people: Sequence[NamedPerson], seats: Seats) -> list[Attendee]:
    first = registration.attendees.count()
    new = [
        Attendee(
            registration=registration,
            event=registration.event,
            allotment_id=registration.allotment_id,
            name=person.name,
            email=person.email,
            position=first + place,
            state=Attendee.State.SEATED,
        )
        for place, person in enumerate(people)
    ]
    refuse_who_is_there(registration.event, new)
    Attendee.objects.bulk_create(new)
    Need.objects.bulk_create(
        Need(attendee=attendee, kind=kind, detail=detail)
        for attendee, person in zip(new, people, strict=True)
        for kind, detail in person.needs
    )
    return new
