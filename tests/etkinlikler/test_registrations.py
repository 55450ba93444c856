"""Registering: a place, the line, or the organiser's approval; confirming an address; cancelling."""

from datetime import timedelta

import pytest
from django.utils import timezone

from etkinlikler.models import Allotment, Attendee, Need, Registration
from etkinlikler.services import line, registrations
from etkinlikler.services.registrations import Person, Sheet, register, register_unconfirmed
from etkinlikler.services.seats import true_count
from konsey.errors import Refused
from konsey.models import OutboxMessage
from tests.factories.etkinlikler import AllotmentFactory, EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
State = Registration.State


def sheet(name="Ayşe Yıldız", email="ayse@example.com", people=None, kind=Registration.Kind.SELF, **more):
    return Sheet(kind, name, email, people or [Person(name, email)], **more)


def enter(event, form, user=None):
    return register(event=event, sheet=form, user=user, now=timezone.now())


def letters(name=""):
    return list(
        OutboxMessage.objects.filter(letter__startswith=f"etkinlikler/{name}")
        .values_list("letter", "to")
        .order_by("pk")
    )


def counters_are_true(event):
    return {row.pk: row.taken for row in event.allotments.all()} == true_count(event)


def test_register_gives_a_place_and_one_letter_with_calendar_and_code():
    event = EventFactory(places=2)

    registration = enter(event, sheet())

    person = registration.attendees.get()
    assert (registration.state, person.state) == (State.CONFIRMED, Attendee.State.SEATED)
    assert event.allotments.get().taken == 1
    assert letters() == [("etkinlikler/registered", "ayse@example.com")]
    names = OutboxMessage.objects.get().attachments.values_list("name", flat=True)
    assert list(names) == ["etkinlik.ics", "giris-kodu.png"]


def test_register_when_full_stands_in_line_in_order():
    event = EventFactory(places=1)
    enter(event, sheet())

    first = enter(event, sheet("Burak", "burak@example.com"))
    second = enter(event, sheet("Cem", "cem@example.com"))

    assert [(each.state, each.line_number) for each in (first, second)] == [(State.WAITING, 1), (State.WAITING, 2)]
    assert letters("waiting") == [
        ("etkinlikler/waiting", "burak@example.com"),
        ("etkinlikler/waiting", "cem@example.com"),
    ]
    assert counters_are_true(event)


def test_register_nobody_overtakes_a_line_even_where_a_place_is_free():
    event = EventFactory(places=3)
    RegistrationFactory(event=event, people=2)
    group = enter(event, sheet(people=[Person("A"), Person("B")], kind=Registration.Kind.ORGANISATION))

    single = enter(event, sheet("Cem", "cem@example.com"))

    assert (group.state, single.state) == (State.WAITING, State.WAITING)


def test_register_same_form_twice_is_one_registration():
    import uuid

    event, key = EventFactory(places=5), uuid.uuid4()

    first, second = enter(event, sheet(form_key=key)), enter(event, sheet(form_key=key))

    assert first == second
    assert event.allotments.get().taken == 1


def test_register_same_address_twice_is_refused_with_the_address():
    event = EventFactory(places=5)
    enter(event, sheet())

    with pytest.raises(Refused, match=r"kayıtlı biri var: ayse@example\.com"):
        enter(event, sheet("Başka Ad"))

    assert event.allotments.get().taken == 1


def test_register_wheelchair_user_gets_a_wheelchair_place():
    event = EventFactory(places=2)
    chairs = AllotmentFactory(event=event, kind=Allotment.Kind.WHEELCHAIR, places=1)

    registration = enter(event, sheet(people=[Person("Ayşe", "ayse@example.com", ((Need.Kind.WHEELCHAIR, ""),))]))

    chairs.refresh_from_db()
    assert registration.attendees.get().allotment == chairs
    assert chairs.taken == 1
    assert counters_are_true(event)


def test_register_without_wheelchair_places_left_does_not_hold_up_the_others():
    event = EventFactory(places=5)
    AllotmentFactory(event=event, kind=Allotment.Kind.WHEELCHAIR, places=0)
    waiting = enter(event, sheet(people=[Person("Ayşe", "ayse@example.com", ((Need.Kind.WHEELCHAIR, ""),))]))

    other = enter(event, sheet("Cem", "cem@example.com"))

    assert (waiting.state, other.state) == (State.WAITING, State.CONFIRMED)


