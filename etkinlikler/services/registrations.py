"""Registering for an event, confirming the address, cancelling: who has a place is decided here (and in `line`)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.emails import registering as emails
from etkinlikler.models import Answer, Attendee, Event, Invitation, Need, Registration
from etkinlikler.rules import decisions
from etkinlikler.rules import registering as rules
from etkinlikler.services import line
from etkinlikler.services.locking import lock, people_of
from etkinlikler.services.seats import LOOKS_IN, Seats, refuse_who_is_there, store_people
from konsey import audit
from konsey.errors import Refused
from konsey.models import Organisation, User

State = Registration.State
audit.name_actions(
    {
        "registration.approved": gettext_lazy("Etkinlik kaydı onaylandı"),
        "registration.rejected": gettext_lazy("Etkinlik kaydı kabul edilmedi"),
        "registration.cancelled": gettext_lazy("Etkinlik kaydı iptal edildi"),
    }
)


@dataclass(frozen=True)
class Person:
    """Somebody to register; ``email`` in its normal form or "". ``needs``: kinds with what was written beside them."""

    name: str
    email: str = ""
    needs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Sheet:
    """What a registration form asks for. ``answers``: keys of the event's questions with their answers."""

    kind: str
    contact_name: str
    contact_email: str
    people: Sequence[Person]
    organisation: Organisation | None = None
    organisation_name: str = ""
    accepts_fewer: bool = False
    answers: Sequence[tuple[int, str]] = field(default=())
    form_key: uuid.UUID | None = None
    invitation: Invitation | None = None


@transaction.atomic
def register(*, event: Event, sheet: Sheet, user: User | None, now: datetime) -> Registration:
    """Store a registration whose address is known (a signed-in person's), and give it places or its place in line.

    The same form (``form_key``) sent twice is one registration. Raises Refused.
    """
    seats = Seats(event.pk)
    if known := _same_form(sheet):
        return known
    registration, people = _new(event, sheet, user, seats, now)
    _refuse_what_is_closed(event, sheet, people, now)
    registration.confirmed_at = now
    _enter(registration, people, seats)
    registration.save()
    _store_people(registration, people, sheet)
    seats.store()
    _tell(registration, people)
    return registration


@transaction.atomic
def register_unconfirmed(*, event: Event, sheet: Sheet, now: datetime) -> Registration:
    """Store a registration without an account. It holds no place until the link in the letter is confirmed.

    Whose own address is on the list already gets a letter that leads to what there is, and nothing new is stored;
    the answer is the same, so the form tells nobody who is registered.
    """
    seats = Seats(event.pk)
    if known := _same_form(sheet):
        return known
    if refusal := rules.why_not_register(event, now, invited=sheet.invitation is not None):
        raise Refused(refusal)
    if there := _own_place(event, sheet):
        emails.already_registered(person=there, form_key=sheet.form_key)
        return there.registration
    registration, people = _new(event, sheet, None, seats, now)
    registration.state = State.UNCONFIRMED
    registration.save()
    _store_people(registration, people, sheet)
    emails.confirm_address(registration=registration)
    return registration


@transaction.atomic
def confirm_address(*, registration: Registration, now: datetime) -> Registration:
    """The contact person has pressed the button behind the link. Twice is once."""
    seats = Seats(registration.event_id)
    locked = lock(registration)
    if locked.confirmed_at and locked.state != State.UNCONFIRMED:
        return locked
    if refusal := rules.why_not_confirm(locked, now):
        raise Refused(refusal)
    people = people_of(locked)
    refuse_who_is_there(locked.event, people)
    locked.confirmed_at = now
    _enter(locked, people, seats)
    locked.save()
    store_people(people)
    seats.store()
    _use_invitation(locked, now)
    _tell(locked, people)
    return locked


@transaction.atomic
def approve_registration(*, registration: Registration, by: User, now: datetime) -> Registration:
    seats = Seats(registration.event_id)
    locked = lock(registration)
    if refusal := decisions.why_not_decide(locked, now):
        raise Refused(refusal)
    people = people_of(locked)
    locked.decided_by, locked.decided_at = by, now
    _place(locked, people, seats)
    locked.save()
    store_people(people)
    seats.store()
    audit.record(by=by, action="registration.approved", obj=locked)
    _tell(locked, people)
    return locked


@transaction.atomic
def reject_registration(*, registration: Registration, by: User, reason: str, now: datetime) -> Registration:
    locked = lock(registration)
    if refusal := decisions.why_not_decide(locked, now):
        raise Refused(refusal)
    people = people_of(locked)
    for person in people:
        person.state = Attendee.State.INACTIVE
    locked.state, locked.reason, locked.decided_by, locked.decided_at = State.REJECTED, reason, by, now
    locked.save()
    store_people(people)
    audit.record(by=by, action="registration.rejected", obj=locked, reason=reason)
    emails.rejected(registration=locked)
    return locked


