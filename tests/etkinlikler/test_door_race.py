"""Two phones at one door."""

import uuid

import pytest
from django.db import IntegrityError
from django.utils import timezone

from etkinlikler.models import CheckIn
from etkinlikler.services import door as services
from etkinlikler.services.seats import true_count
from tests.etkinlikler.doors import door_now
from tests.factories.etkinlikler import CheckInFactory
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_ten_phones_scan_one_person_at_once_and_one_entry_counts():
    door = door_now()
    person = door.person()

    answers = at_once([lambda: door.let_in(person).is_first] * 10)

    assert sorted(answers) == [False] * 9 + [True]
    assert CheckIn.objects.counting().count() == 1
    assert CheckIn.objects.count() == 10


def test_one_entry_sent_five_times_at_once_is_one_row():
    door, key = door_now(), uuid.uuid4()
    person = door.person()

    answers = at_once([lambda: door.let_in(person, client_key=key).checkin.pk] * 5)

    assert len(set(answers)) == 1
    assert CheckIn.objects.count() == 1


def test_six_walk_ins_at_once_get_two_free_places_and_those_of_three_who_have_not_come():
    door = door_now(places=5, begun=1)
    for name in "ABC":
        door.person(name)

    def walking(number):
        newcomer = services.Newcomer(f"Gelen {number}")
        return lambda: (
            services.walk_in(
                event=door.event, newcomer=newcomer, by=door.user, form_key=uuid.uuid4(), now=timezone.now()
            ).is_first
        )

    answers = at_once([walking(number) for number in range(6)])

    assert answers.count(True) == 5
    assert answers.count("Boş yer yok ve yeri açılabilecek kimse kalmadı.") == 1
    assert {row.pk: row.taken for row in door.event.allotments.all()} == true_count(door.event)


def test_database_itself_refuses_a_second_entry_that_counts():
    door = door_now()
    person = door.person()
    CheckInFactory(attendee=person)

    with pytest.raises(IntegrityError, match="etkinlikler_checkin_counts_once"):
        CheckInFactory(attendee=person)