def test_unconfirmed_registration_holds_no_place_until_the_button_is_pressed():
    event, now = EventFactory(places=1), timezone.now()
    registration = register_unconfirmed(event=event, sheet=sheet(), now=now)
    assert event.allotments.get().taken == 0
    assert letters() == [("etkinlikler/confirm_address", "ayse@example.com")]

    confirmed = registrations.confirm_address(registration=registration, now=now)

    assert confirmed.state == State.CONFIRMED
    assert event.allotments.get().taken == 1
    assert letters("registered") == [("etkinlikler/registered", "ayse@example.com")]


def test_confirm_address_twice_changes_nothing():
    event, now = EventFactory(places=2), timezone.now()
    registration = register_unconfirmed(event=event, sheet=sheet(), now=now)
    registrations.confirm_address(registration=registration, now=now)

    registrations.confirm_address(registration=registration, now=now)

    assert event.allotments.get().taken == 1
    assert len(letters("registered")) == 1


def test_cancel_one_of_three_offers_the_place_to_the_first_in_line():
    event, now = EventFactory(places=3), timezone.now()
    group = RegistrationFactory(event=event, people=3)
    first, second = RegistrationFactory(event=event, waiting=True), RegistrationFactory(event=event, waiting=True)

    registrations.cancel_people(registration=group, people=[group.attendees.last()], by=None, now=now)

    first.refresh_from_db(), second.refresh_from_db()
    assert (first.state, second.state) == (State.OFFERED, State.WAITING)
    assert first.attendees.get().state == Attendee.State.HELD
    assert letters("place_offered") == [("etkinlikler/place_offered", first.contact_email)]
    assert counters_are_true(event)


def test_offered_group_stays_together_or_accepts_fewer():
    event, now = EventFactory(places=3), timezone.now()
    seated = RegistrationFactory(event=event, people=3)
    together = RegistrationFactory(event=event, waiting=True, people=2)
    last = seated.attendees.last()

    registrations.cancel_people(registration=seated, people=[last], by=None, now=now)
    together.refresh_from_db()
    assert together.state == State.WAITING

    Registration.objects.filter(pk=together.pk).update(accepts_fewer=True)
    line.move_all(now)
    together.refresh_from_db()
    assert together.state == State.OFFERED
    assert [person.state for person in together.attendees.all()] == [Attendee.State.HELD, Attendee.State.LISTED]


def test_accept_offer_with_fewer_lets_the_group_choose_who_comes():
    event, now = EventFactory(places=1), timezone.now()
    seated = RegistrationFactory(event=event)
    group = RegistrationFactory(event=event, waiting=True, people=2, accepts_fewer=True)
    registrations.cancel_people(registration=seated, people=seated.attendees.all(), by=None, now=now)
    chosen = group.attendees.last()

    accepted = line.accept_offer(registration=group, chosen=[chosen.pk], now=now)

    assert accepted.state == State.CONFIRMED
    assert [person.state for person in group.attendees.all()] == [Attendee.State.CANCELLED, Attendee.State.SEATED]
    assert counters_are_true(event)


def test_expired_offer_passes_on_and_may_stand_in_line_again():
    event, now = EventFactory(places=1), timezone.now()
    seated = RegistrationFactory(event=event)
    first, second = RegistrationFactory(event=event, waiting=True), RegistrationFactory(event=event, waiting=True)
    registrations.cancel_people(registration=seated, people=seated.attendees.all(), by=None, now=now)

    later = now + timedelta(days=3)
    assert line.expire_offers(later) == 1
    assert line.expire_offers(later) == 0

    first.refresh_from_db(), second.refresh_from_db()
    assert (first.state, second.state) == (State.LAPSED, State.OFFERED)
    again = line.rejoin(registration=first, now=later)
    assert (again.state, again.line_number) == (State.WAITING, 3)
    assert counters_are_true(event)


def test_promote_after_the_hall_has_grown():
    event, now = EventFactory(places=1), timezone.now()
    RegistrationFactory(event=event)
    first = RegistrationFactory(event=event, waiting=True)
    Allotment.objects.filter(event=event).update(places=2)

    assert line.promote(event=event, now=now) == 1

    first.refresh_from_db()
    assert first.state == State.CONFIRMED
    assert letters("promoted") == [("etkinlikler/promoted", first.contact_email)]
    assert counters_are_true(event)
