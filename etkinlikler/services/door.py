"""Letting people in: the first scan counts, later ones are kept and answer who let the person in and when.

Everything here holds `Seats`, so two phones at one door go one after the other; the constraints
`etkinlikler_checkin_counts_once` and the unique ``client_key`` hold whatever else writes.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.models import Attendee, CheckIn, Event, Registration
from etkinlikler.rules import door as rules
from etkinlikler.services import doorplaces
from etkinlikler.services.certificates import revoke_certificate
from etkinlikler.services.seats import LOOKS_IN, Seats, refuse_who_is_there, store_people
from konsey import audit
from konsey.errors import Refused
from konsey.models import User

audit.name_actions(
    {
        "checkin.undone": gettext_lazy("Kapıda giriş geri alındı"),
        "door.places_released": gettext_lazy("Gelmeyenlerin yerleri açıldı"),
        "door.list_saved": gettext_lazy("Kapı listesi telefona kaydedildi"),
    }
)


@dataclass(frozen=True)
class Entry:
    """What a scan came to: its own row, and the one that counts (the same, or an earlier one)."""

    checkin: CheckIn
    counting: CheckIn

    @property
    def is_first(self) -> bool:
        return self.checkin.pk == self.counting.pk


@dataclass(frozen=True)
class Newcomer:
    """Somebody who comes without having registered; ``email`` in its normal form or ""."""

    name: str
    email: str = ""
    organisation: str = ""


@transaction.atomic
def let_in(
    *, event: Event, person_pk: int, by: User, source: str, at: datetime, client_key: uuid.UUID, now: datetime
) -> Entry:
    """Store that somebody came in at ``at``. The same ``client_key`` twice is one row. Raises Refused."""
    seats = Seats(event.pk)
    person = _person(event, person_pk)
    if known := CheckIn.objects.select_related("by").filter(client_key=client_key).first():
        return _known(known, person)
    if refusal := rules.why_not_let_in(person, event, at):
        raise Refused(refusal)
    counting = CheckIn.objects.counting().select_related("by").filter(attendee=person).first()
    if counting is None and person.state != Attendee.State.SEATED:
        _seat(person, seats, event, now, is_inside=source == CheckIn.Source.OFFLINE)
    checkin = CheckIn.objects.create(
        attendee=person,
        at=at,
        received_at=now,
        by=by,
        source=source,
        client_key=client_key,
        counts=counting is None,
    )
    return Entry(checkin, counting or checkin)


@transaction.atomic
def undo(*, checkin: CheckIn, by: User, now: datetime) -> CheckIn:
    """Take back a check-in that was a mistake. Twice is once. A walk-in's place is free again. Raises Refused."""
    event = checkin.attendee.event
    seats = Seats(event.pk)
    locked = CheckIn.objects.select_related("attendee__registration").get(pk=checkin.pk)
    if locked.undone_at:
        return locked
    if refusal := rules.why_not_undo(locked, event, now):
        raise Refused(refusal)
    locked.undone_at, locked.undone_by = now, by
    locked.save(update_fields=["undone_at", "undone_by"])
    if locked.source == CheckIn.Source.WALK_IN:
        _cancel_walk_in(locked.attendee, seats)
    revoke_certificate(person=locked.attendee, by=by, now=now)
    audit.record(by=by, action="checkin.undone", obj=locked)
    return locked


@transaction.atomic
def walk_in(*, event: Event, newcomer: Newcomer, by: User, form_key: uuid.UUID, now: datetime) -> Entry:
    """Give somebody without a registration a place and let them in; when all are taken, the place of somebody who has
    not come. The same form twice is one person. Raises Refused."""
    seats = Seats(event.pk)
    if known := CheckIn.objects.select_related("by", "attendee").filter(client_key=form_key).first():
        return _known(known, known.attendee)
    if refusal := rules.why_not_open(event, now):
        raise Refused(refusal)
    person = _newcomer(event, newcomer, seats, now)
    person.registration.save()
    person.save()
    seats.store()
    checkin = CheckIn.objects.create(
        attendee=person, at=now, received_at=now, by=by, source=CheckIn.Source.WALK_IN, client_key=form_key
    )
    return Entry(checkin, checkin)


@transaction.atomic
def release_absent(*, event: Event, by: User, now: datetime) -> int:
    """Free the places of those who have not come. Safe to run twice. Returns how many. Raises Refused.

    A delegation's places are its quota, which stays its own: it may come late, and whole.
    """
    seats = Seats(event.pk)
    if refusal := rules.why_not_take_places(event, now):
        raise Refused(refusal)
    people = list(doorplaces.not_come(event))
    seats.free(people, Attendee.State.ABSENT)
    store_people(people)
    seats.store()
    if people:
        audit.record(by=by, action="door.places_released", obj=event, after={"people": len(people)})
    return len(people)


def _person(event: Event, pk: int) -> Attendee:
    person = Attendee.objects.select_related("registration").filter(pk=pk, event=event).first()
    if person is None:
        raise Refused(_("Bu kişi bu etkinliğin listesinde yok."))
    return person


def _known(known: CheckIn, person: Attendee) -> Entry:
    """The same act again: answer as the first time."""
    if known.attendee_id != person.pk:
        raise Refused(_("Bu giriş başka bir kişi için kaydedilmiş. Kişiyi listeden yeniden seçiniz."))
    counting = CheckIn.objects.counting().select_related("by").filter(attendee=person).first()
    return Entry(known, counting or known)


def _seat(person: Attendee, seats: Seats, event: Event, now: datetime, *, is_inside: bool) -> None:
    """A place for somebody whose own was given away, or who waited for one."""
    if not doorplaces.give(person, seats, event, now):
        if is_inside:  # let in without a network before anybody knew: sending them out again would be no answer
            return
        if person.state == Attendee.State.ABSENT:
            raise Refused(_("Gelmediği için yeri açıldı ve başkasına verildi; şu anda boş yer yok."))
        raise Refused(_("Bekleme listesinde; şu anda boş yer yok."))
    person.save(update_fields=["state", "allotment"])
    seats.store()
    registration = person.registration
    if registration.state != Registration.State.CONFIRMED:
        registration.state, registration.offer_until = Registration.State.CONFIRMED, None
        registration.save(update_fields=["state", "offer_until"])


def _newcomer(event: Event, newcomer: Newcomer, seats: Seats, now: datetime) -> Attendee:
    allotment = seats.of_kind(*LOOKS_IN[Registration.Kind.WALK_IN])
    if allotment is None:
        raise Refused(_("Bu etkinlikte kapıda verilecek yer yok."))
    registration = Registration(
        event=event,
        allotment=allotment,
        kind=Registration.Kind.WALK_IN,
        state=Registration.State.CONFIRMED,
        contact_name=newcomer.name,
        contact_email=newcomer.email,
        organisation_name=newcomer.organisation,
        created_at=now,
        confirmed_at=now,
    )
    person = Attendee(
        registration=registration, event=event, allotment=allotment, name=newcomer.name, email=newcomer.email
    )
    refuse_who_is_there(event, [person])
    if not doorplaces.give(person, seats, event, now):
        raise Refused(doorplaces.no_room(event, now))
    registration.allotment = person.allotment
    return person


def _cancel_walk_in(person: Attendee, seats: Seats) -> None:
    seats.free([person], Attendee.State.CANCELLED)
    store_people([person])
    seats.store()
    person.registration.state = Registration.State.CANCELLED
    person.registration.save(update_fields=["state"])
