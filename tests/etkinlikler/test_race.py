"""Never oversold, nobody lost: many at once on few places. The large version over HTTP is benchmarks/event_burst.py."""

import contextlib
import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from etkinlikler.models import Allotment, Attendee, Registration
from etkinlikler.services import line, registrations
from etkinlikler.services.delegations import add_delegation
from etkinlikler.services.registrations import Person, Sheet, register
from etkinlikler.services.seats import Seats, true_count
from konsey.compiled import Compiled
from konsey.models import OutboxMessage
from tests.factories.etkinlikler import AllotmentFactory, EventFactory, RegistrationFactory
from tests.factories.konsey import OrganisationFactory, UserFactory
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)
State = Registration.State


def entering(event, number, people=1, kind=Registration.Kind.SELF):
    names = [Person(f"Kişi {number}.{place}", f"k{number}.{place}@example.com") for place in range(people)]
    form = Sheet(kind, f"Kişi {number}", f"k{number}.0@example.com", names)
    return lambda: register(event=event, sheet=form, user=None, now=timezone.now()).state


def states_of(event):
    rows = Registration.objects.filter(event=event).order_by("line_number", "pk")
    return list(rows.values_list("state", flat=True))


def counters_are_true(event):
    return {row.pk: row.taken for row in event.allotments.all()} == true_count(event)


def letters(event, name):
    return OutboxMessage.objects.filter(letter=f"etkinlikler/{name}").count()


def test_forty_people_and_twenty_five_places():
    event = EventFactory(places=25)

    at_once([entering(event, number) for number in range(40)])

    waiting = Registration.objects.filter(event=event, state=State.WAITING)
    assert Registration.objects.filter(event=event, state=State.CONFIRMED).count() == 25
    assert sorted(waiting.values_list("line_number", flat=True)) == list(range(1, 16))
    assert (letters(event, "registered"), letters(event, "waiting")) == (25, 15)
    assert event.allotments.get().taken == 25
    assert counters_are_true(event)


def test_ten_cancellations_at_once_are_ten_offers_to_the_first_ten():
    event, now = EventFactory(places=12), timezone.now()
    seated = [RegistrationFactory(event=event) for _each in range(12)]
    for _each in range(15):
        RegistrationFactory(event=event, waiting=True)

    at_once(
        [
            lambda row=row: registrations.cancel_people(
                registration=row, people=list(row.attendees.all()), by=None, now=now
            )
            for row in seated[:10]
        ]
    )

    offered = Registration.objects.filter(event=event, state=State.OFFERED)
    assert sorted(offered.values_list("line_number", flat=True)) == list(range(1, 11))
    assert letters(event, "place_offered") == 10
    assert event.allotments.get().taken == 12
    assert counters_are_true(event)


def test_groups_of_three_are_seated_whole_or_not_at_all():
    event = EventFactory(places=13)

    at_once([entering(event, number, people=3) for number in range(8)])

    assert sorted(states_of(event)) == [State.CONFIRMED] * 4 + [State.WAITING] * 4
    assert Attendee.objects.coming().filter(event=event).count() == 12
    assert counters_are_true(event)


def test_allotments_are_counted_each_for_itself():
    event = EventFactory(places=3, capacity=10)
    AllotmentFactory(event=event, kind=Allotment.Kind.NGO, places=4)

    at_once(
        [entering(event, number) for number in range(5)]
        + [entering(event, 50 + number, kind=Registration.Kind.ORGANISATION) for number in range(6)]
    )

    assert dict(event.allotments.values_list("kind", "taken")) == {"general": 3, "ngo": 4}
    assert states_of(event).count(State.WAITING) == 4
    assert counters_are_true(event)


def test_one_person_pressing_the_link_of_the_letter_ten_times_is_one_registration():
    event, now = EventFactory(places=5), timezone.now()
    form = Sheet(Registration.Kind.SELF, "Ayşe", "ayse@example.com", [Person("Ayşe", "ayse@example.com")])
    row = registrations.register_unconfirmed(event=event, sheet=form, now=now)

    answers = at_once([lambda: registrations.confirm_address(registration=row, now=now).state] * 10)

    assert answers == [State.CONFIRMED] * 10
    assert event.allotments.get().taken == 1
    assert letters(event, "registered") == 1


def test_same_address_in_ten_forms_at_once_comes_once():
    event = EventFactory(places=20)

    answers = at_once([entering(event, 7) for _each in range(10)])

    assert answers.count(State.CONFIRMED) == 1
    assert [answer for answer in answers if answer != State.CONFIRMED] == [
        "Bu e-posta adresiyle bu etkinliğe kayıtlı biri var: k7.0@example.com"
    ] * 9
    assert event.allotments.get().taken == 1


def test_offer_is_accepted_and_runs_out_at_once_and_the_place_is_given_once():
    event, now = EventFactory(places=1), timezone.now()
    seated = RegistrationFactory(event=event)
    first, _second = RegistrationFactory(event=event, waiting=True), RegistrationFactory(event=event, waiting=True)
    registrations.cancel_people(registration=seated, people=list(seated.attendees.all()), by=None, now=now)
    first.refresh_from_db()
    end = first.offer_until

    at_once(
        [
            lambda: line.accept_offer(registration=first, chosen=[], now=end - timedelta(seconds=1)).state,
            lambda: line.expire_offers(end),
        ]
    )

    first.refresh_from_db()
    assert first.state in {State.CONFIRMED, State.LAPSED}
    assert Attendee.objects.filter(event=event, state__in=Attendee.HOLDING).count() == 1
    assert counters_are_true(event)


def test_delegations_added_at_once_share_the_places_for_delegations():
    event, clerk = EventFactory(capacity=20), UserFactory()
    AllotmentFactory(event=event, kind=Allotment.Kind.DELEGATION, places=7)
    organisations = [OrganisationFactory() for _each in range(6)]

    answers = at_once(
        [
            lambda each=each: (
                add_delegation(
                    event=event, organisation=each, quota=2, head=("B", "b@example.com"), by=clerk, now=timezone.now()
                ).quota
            )
            for each in organisations
        ]
    )

    assert answers.count(2) == 3
    assert answers.count("Heyetler için kalan yer: 1.") == 3
    assert counters_are_true(event)


@pytest.mark.parametrize(("locked", "seated"), [(True, 1), (False, 2)])
def test_last_place_is_sold_twice_only_without_the_lock(monkeypatch, locked, seated):
    """The control: both people look before either writes. It shows that the other tests test the lock."""
    event, both_have_looked = EventFactory(places=1), threading.Barrier(2)
    look = Seats.has_line

    def look_together(seats, people):
        found = look(seats, people)
        with contextlib.suppress(threading.BrokenBarrierError):  # with the lock the other one cannot have looked yet
            both_have_looked.wait(0.7)
        return found

    monkeypatch.setattr(Seats, "has_line", look_together)
    if not locked:
        unlocked = Compiled(lambda event: Allotment.objects.filter(event=event).order_by("pk"), event=int)
        monkeypatch.setattr(Seats, "locked", unlocked)

    at_once([entering(event, number) for number in range(2)])

    assert Attendee.objects.coming().filter(event=event).count() == seated