@transaction.atomic
def cancel_people(
    *, registration: Registration, people: Sequence[Attendee], by: User | None, now: datetime
) -> Registration:
    """Cancel some or all people of a registration; the freed places go to the line at once.

    ``by`` is the clerk, or None for the people themselves. Raises Refused.
    """
    seats = Seats(registration.event_id)
    locked = lock(registration)
    if refusal := rules.why_not_cancel(locked, now):
        raise Refused(refusal)
    wanted = {person.pk for person in people}
    active = [person for person in people_of(locked) if person.state != Attendee.State.CANCELLED]
    leaving = [person for person in active if person.pk in wanted]
    if not leaving:
        raise Refused(_("Bu kişiler zaten vazgeçmiş."))
    had_place = any(person.state in Attendee.HOLDING for person in leaving)
    seats.free(leaving, Attendee.State.CANCELLED)
    store_people(leaving)
    _close_what_is_empty(locked, [person for person in active if person not in leaving])
    seats.store()
    if by is not None:
        audit.record(by=by, action="registration.cancelled", obj=locked, after={"people": len(leaving)})
    emails.people_cancelled(registration=locked, people=leaving, had_place=had_place)
    line.move(event=locked.event, seats=seats, now=now)
    return locked


def _same_form(sheet: Sheet) -> Registration | None:
    return Registration.objects.filter(form_key=sheet.form_key).first() if sheet.form_key else None


def _own_place(event: Event, sheet: Sheet) -> Attendee | None:
    """The contact person's own entry, when they want to come themselves and are on the list."""
    if all(person.email != sheet.contact_email for person in sheet.people):
        return None
    there = Attendee.objects.active().filter(event=event, email=sheet.contact_email)
    return there.select_related("registration__user", "registration__event__venue").first()


def _new(
    event: Event, sheet: Sheet, user: User | None, seats: Seats, now: datetime
) -> tuple[Registration, list[Attendee]]:
    main = seats.of_kind(*LOOKS_IN[sheet.kind])
    if main is None:
        raise Refused(_("Bu etkinlikte bu tür bir kayıt için yer ayrılmadı."))
    if sheet.invitation and Registration.objects.filter(invitation=sheet.invitation).exists():
        raise Refused(_("Bu davetle daha önce kayıt yapıldı. Kaydınızı size gönderilen bağlantıdan görebilirsiniz."))
    registration = Registration(
        event=event,
        allotment=main,
        kind=sheet.kind,
        contact_name=sheet.contact_name,
        contact_email=sheet.contact_email,
        user=user,
        organisation=sheet.organisation,
        organisation_name=sheet.organisation.name if sheet.organisation else sheet.organisation_name,
        accepts_fewer=sheet.accepts_fewer and len(sheet.people) > 1,
        form_key=sheet.form_key,
        invitation=sheet.invitation,
        created_at=now,
    )
    people = [
        Attendee(
            registration=registration,
            event=event,
            allotment=seats.for_person([kind for kind, _detail in person.needs], main),
            name=person.name,
            email=person.email,
            position=position,
            state=Attendee.State.INACTIVE,
        )
        for position, person in enumerate(sheet.people)
    ]
    return registration, people


def _refuse_what_is_closed(event: Event, sheet: Sheet, people: Sequence[Attendee], now: datetime) -> None:
    if refusal := rules.why_not_register(event, now, invited=sheet.invitation is not None):
        raise Refused(refusal)
    refuse_who_is_there(event, people)


def _enter(registration: Registration, people: list[Attendee], seats: Seats) -> None:
    if rules.must_be_approved(registration):
        registration.state = State.PENDING
        for person in people:
            person.state = Attendee.State.LISTED
    else:
        _place(registration, people, seats)


def _place(registration: Registration, people: list[Attendee], seats: Seats) -> None:
    """A place for everybody and nobody in line before them, or the end of the line."""
    fits = seats.who_fits(people, fewer=False)
    if fits and not seats.has_line(people):
        seats.hold(people, Attendee.State.SEATED)
        registration.state = State.CONFIRMED
    else:
        seats.queue(registration, people)


def _store_people(registration: Registration, people: list[Attendee], sheet: Sheet) -> None:
    for person in people:
        person.registration = registration
    Attendee.objects.bulk_create(people)
    needs = [
        Need(attendee=person, kind=kind, detail=detail)
        for person, asked in zip(people, sheet.people, strict=True)
        for kind, detail in asked.needs
    ]
    if needs:
        Need.objects.bulk_create(needs)
    if sheet.answers:
        Answer.objects.bulk_create(
            Answer(registration=registration, question_id=question, text=answer) for question, answer in sheet.answers
        )
    if sheet.invitation and registration.state != State.UNCONFIRMED:
        _use_invitation(registration, registration.created_at)


def _close_what_is_empty(registration: Registration, staying: Sequence[Attendee]) -> None:
    """Nobody left: cancelled. Nobody left of those who were offered a place: back to the own place in line."""
    if not staying:
        registration.state, registration.offer_until = State.CANCELLED, None
    elif registration.state == State.OFFERED and all(person.state != Attendee.State.HELD for person in staying):
        registration.state, registration.offer_until = State.WAITING, None
    registration.save(update_fields=["state", "offer_until"])


def _use_invitation(registration: Registration, now: datetime) -> None:
    if registration.invitation_id:
        Invitation.objects.filter(pk=registration.invitation_id).update(used_at=now)


def _tell(registration: Registration, people: Sequence[Attendee]) -> None:
    """The letter that belongs to the state a registration has come to by its people's own act."""
    if registration.state == State.CONFIRMED:
        emails.registered(registration=registration, people=people)
    elif registration.state == State.WAITING:
        emails.waiting(registration=registration)
    elif registration.state == State.PENDING:
        emails.pending(registration=registration)
