"""What happens when many do the same thing in the same moment: threads, a barrier, no sleeps."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from konsey import locks, onetimecode
from konsey.errors import Refused
from konsey.models import HelpCase, LockOut, OneTimeCode, Residence, Verification
from konsey.services.identity import claims, grants, help, residence
from tests.factories.konsey import (
    CodeBatchFactory,
    NeighbourhoodFactory,
    OneTimeCodeFactory,
    RegisterEntryFactory,
    ResidenceFactory,
    UserFactory,
)
from tests.factories.konsey.identity import BIRTH_YEAR, NUMBER

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work, items):
    """Run ``work(item)`` for all items in threads that start together; return the results in order."""
    barrier = threading.Barrier(len(items))

    def run(item):
        try:
            connection.ensure_connection()
            barrier.wait(30)
            with locks.patiently():
                return work(item)
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(items)) as pool:
        return list(pool.map(run, items))


def neighbours(count):
    place = NeighbourhoodFactory()
    return place, [ResidenceFactory(user=UserFactory(), neighbourhood=place).user for _number in range(count)]


def test_fifty_accounts_claim_one_identity_and_one_gets_it():
    place, people = neighbours(50)
    RegisterEntryFactory(number=NUMBER, neighbourhood=place)
    now = timezone.now()

    outcomes = at_once(
        lambda user: claims.verify_by_register(
            user=user, number=NUMBER, birth_year=BIRTH_YEAR, network=f"net-{user.pk}", now=now
        ),
        people,
    )

    winner = Verification.objects.get()
    assert [outcome.verification for outcome in outcomes if outcome.verification] == [winner]
    losers = [outcome for outcome in outcomes if not outcome.verification]
    assert len(losers) == 49
    assert all(outcome.message.startswith(grants.held_sentence()) for outcome in losers)
    assert {outcome.contested for outcome in losers} == {winner}
    assert LockOut.objects.filter(failures=1, user__isnull=False).count() == 49


def test_twenty_people_use_one_code_and_one_succeeds():
    place, people = neighbours(20)
    code = onetimecode.generate()
    OneTimeCodeFactory(code=code, batch=CodeBatchFactory(neighbourhood=place))
    now = timezone.now()

    outcomes = at_once(
        lambda user: claims.verify_by_code(user=user, code=code, network=f"net-{user.pk}", now=now), people
    )

    assert Verification.objects.count() == 1
    assert OneTimeCode.objects.get().used_at == now
    refused = [outcome for outcome in outcomes if not outcome.verification]
    assert len(refused) == 19
    assert all(outcome.message.startswith(claims.code_not_valid_sentence()) for outcome in refused)


def test_twenty_wrong_attempts_of_one_person_count_once_and_are_compared_once():
    _place, [person] = neighbours(1)
    now = timezone.now()

    outcomes = at_once(
        lambda year: claims.verify_by_register(user=person, number=NUMBER, birth_year=year, network="", now=now),
        range(1980, 2000),
    )

    answers = Counter(outcome.message.startswith(claims.not_matched_sentence()) for outcome in outcomes)
    assert answers == {True: 1, False: 19}
    lock = LockOut.objects.get()
    assert (lock.failures, lock.locked_until) == (1, now + timedelta(minutes=1))


def test_twenty_people_of_one_network_are_all_counted():
    _place, people = neighbours(20)
    now = timezone.now()

    at_once(
        lambda user: claims.verify_by_register(user=user, number=NUMBER, birth_year=1990, network="hall", now=now),
        people,
    )

    assert LockOut.objects.get(network="hall").failures == 20


def test_one_person_with_two_methods_at_once_ends_with_one_verification():
    place, [person] = neighbours(1)
    RegisterEntryFactory(number=NUMBER, neighbourhood=place)
    code = onetimecode.generate()
    OneTimeCodeFactory(code=code, batch=CodeBatchFactory(neighbourhood=place))
    now = timezone.now()
    ways = [
        lambda: claims.verify_by_register(user=person, number=NUMBER, birth_year=BIRTH_YEAR, network="", now=now),
        lambda: claims.verify_by_code(user=person, code=code, network="", now=now),
    ]

    at_once(lambda way: way(), ways)

    standing = Verification.objects.standing().get()
    assert standing.method == "register"


def test_declarations_at_once_leave_one_current_residence():
    _place, [person] = neighbours(1)
    targets = [NeighbourhoodFactory() for _number in range(5)]
    now = timezone.now()

    at_once(lambda place: residence.declare_residence(user=person, neighbourhood=place, now=now), targets)

    assert Residence.objects.current().filter(user=person).count() == 1
    assert Residence.objects.filter(user=person).count() == 6


def test_the_same_help_asked_ten_times_at_once_is_one_case():
    person = UserFactory()
    now = timezone.now()

    answers = at_once(
        lambda _number: help.open_help_case(user=person, kind="other", message="Yardım ediniz.", now=now), range(10)
    )

    assert HelpCase.objects.count() == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == 9
