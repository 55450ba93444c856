"""Verifying oneself: what is found, what is not, and what may be learnt from the answer."""

from datetime import UTC, datetime, timedelta

import pytest

from konsey import nationalid, onetimecode
from konsey.errors import Refused
from konsey.models import AuditEntry, LockOut, OneTimeCode, OutboxMessage, Verification
from konsey.rules import identity as rules
from konsey.rules.identity import Level
from konsey.services.identity import claims, grants, lockouts
from konsey.services.identity.residence import declare_residence
from tests.factories.konsey import (
    CodeBatchFactory,
    NeighbourhoodFactory,
    OneTimeCodeFactory,
    RegisterEntryFactory,
    ResidenceFactory,
    UserFactory,
    VerificationFactory,
)
from tests.factories.konsey.identity import BIRTH_YEAR, NUMBER

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
NETWORK = "a" * 64


def lives(**where):
    return ResidenceFactory(since=NOW - timedelta(days=10), **where)


def by_register(user, *, number=NUMBER, birth_year=BIRTH_YEAR, network=NETWORK, now=NOW):
    return claims.verify_by_register(user=user, number=number, birth_year=birth_year, network=network, now=now)


@pytest.fixture
def home(ayse):
    """Where Ayşe lives, as she says and as the register says."""
    place = lives(user=ayse).neighbourhood
    RegisterEntryFactory(number=NUMBER, neighbourhood=place)
    return place


def test_ladder_rises_rung_by_rung():
    person = UserFactory(confirmed=False)
    assert rules.level(person, NOW) == Level.ACCOUNT
    place = NeighbourhoodFactory()
    RegisterEntryFactory(number=NUMBER, neighbourhood=place)

    declare_residence(user=person, neighbourhood=place, now=NOW)
    assert rules.level(person, NOW) == Level.DECLARED

    person.emailaddress_set.update(verified=True)
    assert rules.level(person, NOW) == Level.CONFIRMED
    assert rules.verified_neighbourhood(person, NOW) is None

    by_register(person)
    assert rules.level(person, NOW) == Level.VERIFIED
    assert rules.verified_neighbourhood(person, NOW) == place


def test_register_match_verifies_for_two_years_with_letter_and_audit(ayse, home):
    outcome = by_register(ayse)

    row = outcome.verification
    assert (row.method, row.neighbourhood, row.expires_at) == ("register", home, datetime(2028, 5, 4, 9, 0, tzinfo=UTC))
    assert rules.verified_identity(ayse, NOW) == nationalid.digest(NUMBER, BIRTH_YEAR)
    letter = OutboxMessage.objects.get()
    assert (letter.letter, letter.to) == ("konsey/identity_verified", ayse.email)
    assert "4 Mayıs 2028 Perşembe" in letter.text
    assert AuditEntry.objects.get(action="identity.verified").by == ayse


def test_wrong_year_unknown_number_and_other_neighbourhood_get_one_answer(ayse, home):
    messages = set()
    ways = [{"birth_year": 1986}, {"number": "10000000214"}, {"number": "10000000214", "birth_year": 1900}]
    for step, way in enumerate(ways):
        messages.add(by_register(ayse, now=NOW + timedelta(hours=step), **way).message.split(" Yeniden")[0])
    RegisterEntryFactory(number="10000000382", neighbourhood=NeighbourhoodFactory())
    elsewhere = by_register(ayse, number="10000000382", now=NOW + timedelta(hours=9))
    messages.add(elsewhere.message.split(" Yeniden")[0])

    assert messages == {claims.not_matched_sentence()}
    assert not Verification.objects.exists()


def test_second_claim_is_explained_without_a_hint_whose_account_it_is(ayse, cem, home):
    by_register(ayse)
    lives(user=cem, neighbourhood=home)

    outcome = by_register(cem, network="b" * 64)

    assert outcome.verification is None
    assert outcome.message.startswith(grants.held_sentence())
    assert ayse.name not in outcome.message
    assert ayse.email not in outcome.message
    assert outcome.contested == Verification.objects.get(user=ayse)
    assert LockOut.objects.get(user=cem).failures == 1


def test_identity_of_an_expired_verification_may_be_claimed_by_another_account(ayse, cem, home):
    first = by_register(ayse).verification
    lives(user=cem, neighbourhood=home)

    second = by_register(cem, now=first.expires_at).verification

    first.refresh_from_db()
    assert (first.end_reason, second.user) == ("expired", cem)


