"""The waiting list: offering freed places in order, answering an offer, promoting when the hall grows.

First come, first served per allotment, strictly: when the first in line does not fit, nobody behind is let past
(`etkinlikler.rules.line` tells the organiser so). An offered place is a taken place until it is answered or runs out.
"""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from etkinlikler.emails import line as emails
from etkinlikler.emails import registering as registering_emails
from etkinlikler.models import Allotment, Attendee, Event, Registration
from etkinlikler.rules import registering as rules
from etkinlikler.rules.offers import offer_until
from etkinlikler.services.locking import lock, people_of
from etkinlikler.services.seats import Seats, refuse_who_is_there, store_people
from konsey.errors import Refused

State = Registration.State


def move(*, event: Event, seats: Seats, now: datetime) -> int:
    """Offer what is free to those who wait. Call it inside the transaction that freed something. Returns the offers."""
    until = offer_until(event, now)
    if event.state != Event.State.PUBLISHED or until is None:
        return 0
    offers = 0
    for allotment in seats.rows.values():
        offers += _offer_from(allotment, seats, until)
    seats.store()
    return offers


@transaction.atomic
def promote(*, event: Event, now: datetime) -> int:
    """Give places at once to those in line for whom there are any now: the hall has grown. Returns how many people."""
    seats = Seats(event.pk)
    promoted = 0
    for allotment in seats.rows.values():
        for registration, waiting, fitting in _first_that_fit(allotment, seats):
            _seat(registration, waiting, fitting, seats)
            emails.promoted(registration=registration, people=fitting)
            promoted += len(fitting)
    seats.store()
    return promoted


@transaction.atomic
def accept_offer(*, registration: Registration, chosen: Collection[int], now: datetime) -> Registration:
    """Take the offered places. ``chosen``: keys of the people who come, when fewer were offered than asked for."""
    seats = Seats(registration.event_id)
    locked = lock(registration)
    if locked.state == State.CONFIRMED:
        return locked
    if refusal := rules.why_not_answer_offer(locked, now):
        raise Refused(refusal)
    people = people_of(locked, Attendee.State.HELD, Attendee.State.LISTED)
    held = [person for person in people if person.state == Attendee.State.HELD]
    coming = [person for person in people if person.pk in chosen] if chosen else held
    seats.free(held, Attendee.State.LISTED)
    if not coming or len(coming) > len(held) or not seats.who_fits(coming, fewer=False):
        raise Refused(_("Önerilen yer sayısı: %(count)d. Bu kadar kişi seçiniz.") % {"count": len(held)})
    _seat(locked, people, coming, seats)
    move(event=locked.event, seats=seats, now=now)
    seats.store()
    registering_emails.registered(registration=locked, people=coming)
    return locked


@transaction.atomic
def rejoin(*, registration: Registration, now: datetime) -> Registration:
    """Somebody whose offer ran out stands in line again, at its end (or has a place, when there is one)."""
    seats = Seats(registration.event_id)
    locked = lock(registration)
    if refusal := rules.why_not_rejoin(locked, now):
        raise Refused(refusal)
    people = people_of(locked, Attendee.State.INACTIVE)
    refuse_who_is_there(locked.event, people)
    if seats.who_fits(people, fewer=False) and not seats.has_line(people):
        seats.hold(people, Attendee.State.SEATED)
        locked.state = State.CONFIRMED
    else:
        seats.queue(locked, people)
    store_people(people)
    locked.save()
    seats.store()
    if locked.state == State.CONFIRMED:
        registering_emails.registered(registration=locked, people=people)
    else:
        registering_emails.waiting(registration=locked)
    return locked


@transaction.atomic
def take_back_offers(*, event: Event) -> None:
    """The event does not take place for now: whoever was offered a place has their own place in line again."""
    seats = Seats(event.pk)
    offered = Registration.objects.filter(event=event, state=State.OFFERED).order_by("pk")
    for registration in offered.select_for_update(of=("self",), no_key=True):
        people = people_of(registration, Attendee.State.HELD)
        seats.free(people, Attendee.State.LISTED)
        store_people(people)
        registration.state, registration.offer_until = State.WAITING, None
        registration.save(update_fields=["state", "offer_until"])
    seats.store()


def expire_offers(now: datetime) -> int:
    """End the offers whose time is over and pass the places on. Safe to run twice. Returns how many ended."""
    events = Event.objects.filter(registrations__in=Registration.objects.offers_over(now)).distinct().order_by("pk")
    return sum(_expire(event, now) for event in events)


def move_all(now: datetime) -> int:
    """Look after every line that could move: what a crash or a change of plans left behind. Returns the offers."""
    waiting = Registration.objects.filter(state=State.WAITING, event__starts_at__gt=now)
    return sum(
        _move_one(event, now)
        for event in Event.objects.filter(pk__in=waiting.values("event_id"), state=Event.State.PUBLISHED)
    )


@transaction.atomic
def _move_one(event: Event, now: datetime) -> int:
    return move(event=event, seats=Seats(event.pk), now=now)


@transaction.atomic
def _expire(event: Event, now: datetime) -> int:
    seats = Seats(event.pk)
    over = list(Registration.objects.offers_over(now).filter(event=event).select_for_update(of=("self",), no_key=True))
    for registration in over:
        registration.event = event
        people = people_of(registration, Attendee.State.HELD, Attendee.State.LISTED)
        seats.free(people, Attendee.State.INACTIVE)
        store_people(people)
        registration.state, registration.offer_until = State.LAPSED, None
        registration.save(update_fields=["state", "offer_until"])
        emails.offer_expired(registration=registration)
    move(event=event, seats=seats, now=now)
    seats.store()
    return len(over)


def _offer_from(allotment: Allotment, seats: Seats, until: datetime) -> int:
    offers = 0
    for registration, _waiting, fitting in _first_that_fit(allotment, seats):
        seats.hold(fitting, Attendee.State.HELD)
        store_people(fitting)
        registration.state, registration.offer_until = State.OFFERED, until
        registration.offers += 1
        registration.save(update_fields=["state", "offer_until", "offers"])
        emails.place_offered(registration=registration, people=fitting)
        offers += 1
    return offers


def _first_that_fit(
    allotment: Allotment, seats: Seats
) -> Iterator[tuple[Registration, list[Attendee], list[Attendee]]]:
    """Go through a line from its head while there is room: registration, who waits, who fits. The first that does not
    fit ends it."""
    if allotment.free <= 0:
        return
    rows = Registration.objects.in_line().filter(allotment=allotment)
    for registration in rows.select_for_update(of=("self",), no_key=True).select_related("event__venue", "user"):
        waiting = people_of(registration, Attendee.State.LISTED)
        fitting = seats.who_fits(waiting, fewer=registration.accepts_fewer)
        if not fitting:
            return
        yield registration, waiting, fitting


def _seat(registration: Registration, people: list[Attendee], coming: list[Attendee], seats: Seats) -> None:
    """Seat those who come and leave out the others of the group."""
    for person in people:
        person.state = Attendee.State.CANCELLED
    seats.hold(coming, Attendee.State.SEATED)
    store_people(people)
    registration.state, registration.offer_until = State.CONFIRMED, None
    registration.save(update_fields=["state", "offer_until"])
