"""Who may vote where, and what makes one person one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from butce.rules import electorate
from sandik import electorates
from sandik.electorates import Person
from tests.butce.voting import open_vote
from tests.factories.butce import CycleFactory, EnvelopeFactory
from tests.factories.konsey import NeighbourhoodFactory, OneTimeCodeFactory, VerificationFactory
from tests.factories.sandik import BoxFactory

pytestmark = pytest.mark.django_db
YEAR = 2026


@pytest.mark.parametrize(("birth_year", "expected"), [(YEAR - 16, True), (YEAR - 15, False), (YEAR - 80, True)])
def test_age_is_that_of_the_year(birth_year, expected):
    cycle = CycleFactory(voting_age=16, age_on=f"{YEAR}-03-01")
    cycle.refresh_from_db()

    assert electorate.is_old_enough(cycle, birth_year) is expected


def test_district_envelope_is_for_all_of_the_district():
    place = NeighbourhoodFactory()
    neighbour, stranger = NeighbourhoodFactory(district=place.district), NeighbourhoodFactory()
    envelope = EnvelopeFactory(of_district=True, district=place.district)
    own, other = (electorate.Voter(b"x", one.pk, one.district_id, "a/b", True) for one in (neighbour, stranger))

    assert electorate.why_not_vote_in(envelope, own) is None
    assert str(place.district) in electorate.why_not_vote_in(envelope, other)


def test_district_envelope_may_be_open_to_everybody():
    envelope = EnvelopeFactory(of_district=True, electorate="any_resident")

    assert electorate.why_not_vote_in(envelope, electorate.Voter(b"x", 1, 2, "a/b", True)) is None


def test_account_and_register_are_the_same_person():
    vote = open_vote()
    user = vote.voter()
    row = user.verifications.get()

    by_account = electorate.voter_by_account(user, vote.cycle, timezone.now())

    assert by_account.identity == bytes(row.identity_hmac)


def test_account_that_moved_on_from_a_code_is_still_the_code_too():
    vote = open_vote()
    code = OneTimeCodeFactory()
    earlier = timezone.now() - timedelta(days=3)
    user = VerificationFactory(
        method="code",
        code=code,
        identity_hmac=None,
        verified_at=earlier,
        ended_at=timezone.now(),
        end_reason="replaced",
    ).user
    row = VerificationFactory(user=user, neighbourhood=vote.place, settled=True)

    by_account = electorate.voter_by_account(user, vote.cycle, timezone.now())

    assert by_account.former == (electorate.identity_of_code(code),)
    assert electorate.others_of(bytes(row.identity_hmac)) == by_account.former


def test_desk_asks_the_room(django_assert_num_queries):
    vote = open_vote()
    person = Person(identity=b"x" * 32, neighbourhood=vote.place, birth_year=1980)
    child = Person(identity=b"y" * 32, neighbourhood=vote.place, birth_year=vote.cycle.age_on.year - 10)

    with django_assert_num_queries(3):
        own = electorates.rights(vote.box, person, timezone.now())

    assert {right.paper.title: right.why_not for right in own} == {"Kent geneli": None, "Alsancak payı": None}
    assert {right.area for right in own} == {f"{vote.place.district.slug}/{vote.place.slug}"}
    assert all("dolduranlar" in right.why_not for right in electorates.rights(vote.box, child, timezone.now()))


def test_desk_learns_nothing_about_foreign_boxes():
    person = Person(identity=b"x" * 32, neighbourhood=NeighbourhoodFactory(), birth_year=1980)

    assert electorate.at_the_desk(BoxFactory(), person, timezone.now()) is None
