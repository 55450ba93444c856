"""Which act is open to a registration in which state: every pair, through the services themselves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from etkinlikler.models import Attendee, Registration
from etkinlikler.rules import decisions
from etkinlikler.rules import registering as rules
from etkinlikler.services import line, registrations, seating
from konsey.errors import Refused
from tests.factories.etkinlikler import EventFactory, RegistrationFactory
from tests.factories.konsey import UserFactory

pytestmark = pytest.mark.django_db
State = Registration.State
ALIVE = {State.UNCONFIRMED, State.PENDING, State.CONFIRMED, State.WAITING, State.OFFERED}
# Where each act leads from; from every other state it is refused, and nothing changes.
ACTS = {
    "confirm": {State.UNCONFIRMED: State.CONFIRMED},
    "approve": {State.PENDING: State.CONFIRMED},
    "reject": {State.PENDING: State.REJECTED},
    "accept": {State.OFFERED: State.CONFIRMED},
    "rejoin": {State.LAPSED: State.CONFIRMED},
    "seat": {State.WAITING: State.CONFIRMED, State.LAPSED: State.CONFIRMED},
    "cancel": dict.fromkeys(ALIVE, State.CANCELLED),
}
PEOPLE = {
    State.CONFIRMED: {Attendee.State.SEATED},
    State.REJECTED: {Attendee.State.INACTIVE},
    State.CANCELLED: {Attendee.State.CANCELLED},
}


def act(name, registration):
    """Do it as the page or the desk does."""
    now, people = timezone.now(), list(registration.attendees.all())
    clerk = UserFactory(name="Deniz Görevli", is_staff=True)
    {
        "confirm": lambda: registrations.confirm_address(registration=registration, now=now),
        "approve": lambda: registrations.approve_registration(registration=registration, by=clerk, now=now),
        "reject": lambda: registrations.reject_registration(registration=registration, by=clerk, reason="Yer", now=now),
        "accept": lambda: line.accept_offer(registration=registration, chosen=[each.pk for each in people], now=now),
        "rejoin": lambda: line.rejoin(registration=registration, now=now),
        "seat": lambda: seating.seat_now(registration=registration, by=clerk, now=now),
        "cancel": lambda: registrations.cancel_people(registration=registration, people=people, by=None, now=now),
    }[name]()


MORE = {
    State.OFFERED: {"offer_until": timezone.now() + timedelta(hours=5), "line_number": 1},
    State.LAPSED: {"line_number": 1},
    State.UNCONFIRMED: {"confirmed_at": None},
    State.REJECTED: {"reason": "Yer kalmadı."},
}
# Pressed twice is pressed once: the letter's link may be opened again.
AGAIN = {("accept", State.CONFIRMED), *(("confirm", state) for state in State if state != State.UNCONFIRMED)}
PAIRS = [(name, state) for name in ACTS for state in State]


def registration_in(state):
    return RegistrationFactory(state=state, event=EventFactory(places=5), **MORE.get(state, {}))


def facts_of(registration):
    registration.refresh_from_db()
    return registration.state, list(registration.attendees.values_list("pk", "state"))


@pytest.mark.parametrize(("name", "state"), [pair for pair in PAIRS if pair[1] in ACTS[pair[0]]])
def test_acts_that_are_open_lead_where_they_should(name, state):
    registration = registration_in(state)

    act(name, registration)

    found, people = facts_of(registration)
    assert found == ACTS[name][state]
    assert {person for _pk, person in people} == PEOPLE[found]


@pytest.mark.parametrize(
    ("name", "state"), [pair for pair in PAIRS if pair[1] not in ACTS[pair[0]] and pair not in AGAIN]
)
def test_all_others_are_refused_and_change_nothing(name, state):
    registration = registration_in(state)
    before = facts_of(registration)

    with pytest.raises(Refused) as refusal:
        act(name, registration)

    assert refusal.value.message
    assert facts_of(registration) == before


@pytest.mark.parametrize(("name", "state"), sorted(AGAIN))
def test_pressed_again_changes_nothing(name, state):
    registration = registration_in(state)
    before = facts_of(registration)

    act(name, registration)

    assert facts_of(registration) == before


def test_rules_and_services_know_the_same_states():
    """What a page offers is what the service does."""
    now = timezone.now()
    asks = {
        "confirm": rules.why_not_confirm,
        "approve": decisions.why_not_decide,
        "accept": rules.why_not_answer_offer,
        "rejoin": rules.why_not_rejoin,
        "seat": decisions.why_not_seat_now,
        "cancel": rules.why_not_cancel,
    }
    rows = {state: registration_in(state) for state in State}

    found = {name: {state for state, row in rows.items() if ask(row, now) is None} for name, ask in asks.items()}

    assert found == {name: set(ACTS[name]) for name in asks}
