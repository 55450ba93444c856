"""The birth year of a verified person: known where it was proved, gone with the verification."""

from datetime import UTC, datetime, timedelta

import pytest

from konsey import personal_data
from konsey.models import Verification
from konsey.services.identity import claims, grants
from konsey.services.identity.erasure import erase_identity
from tests.factories.konsey import RegisterEntryFactory, ResidenceFactory, UserFactory, VerificationFactory
from tests.factories.konsey.identity import BIRTH_YEAR, NUMBER

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def verified(ayse):
    place = ResidenceFactory(user=ayse, since=NOW - timedelta(days=9)).neighbourhood
    RegisterEntryFactory(number=NUMBER, neighbourhood=place)
    return claims.verify_by_register(user=ayse, number=NUMBER, birth_year=BIRTH_YEAR, network="", now=NOW).verification


def test_register_proves_the_year(verified):
    verified.refresh_from_db()

    assert verified.birth_year == BIRTH_YEAR


def test_ended_verification_forgets_the_year(verified):
    grants.end_verification(by=UserFactory(is_staff=True), verification=verified, reason="Yanlış kişi", now=NOW)

    verified.refresh_from_db()
    assert verified.birth_year is None


def test_erased_account_forgets_the_year(verified):
    erase_identity(user=verified.user, now=NOW)

    assert not Verification.objects.filter(birth_year__isnull=False).exists()


def test_person_sees_the_year_among_the_own_data(ayse):
    VerificationFactory(user=ayse, birth_year=1971)

    holding = next(one for one in personal_data.holdings() if one.name == "identity")

    assert any(1971 in record.values() for record in holding.collect(ayse))
