"""The demo's register, codes and people on the ladder: what a newcomer is told works."""

from collections import Counter

import pytest
from django.utils import timezone

from konsey.demo import identity as demo
from konsey.demo import people
from konsey.models import CodeBatch, HelpCase, RegisterEntry, User, Verification
from konsey.rules import identity as rules
from konsey.rules.identity import Level
from konsey.services.identity import claims
from konsey.services.places import import_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def loaded(now):
    import_places()
    people.load(now)
    demo.load(now)


def who(login):
    return User.objects.get(email=f"{login}@{people.DOMAIN}")


def test_loading_twice_changes_nothing(loaded, now):
    before = [model.objects.count() for model in (RegisterEntry, CodeBatch, Verification, HelpCase)]

    demo.load(now)

    assert [model.objects.count() for model in (RegisterEntry, CodeBatch, Verification, HelpCase)] == before
    assert before == [201, 1, 5, 1]


def test_cast_stands_on_every_rung(loaded, now):
    levels = Counter(rules.level(person, now) for person in User.objects.filter(is_staff=False))

    assert levels == {Level.VERIFIED: 4, Level.CONFIRMED: 3}
    assert not rules.is_verified(who("zeynep"), now)
    assert rules.may_renew(rules.valid_verification(who("irmak"), now), now)


def test_newcomer_is_verified_with_the_number_on_the_page(loaded, now):
    assert demo.NUMBER in demo.hint()
    outcome = claims.verify_by_register(
        user=who("cem"), number=demo.NUMBER, birth_year=demo.BIRTH_YEAR, network="", now=now
    )

    assert str(outcome.verification.neighbourhood) == "Alsancak, Konak"


def test_newcomer_is_verified_with_a_code_on_the_page(loaded, now):
    outcome = claims.verify_by_code(user=who("cem"), code=demo.CODES[0], network="", now=now)

    assert outcome.verification.method == "code"


def test_hint_is_shown_in_the_demo_only(settings):
    settings.DEMO = False
    assert demo.hint_if_demo() == ""
    settings.DEMO = True
    assert demo.hint_if_demo() == demo.hint()