def test_person_verified_here_already_is_told_until_when(ayse, home):
    by_register(ayse)

    with pytest.raises(Refused, match="4 Mayıs 2028"):
        by_register(ayse)


def test_renewal_is_open_in_the_last_month_and_replaces(ayse, home):
    first = by_register(ayse).verification

    second = by_register(ayse, now=first.expires_at - timedelta(days=29)).verification

    first.refresh_from_db()
    assert first.end_reason == "replaced"
    assert second.expires_at == datetime(2030, 4, 5, 9, 0, tzinfo=UTC)


def test_verification_ends_by_the_clock(ayse, home):
    row = by_register(ayse).verification

    assert rules.is_verified(ayse, row.expires_at - timedelta(seconds=1))
    assert not rules.is_verified(ayse, row.expires_at)
    assert rules.level(ayse, row.expires_at) == Level.CONFIRMED


def test_moving_suspends_and_coming_back_restores(ayse, home):
    by_register(ayse)

    declare_residence(user=ayse, neighbourhood=NeighbourhoodFactory(), now=NOW + timedelta(days=1))
    assert rules.level(ayse, NOW + timedelta(days=1)) == Level.CONFIRMED

    declare_residence(user=ayse, neighbourhood=home, now=NOW + timedelta(days=2))
    assert rules.verified_neighbourhood(ayse, NOW + timedelta(days=2)) == home
    assert ayse.residences.count() == 3
    assert ayse.residences.current().count() == 1
    assert OutboxMessage.objects.filter(letter="konsey/residence_changed").count() == 2


def test_declaring_the_same_place_again_is_refused(ayse, home):
    with pytest.raises(Refused, match="zaten bu mahalle"):
        declare_residence(user=ayse, neighbourhood=home, now=NOW)


def test_five_declarations_a_day_are_enough(ayse):
    for _number in range(5):
        declare_residence(user=ayse, neighbourhood=NeighbourhoodFactory(), now=NOW)

    with pytest.raises(Refused, match="en çok 5 kez"):
        declare_residence(user=ayse, neighbourhood=NeighbourhoodFactory(), now=NOW)
    declare_residence(user=ayse, neighbourhood=NeighbourhoodFactory(), now=NOW + timedelta(days=1, seconds=1))


@pytest.mark.parametrize("confirmed", [True, False])
def test_nothing_can_be_verified_before_declaration_and_confirmation(confirmed):
    person = UserFactory(confirmed=confirmed)
    if not confirmed:
        lives(user=person)

    with pytest.raises(Refused, match="mahalleyi beyan" if confirmed else "adresinizi onaylayınız"):
        by_register(person)
    assert not LockOut.objects.exists()


# --- codes ----------------------------------------------------------------------------------------------------------
def by_code(user, code, *, now=NOW, network=NETWORK):
    return claims.verify_by_code(user=user, code=code, network=network, now=now)


@pytest.fixture
def slip(ayse):
    """A code for Ayşe's neighbourhood."""
    place = lives(user=ayse).neighbourhood
    code = onetimecode.generate()
    batch = CodeBatchFactory(neighbourhood=place, created_at=NOW, expires_at=NOW + timedelta(days=60))
    OneTimeCodeFactory(code=code, batch=batch)
    return code


def test_code_verifies_once(ayse, cem, slip):
    row = by_code(ayse, slip).verification

    assert (row.method, row.identity_hmac, row.code.used_at) == ("code", None, NOW)
    assert rules.is_verified(ayse, NOW)
    assert rules.verified_identity(ayse, NOW) is None
    lives(user=cem, neighbourhood=row.neighbourhood)
    assert by_code(cem, slip, network="b" * 64).message.startswith(claims.code_not_valid_sentence())


def test_expired_cancelled_foreign_and_unknown_codes_get_one_answer(ayse, burak, slip):
    place, later = ayse.residences.get().neighbourhood, NOW + timedelta(days=9)
    batches = [
        CodeBatchFactory(neighbourhood=place, created_at=NOW - timedelta(days=9), expires_at=NOW),
        CodeBatchFactory(neighbourhood=place, created_at=NOW, expires_at=later, cancelled_at=NOW, cancelled_by=burak),
        CodeBatchFactory(created_at=NOW, expires_at=later),
    ]
    codes = [onetimecode.generate() for _number in range(4)]
    for batch, code in zip(batches, codes, strict=False):
        OneTimeCodeFactory(batch=batch, code=code)
    answers = [by_code(ayse, code, now=NOW + timedelta(hours=hour)).message for hour, code in enumerate(codes)]

    assert {answer.split(" Yeniden")[0] for answer in answers} == {claims.code_not_valid_sentence()}
    assert not OneTimeCode.objects.filter(used_at__isnull=False).exists()


