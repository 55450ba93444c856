"""Delegations: a quota is taken places; the head names people up to it; what ends gives everything back."""

import pytest
from django.utils import timezone

from etkinlikler.models import Allotment, Attendee, Delegation
from etkinlikler.services import delegations
from etkinlikler.services.delegations import NamedPerson, add_delegation, change_quota, name_people
from etkinlikler.services.seats import true_count
from konsey.errors import Refused
from konsey.models import OutboxMessage
from tests.factories.etkinlikler import AllotmentFactory, EventFactory, RegistrationFactory
from tests.factories.konsey import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    event = EventFactory(places=10)
    AllotmentFactory(event=event, kind=Allotment.Kind.DELEGATION, places=6)
    return event


def add(event, burak, quota=4, organisation=None):
    return add_delegation(
        event=event,
        organisation=organisation or OrganisationFactory(),
        quota=quota,
        head=("Heyet Başkanı", "baskan@example.com"),
        by=burak,
        now=timezone.now(),
    )


def taken(event):
    return event.allotments.get(kind=Allotment.Kind.DELEGATION).taken


def test_quota_is_taken_at_once_and_the_head_is_invited(event, burak):
    delegation = add(event, burak)

    assert (taken(event), delegation.state) == (4, Delegation.State.INVITED)
    assert list(OutboxMessage.objects.values_list("letter", "to")) == [
        ("etkinlikler/delegation_invited", "baskan@example.com")
    ]
    assert true_count(event) == {row.pk: row.taken for row in event.allotments.all()}


def test_quota_above_what_is_left_is_refused_with_the_number(event, burak):
    add(event, burak)

    with pytest.raises(Refused, match="Heyetler için kalan yer: 2"):
        add(event, burak, quota=3)

    assert taken(event) == 4


def test_same_organisation_twice_is_refused(event, burak):
    organisation = OrganisationFactory()
    add(event, burak, quota=1, organisation=organisation)

    with pytest.raises(Refused, match="bir heyeti var"):
        add(event, burak, quota=1, organisation=organisation)

    assert taken(event) == 1


def test_naming_people_uses_the_quota_and_tells_each_with_an_address(event, burak):
    delegation = add(event, burak)

    registration = name_people(
        delegation=delegation, people=[NamedPerson("Can", "can@example.com"), NamedPerson("Su")], now=timezone.now()
    )

    delegation.refresh_from_db()
    assert delegation.state == Delegation.State.COMING
    assert [person.state for person in registration.attendees.all()] == [Attendee.State.SEATED] * 2
    assert taken(event) == 4
    assert list(OutboxMessage.objects.filter(letter="etkinlikler/ticket").values_list("to", flat=True)) == [
        "can@example.com"
    ]


def test_naming_one_more_than_the_quota_is_refused_and_changes_nothing(event, burak):
    delegation = add(event, burak, quota=2)

    with pytest.raises(Refused, match="Kontenjanınız: 2 kişi"):
        name_people(delegation=delegation, people=[NamedPerson(f"K{n}") for n in range(3)], now=timezone.now())

    assert Attendee.objects.count() == 0


def test_naming_again_changes_takes_out_and_adds(event, burak):
    delegation, now = add(event, burak), timezone.now()
    first = name_people(delegation=delegation, people=[NamedPerson("Can"), NamedPerson("Su")], now=now)
    can, su = first.attendees.all()

    name_people(delegation=delegation, people=[NamedPerson("Canan", key=can.pk), NamedPerson("Ege")], now=now)

    assert list(first.attendees.active().values_list("name", flat=True)) == ["Canan", "Ege"]
    su.refresh_from_db()
    assert su.state == Attendee.State.CANCELLED
    assert taken(event) == 4


def test_naming_somebody_who_is_registered_is_refused(event, burak):
    RegistrationFactory(event=event, contact_email="can@example.com")

    with pytest.raises(Refused, match="kayıtlı biri var"):
        name_people(delegation=add(event, burak), people=[NamedPerson("Can", "can@example.com")], now=timezone.now())


def test_declining_gives_the_whole_quota_back(event, burak):
    delegation, now = add(event, burak), timezone.now()
    registration = name_people(delegation=delegation, people=[NamedPerson("Can")], now=now)

    delegations.decline_delegation(delegation=delegation, now=now)

    assert taken(event) == 0
    assert registration.attendees.get().state == Attendee.State.CANCELLED
    assert true_count(event) == {row.pk: row.taken for row in event.allotments.all()}


def test_change_quota_never_below_the_people_named(event, burak):
    delegation = add(event, burak)
    name_people(delegation=delegation, people=[NamedPerson("Can"), NamedPerson("Su")], now=timezone.now())

    with pytest.raises(Refused, match="2 kişi bildirdi"):
        change_quota(delegation=delegation, quota=1, by=burak)
    change_quota(delegation=delegation, quota=2, by=burak)

    assert taken(event) == 2
