"""Many at once: one vote a person, everybody's ballot kept, whatever moves in between."""

import threading

import pytest
from django.db import connection

from konsey.errors import Refused
from sandik.choices import Choices
from sandik.models import BoxBallot, PendingBallot, RollEntry
from sandik.services import casting, mixing
from sandik.voters import roll_key
from tests.factories.sandik import BoxFactory, PaperFactory

pytestmark = pytest.mark.django_db(transaction=True)


def _together(count, act):
    """Run ``act(n)`` in as many threads at the same moment; return their answers."""
    barrier, answers = threading.Barrier(count), [None] * count

    def run(n):
        try:
            barrier.wait(30)
            answers[n] = act(n)
        except Refused as refused:
            answers[n] = refused.message
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def test_fifty_parallel_casts_of_one_person_are_one_vote():
    paper = PaperFactory()
    key = roll_key(paper.box, b"ayse")

    def act(n):
        casting.cast_ballot(paper=paper, voter=key, area="konak", choices=Choices((n % 5 + 1,)))
        return "cast"

    answers = _together(50, act)

    assert answers.count("cast") == 1
    assert {answer for answer in answers if answer != "cast"} == {casting.already_voted()}
    assert (RollEntry.objects.count(), PendingBallot.objects.count()) == (1, 1)


def test_nobody_is_lost_while_the_box_is_being_mixed():
    paper = PaperFactory(box=BoxFactory(batch_minimum=5))

    def act(n):
        if n % 8 == 7:
            return [mixing.mix_ripe_papers() for _ in range(5)]
        for k in range(10):
            voter = roll_key(paper.box, f"{n}-{k}".encode())
            casting.cast_ballot(paper=paper, voter=voter, area="konak", choices=Choices((k % 5 + 1,)))
        return "cast"

    answers = _together(16, act)

    assert answers.count("cast") == 14
    assert RollEntry.objects.count() == 140
    assert PendingBallot.objects.count() + BoxBallot.objects.count() == 140


def test_two_parallel_changes_leave_one_ballot():
    paper = PaperFactory()
    code = casting.cast_ballot(
        paper=paper, voter=roll_key(paper.box, b"ayse"), area="konak", choices=Choices((1,))
    ).code

    _together(8, lambda n: casting.change_ballot(paper=paper, code=code, choices=Choices((n % 5 + 1,))))

    assert PendingBallot.objects.count() + BoxBallot.objects.count() == 1
