"""Letters outlive the death of every part. ``benchmarks/faults_mail.py`` does the same with 500 letters."""

from functools import partial

import pytest

from tests.faults import mailfaults as faults

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("processes")]
LETTERS, ONCE = 40, 8


def test_letters_outlive_kills_of_the_worker_of_postgresql_and_an_emptied_redis(parts):
    hits = [
        partial(faults.kill_worker, parts),
        partial(faults.kill_worker_and_empty_redis, parts),
        partial(faults.kill_postgres, parts, away=1),
        partial(faults.kill_worker, parts),
    ]

    outcome = faults.letters_through(parts, "everything dies", letters=LETTERS, once=ONCE, faults=hits)

    assert (outcome.lost, outcome.once_twice, outcome.strange) == (0, 0, 0), outcome.line
    assert outcome.twice <= 3 * faults.SENDERS, outcome.line


def test_letters_outlive_a_redis_that_dies_and_one_that_hangs(parts):
    hits = [partial(faults.kill_redis, parts, away=1), partial(faults.freeze_redis, parts, away=3)]

    outcome = faults.letters_through(parts, "redis dies and hangs", letters=LETTERS, once=ONCE, faults=hits)

    assert (outcome.lost, outcome.twice, outcome.unsure) == (0, 0, 0), outcome.line


def test_a_worker_that_died_for_good_leaves_everything_to_the_next(parts):
    parts.kill("worker")
    parts.queue(5)
    parts.start_worker()

    faults.wait_for(parts.is_settled, 60, "the letters left behind")
    assert parts.states().keys() <= {"sent", "unsure"}
