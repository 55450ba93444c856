"""From the closed box to the certified result: sealed first, counted by the published file, signed by two."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from butce import countfiles
from butce.models import Count, Cycle, EnvelopeResult, Implementation, ProjectResult, Proposal
from butce.rules.results import may_see_results, public_result
from butce.services.announcing import announce_waiting, tell_followers
from butce.services.certifying import certify_count
from butce.services.counting import count_cycle, request_count, run_waiting
from konsey.errors import Refused
from konsey.models import OutboxMessage
from sandik.models import Box, BoxBallot, Option, Paper, SealedBallot
from tests.butce.closed import LIRA, closed_cycle
from tests.factories.butce import (
    CycleFactory,
    EnvelopeFactory,
    FollowFactory,
    ImplementationFactory,
)
from tests.factories.konsey import UserFactory
from tests.factories.sandik import BoxBallotFactory, PaperFactory

pytestmark = pytest.mark.django_db


def winners(count):
    rows = ProjectResult.objects.filter(result__count=count, is_winner=True).order_by("place")
    return [row.proposal.ballot_number for row in rows]


def test_greedy_by_hand(burak):
    cycle = closed_cycle([(1, 2)] * 6 + [(2, 3)] * 3 + [(3,)] * 4, {1: 70, 2: 50, 3: 30}, amount=100)

    count = count_cycle(cycle=cycle, by=burak, now=timezone.now())

    # 2 has nine votes (50), 3 seven (30); 1 with six would cost 70 of the 20 that are left.
    assert winners(count) == [2, 3]
    loser = ProjectResult.objects.get(proposal__ballot_number=1)
    assert (loser.votes, loser.explanation["reason"], loser.explanation["at_turn"]) == (6, "too_dear", "20")
    result = EnvelopeResult.objects.get()
    assert (result.voters, result.ballots, result.spent) == (13, 13, 80 * LIRA)


def test_equal_shares_by_hand(burak):
    cycle = closed_cycle([(1,)] * 6 + [(2,)] * 4, {1: 60, 2: 40, 3: 10}, amount=100, rule="mes_cost")

    count = count_cycle(cycle=cycle, by=burak, now=timezone.now())

    # Each voter holds 10: the six pay 60 for project 1, the four 40 for project 2; greedy agrees here.
    assert winners(count) == [1, 2]
    assert EnvelopeResult.objects.get().outcome["share"] == "10"
    assert EnvelopeResult.objects.get().outcome["other"]["winners"] == ["1", "2"]


def test_conflicts_and_minimum_votes_keep_projects_out(burak):
    cycle = closed_cycle(
        [(1, 2, 3)] * 5 + [(1,), (2,), (2,)], {1: 10, 2: 10, 3: 10, 4: 10}, amount=100, minimum_votes=5, conflict=(1, 2)
    )

    count = count_cycle(cycle=cycle, by=burak, now=timezone.now())

    reasons = dict(ProjectResult.objects.values_list("proposal__ballot_number", "explanation__reason"))
    assert winners(count) == [2, 3]
    assert reasons == {1: "conflict", 2: "won", 3: "won", 4: "excluded"}
    assert "Proje 2" in ProjectResult.objects.get(proposal__ballot_number=1).explanation["sentence"]


def test_tie_goes_to_the_cheaper_and_then_to_the_lot(burak):
    cycle = closed_cycle([(1, 2, 3)] * 3, {1: 40, 2: 30, 3: 30}, amount=30)

    count = count_cycle(cycle=cycle, by=burak, now=timezone.now())

    assert winners(count) == [2]  # 2 and 3 cost the same; lot 2 comes before lot 3


def test_counting_seals_the_box_first_and_the_stored_file_gives_the_same_winners(burak):
    cycle = closed_cycle([(1, 2)] * 3 + [(2,)] * 2, {1: 10, 2: 20}, amount=30)

    count = count_cycle(cycle=cycle, by=burak, now=timezone.now())

    result = EnvelopeResult.objects.get()
    again = countfiles.recount(countfiles.unpacked(result.file))
    assert Box.objects.get().sealed_at is not None
    assert (BoxBallot.objects.count(), SealedBallot.objects.count()) == (0, 5)
    assert again.sha256 == result.file_sha256
    assert [int(each) for each in again.winners] == winners(count)


def test_withdrawn_project_cannot_win_and_its_ballots_stay(burak):
    cycle = closed_cycle([(1, 2)] * 3 + [(1,)], {1: 10, 2: 10}, amount=30)
    Option.objects.filter(number=1).update(withdrawn_at=timezone.now())

    count = count_cycle(cycle=cycle, by=burak, now=timezone.now())

    assert winners(count) == [2]
    assert EnvelopeResult.objects.get().ballots == 4


def test_small_area_publishes_no_ballots_and_is_counted_by_votes(burak):
    cycle = closed_cycle([(1,)] * 4, {1: 10, 2: 10}, amount=30, rule="mes_cost")
    Box.objects.update(publish_minimum=30)

    count_cycle(cycle=cycle, by=burak, now=timezone.now())

    result = EnvelopeResult.objects.get()
    assert (result.ballots_published, result.file, result.rule) == (False, None, "greedy_votes")


def test_nothing_is_counted_while_people_vote(burak):
    cycle = CycleFactory(phase="voting")
    paper = PaperFactory()
    EnvelopeFactory(cycle=cycle, paper=paper)
    Cycle.objects.filter(pk=cycle.pk).update(box=paper.box, frozen_at=timezone.now())
    cycle.refresh_from_db()

    with pytest.raises(Refused, match="ondan önce sayılamaz"):
        count_cycle(cycle=cycle, by=burak, now=timezone.now())


def test_roll_and_box_that_differ_stop_the_count(burak):
    cycle = closed_cycle([(1,)] * 3, {1: 10}, amount=30)
    BoxBallotFactory(paper=Paper.objects.get(), choices=[1])

    with pytest.raises(Refused, match="uyuşmuyor"):
        count_cycle(cycle=cycle, by=burak, now=timezone.now())

    assert Count.objects.count() == 0
    assert Box.objects.get().sealed_at is None


def test_result_is_public_only_after_two_different_people_sign(burak):
    cycle = closed_cycle([(1,)] * 3, {1: 10, 2: 90}, amount=30)
    second = UserFactory()
    count = count_cycle(cycle=cycle, by=burak, now=timezone.now())
    winner = Proposal.objects.get(ballot_number=1)

    certify_count(count=count, by=burak, now=timezone.now())
    assert not may_see_results(cycle)
    assert public_result(winner) is None
    with pytest.raises(Refused, match="başka bir kişiden"):
        certify_count(count=count, by=burak, now=timezone.now())
    certify_count(count=count, by=second, now=timezone.now())

    assert may_see_results(cycle)
    assert public_result(winner).place == 1
    states = dict(Proposal.objects.values_list("ballot_number", "state"))
    assert states == {1: "selected", 2: "not_selected"}
    assert list(Implementation.objects.values_list("proposal__ballot_number", flat=True)) == [1]


def test_numbers_that_were_tampered_with_cannot_be_signed(burak):
    cycle = closed_cycle([(1,)] * 3, {1: 10}, amount=30)
    count = count_cycle(cycle=cycle, by=burak, now=timezone.now())
    ProjectResult.objects.update(votes=99)

    with pytest.raises(Refused, match="uyuşmuyor"):
        certify_count(count=count, by=burak, now=timezone.now())


def test_tampered_file_cannot_be_signed(burak):
    cycle = closed_cycle([(1,)] * 3, {1: 10}, amount=30)
    count = count_cycle(cycle=cycle, by=burak, now=timezone.now())
    other = countfiles.unpacked(EnvelopeResult.objects.get().file).replace(b"Proje 1", b"Proje 2")
    EnvelopeResult.objects.update(file=countfiles.packed(other))

    with pytest.raises(Refused, match="uyuşmuyor"):
        certify_count(count=count, by=burak, now=timezone.now())


def test_signature_of_another_result_is_refused(burak):
    count = count_cycle(cycle=closed_cycle([(1,)] * 3, {1: 10}, amount=30), by=burak, now=timezone.now())

    with pytest.raises(Refused, match="Gördüğünüz sonucun özeti"):
        certify_count(count=count, by=burak, now=timezone.now(), seen_sha256="0" * 64)


def test_corrected_count_is_a_new_version_that_turns_results_around(burak):
    cycle = closed_cycle([(1,)] * 3 + [(2,)] * 2, {1: 20, 2: 20}, amount=30)
    first = count_cycle(cycle=cycle, by=burak, now=timezone.now())
    same = count_cycle(cycle=cycle, by=burak, now=timezone.now())
    for person in (burak, UserFactory()):
        certify_count(count=first, by=person, now=timezone.now())

    Option.objects.filter(number=1).update(withdrawn_at=timezone.now())
    second = count_cycle(cycle=cycle, by=burak, now=timezone.now())
    for person in (burak, UserFactory()):
        certify_count(count=second, by=person, now=timezone.now())

    assert (same.pk, second.version, winners(second)) == (first.pk, 2, [2])
    assert Proposal.objects.get(ballot_number=2).state == "selected"


def test_points_and_rankings_are_counted_by_their_scores(burak):
    now = timezone.now()
    pointed = closed_cycle([(1, 2)] * 3, {1: 10, 2: 10}, amount=10, kind="points", points=[2, 5])
    ranked = closed_cycle([(2, 1)] * 3, {1: 10, 2: 10}, amount=10, kind="ranking")

    counts = [count_cycle(cycle=cycle, by=burak, now=now) for cycle in (pointed, ranked)]

    scores = [dict(ProjectResult.objects.filter(result__count=each).values_list("proposal__ballot_number", "score"))
              for each in counts]  # fmt: skip
    assert [winners(each) for each in counts] == [[2], [2]]
    assert scores == [{1: 6, 2: 15}, {1: 12, 2: 15}]


def test_count_in_the_background_says_how_far_it_is_and_authors_and_followers_are_told_once(burak, ayse):
    cycle = closed_cycle([(1,)] * 3 + [(2,)] * 2, {1: 20, 2: 20}, amount=30)
    FollowFactory(proposal=Proposal.objects.get(ballot_number=1), user=ayse)
    FollowFactory(proposal=Proposal.objects.get(ballot_number=2), user=ayse)
    request = request_count(cycle=cycle, by=burak, now=timezone.now())
    with pytest.raises(Refused, match="zaten sürüyor"):
        request_count(cycle=cycle, by=burak, now=timezone.now())

    run_waiting(timezone.now())
    run_waiting(timezone.now())
    request.refresh_from_db()
    for person in (burak, UserFactory()):
        certify_count(count=request.count, by=person, now=timezone.now())
    announce_waiting(timezone.now())
    announce_waiting(timezone.now())

    assert (request.done, request.total, request.refusal) == (1, 1, "")
    letters = OutboxMessage.objects.filter(letter="butce/results_published")
    assert letters.count() == 3  # two authors, one follower
    text = letters.get(to=ayse.email).text
    assert "Proje 1" in text
    assert "sırası geldiğinde kalan para 10 TL idi" in text


def test_followers_hear_of_all_their_works_once_a_day(ayse):
    works = [ImplementationFactory(), ImplementationFactory()]
    for work in works:
        FollowFactory(proposal=work.proposal, user=ayse)
    now = timezone.now()

    tell_followers(now)
    tell_followers(now)
    works[0].changed_at = now
    works[0].save()
    tell_followers(now)

    letters = OutboxMessage.objects.filter(letter="butce/works_changed", to=ayse.email)
    assert letters.count() == 1
    assert all(work.proposal.title in letters.get().text for work in works)


def run_together(*works):
    barrier, refusals = threading.Barrier(len(works)), []

    def run(work):
        try:
            barrier.wait()
            work()
        except Refused as refusal:
            refusals.append(str(refusal.message))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refusals


@pytest.mark.django_db(transaction=True)
def test_two_counts_at_once_store_one():
    clerk = UserFactory()
    cycle = closed_cycle([(1,)] * 3, {1: 10}, amount=30)

    def count():
        count_cycle(cycle=Cycle.objects.get(pk=cycle.pk), by=clerk, now=timezone.now())

    refusals = run_together(count, count)

    assert (refusals, Count.objects.count(), SealedBallot.objects.count()) == ([], 1, 3)


@pytest.mark.django_db(transaction=True)
def test_one_person_who_signs_twice_at_once_has_signed_once():
    clerk = UserFactory()
    count = count_cycle(cycle=closed_cycle([(1,)] * 3, {1: 10}, amount=30), by=clerk, now=timezone.now())

    def sign():
        certify_count(count=Count.objects.get(pk=count.pk), by=clerk, now=timezone.now())

    refusals = run_together(sign, sign, sign)

    count.refresh_from_db()
    assert (len(refusals), count.certificates.count(), count.certified_at) == (2, 1, None)