def test_person_verified_by_code_may_raise_it_to_the_register(ayse, slip):
    by_code(ayse, slip)
    RegisterEntryFactory(number=NUMBER, neighbourhood=ayse.residences.get().neighbourhood)

    assert by_register(ayse).verification.method == "register"


# --- waiting --------------------------------------------------------------------------------------------------------
def test_waiting_doubles_from_one_minute_to_a_day(settings):
    waits = [lockouts.wait_after(failures, free=0) // timedelta(minutes=1) for failures in range(15)]

    assert waits == [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1440, 1440, 1440]
    assert lockouts.wait_after(1_000_000, free=0) == timedelta(days=1)


def test_attempts_while_waiting_are_not_compared_even_when_right(ayse, home):
    by_register(ayse, birth_year=1986)

    answer = by_register(ayse, now=NOW + timedelta(seconds=59))

    assert answer.verification is None
    assert answer.message.endswith("Yeniden deneyebileceğiniz zaman: 4 Mayıs 2026 Pazartesi, 12.01.")
    assert LockOut.objects.get(user=ayse).failures == 1
    assert by_register(ayse, now=NOW + timedelta(seconds=60)).verification is not None
    assert LockOut.objects.get(user=ayse).failures == 0


def test_network_waits_only_after_its_free_failures(settings, home):
    settings.IDENTITY_NETWORK_FREE_FAILURES = 3
    for _number in range(4):
        by_register(lives().user, birth_year=1999)

    late = lives(neighbourhood=home).user
    assert by_register(late).verification is None
    assert by_register(late, network="c" * 64).verification is not None


def test_success_of_one_person_does_not_clear_the_network(settings, ayse, home):
    settings.IDENTITY_NETWORK_FREE_FAILURES = 3
    by_register(lives().user, birth_year=1999)

    by_register(ayse)

    assert LockOut.objects.get(network=NETWORK).failures == 1


def test_two_quiet_days_start_the_count_anew(ayse, home):
    for step in range(3):
        by_register(ayse, birth_year=1986, now=NOW + timedelta(hours=step))

    by_register(ayse, birth_year=1986, now=NOW + timedelta(days=4))

    assert LockOut.objects.get(user=ayse).failures == 1
    assert lockouts.forget_old(now=NOW + timedelta(days=30)) == 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("2001:db8:1:2::5", "2001:db8:1:2:ffff::1", True),
        ("2001:db8:1:2::5", "2001:db8:1:3::5", False),
    ],
)
def test_network_is_an_address_or_an_ipv6_household(one, other, same):
    assert (lockouts.network_of(one) == lockouts.network_of(other)) is same
    assert "192.0.2" not in lockouts.network_of(one)


# --- at the door ----------------------------------------------------------------------------------------------------
def test_somebody_without_an_account_is_found_in_the_register(home):
    entry = claims.claim_by_register(number=NUMBER, birth_year=BIRTH_YEAR, network=NETWORK, now=NOW)

    assert entry.neighbourhood == home


def test_guessing_without_an_account_closes_the_network(settings, home):
    settings.IDENTITY_NETWORK_FREE_FAILURES = 1
    for _number in range(2):
        assert claims.claim_by_register(number=NUMBER, birth_year=1900, network=NETWORK, now=NOW) is None

    with pytest.raises(Refused, match="Yeniden deneyebileceğiniz zaman"):
        claims.claim_by_register(number=NUMBER, birth_year=BIRTH_YEAR, network=NETWORK, now=NOW)


def test_inactive_account_is_never_verified(ayse, home):
    by_register(ayse)
    ayse.is_active = False

    assert not rules.is_verified(ayse, NOW)


def test_verified_place_takes_one_query(ayse, django_assert_num_queries):
    VerificationFactory(user=ayse, settled=True)

    with django_assert_num_queries(1):
        assert rules.is_verified(ayse, datetime.now(UTC))
