"""Two clerks at the same moment: one zone is given once, and never more is lent than there is.

Nothing but the exclusion constraint and the trigger of the stock decides here; without them these tests fail.
"""

import threading

import pytest
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from etkinlikler.models import EquipmentLoan, Event, ParkUseRequest
from etkinlikler.services import parkuse as services
from konsey.errors import Refused
from konsey.models import OutboxMessage
from tests.etkinlikler.parking import at, give, wish
from tests.factories.etkinlikler import (
    EquipmentFactory,
    EquipmentLoanFactory,
    ParkUseRequestFactory,
    ParkZoneFactory,
)
from tests.factories.konsey import UserFactory
from tests.factories.meclisler import BodyFactory

pytestmark = pytest.mark.django_db(transaction=True)
State = ParkUseRequest.State


def together(*acts):
    barrier, outcomes = threading.Barrier(len(acts)), []

    def run(act):
        try:
            barrier.wait(30)
            act()
            outcomes.append("done")
        except Refused as refusal:
            outcomes.append(refusal.message)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(outcomes)


def approving(uses):
    """One clerk per request, each with a row of the own connection."""
    body, clerk = BodyFactory(), UserFactory()
    return [lambda pk=use.pk: give(ParkUseRequest.objects.get(pk=pk), by=clerk, organiser=body) for use in uses]


def test_overlapping_uses_of_one_zone_are_approved_once():
    zone = ParkZoneFactory()
    uses = [
        ParkUseRequestFactory(zone=zone, starts_at=at(30, 10 + shift), ends_at=at(30, 13 + shift))
        for shift in (0, 1, 2, 1)
    ]

    outcomes = together(*approving(uses))

    assert outcomes == ["Bu bölüm o saatlerde başka bir gruba verildi."] * 3 + ["done"]
    assert ParkUseRequest.objects.filter(state=State.APPROVED).count() == 1
    assert Event.objects.count() == 1
    assert OutboxMessage.objects.filter(letter="etkinlikler/park_approved").count() == 1


def test_two_clerks_approve_the_same_request_once():
    use = ParkUseRequestFactory()

    outcomes = together(*approving([use, use]))

    assert outcomes == ["done", "“Onaylandı” durumundaki bir başvuru “Onaylandı” durumuna geçemez."]
    assert Event.objects.count() == 1


def test_equipment_promised_in_different_parks_never_exceeds_the_stock():
    tables, chairs = EquipmentFactory(stock=10), EquipmentFactory(stock=40)
    uses = [ParkUseRequestFactory(starts_at=at(30, 10 + shift), ends_at=at(30, 13 + shift)) for shift in (0, 1, 2, 0)]
    for use, things in zip(uses, ([tables, chairs], [chairs, tables]) * 2, strict=True):
        for thing in things:
            EquipmentLoanFactory(use=use, equipment=thing, quantity=4)

    outcomes = together(*approving(uses))

    assert outcomes.count("done") == 2
    assert set(outcomes) - {"done"} == {"İstenen malzeme o saatlerde yetmiyor: stok başka gruplara verildi."}
    lent = EquipmentLoan.objects.filter(use__state=State.APPROVED, equipment=tables).aggregate(all=Sum("quantity"))
    assert lent["all"] == 8


def test_numbers_are_given_once_and_without_gaps():
    acts = []
    for _number in range(6):
        person = UserFactory()
        draft = ParkUseRequestFactory(draft=True, applicant=person)
        acts.append(lambda use=draft, by=person: services.submit(applicant=by, use=use, now=timezone.now()))

    assert together(*acts) == ["done"] * 6
    numbers = ParkUseRequest.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4, 5, 6]


def test_the_same_form_from_two_windows_is_one_draft():
    person, zone = UserFactory(), ParkZoneFactory()
    key = "0d8c6a3c-7f3a-4a53-9a3e-6d1f2b3c4d5e"

    def send():
        services.start_draft(applicant=person, wish=wish(zone), form_key=key, now=timezone.now())

    assert together(send, send, send) == ["done"] * 3
    assert ParkUseRequest.objects.count() == 1
