"""How many places there are: never more than the hall, never fewer than taken; a bigger hall seats the line at once."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from etkinlikler.models import Allotment, Registration
from etkinlikler.rules.line import standstills
from etkinlikler.services.allotments import change_places
from konsey.errors import Refused
from konsey.models import OutboxMessage
from tests.factories.etkinlikler import AllotmentFactory, EventFactory, RegistrationFactory, VenueFactory

pytestmark = pytest.mark.django_db
GENERAL, NGO = Allotment.Kind.GENERAL, Allotment.Kind.NGO


def change(event, burak, capacity, **places):
    return change_places(event=event, capacity=capacity, places=places, by=burak, now=timezone.now())


def test_allotments_together_never_exceed_the_event_even_without_the_service():
    event = EventFactory(capacity=10, places=8)

    with pytest.raises(IntegrityError, match="exceed the places"), transaction.atomic():
        AllotmentFactory(event=event, kind=NGO, places=3)

    assert event.allotments.count() == 1


def test_event_never_exceeds_its_venue(burak):
    event = EventFactory(venue=VenueFactory(capacity=50), capacity=50)

    with pytest.raises(Refused, match="kişi sayısını aşamaz"):
        change(event, burak, 51)


def test_places_move_from_one_allotment_to_another_in_one_step(burak):
    event = EventFactory(capacity=10, places=10)

    change(event, burak, 10, general=6, ngo=4)

    assert dict(event.allotments.values_list("kind", "places")) == {GENERAL: 6, NGO: 4}


def test_places_below_what_is_taken_are_refused_with_the_number(burak):
    event = EventFactory(capacity=10, places=10)
    RegistrationFactory(event=event, people=3)

    with pytest.raises(Refused, match="dolu yer sayısı: 3"):
        change(event, burak, 10, general=2)

    assert event.allotments.get().places == 10


def test_a_bigger_hall_seats_the_line_in_order_and_tells_them(burak):
    event = EventFactory(capacity=1, places=1)
    RegistrationFactory(event=event)
    first, second, third = (RegistrationFactory(event=event, waiting=True) for _each in range(3))

    assert change(event, burak, 3, general=3) == 2

    states = Registration.objects.filter(pk__in=[first.pk, second.pk, third.pk]).order_by("pk")
    assert list(states.values_list("state", flat=True)) == ["confirmed", "confirmed", "waiting"]
    assert OutboxMessage.objects.filter(letter="etkinlikler/promoted").count() == 2


def test_standstill_says_that_a_group_wants_to_come_together():
    event = EventFactory(capacity=10, places=3)
    RegistrationFactory(event=event, people=1)
    RegistrationFactory(event=event, waiting=True, people=3)

    found = standstills(event, timezone.now())

    assert [(each.registrations, each.people, each.reason) for each in found] == [
        (1, 3, "Sıradaki ilk kayıt 3 kişilik ve birlikte gelmek istiyor; boş yer: 2.")
    ]


def test_standstill_is_empty_without_a_line():
    assert standstills(EventFactory(places=3), timezone.now()) == []
