"""Periodic tasks: once, whoever asks how often."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from konsey.celery import app
from konsey.models import ScheduledJob
from konsey.services import jobs
from tests.konsey.test_outbox_services import at_once

EVERY = timedelta(seconds=50)


def test_every_entry_of_the_schedule_names_a_task_that_exists():
    app.loader.import_default_modules()

    wanted = {entry["task"] for entry in django_settings.CELERY_BEAT_SCHEDULE.values()}
    assert wanted - set(app.tasks) == set()
    assert {"konsey.drain_outbox", "konsey.sweep_outbox", "konsey.heartbeat"} <= wanted


@pytest.mark.django_db
def test_a_job_runs_at_most_once_in_its_time():
    done = []

    with time_machine.travel(timezone.now(), tick=False) as clock:
        answers = []
        for _ in range(5):
            answers.append(jobs.run("job", lambda: done.append(1), at_most_every=EVERY))
            clock.shift(20)

    assert answers == [True, False, False, True, False]
    job = ScheduledJob.objects.get()
    assert (len(done), job.runs, job.error) == (2, 2, "")


@pytest.mark.django_db
def test_a_job_that_failed_is_tried_again_at_once():
    def fail():
        raise LookupError("Ayşe")

    with pytest.raises(LookupError):
        jobs.run("job", fail, at_most_every=EVERY)
    assert ScheduledJob.objects.get().error == "LookupError"

    assert jobs.run("job", lambda: None, at_most_every=EVERY) is True
    assert ScheduledJob.objects.get().error == ""


@pytest.mark.django_db
def test_a_job_whose_worker_was_killed_is_tried_again_at_once():
    ScheduledJob.objects.create(name="job", started_at=timezone.now())

    assert jobs.run("job", lambda: None, at_most_every=EVERY) is True


@pytest.mark.django_db(transaction=True)
def test_race_one_worker_does_it_while_it_takes_time():
    done, entered = [], threading.Event()

    def slow():
        done.append(1)
        entered.wait(0.5)

    answers = at_once(6, lambda number: jobs.run("job", slow, at_most_every=timedelta(0)))

    assert sorted(answers) == [False] * 5 + [True]
    assert len(done) == 1


@pytest.mark.django_db(transaction=True)
def test_race_two_beats_and_three_workers_for_ten_minutes():
    """Each beat sends the heartbeat every ten seconds; whatever worker takes it, it happens once each time."""
    done = []

    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(60):
            at_once(2, lambda number: jobs.run("beat", lambda: done.append(1), at_most_every=timedelta(seconds=8)))
            clock.shift(10)

    assert len(done) == ScheduledJob.objects.get().runs == 60


@pytest.mark.django_db(transaction=True)
def test_race_senders_share_the_places():
    inside, most, lock, leave = [], [], threading.Lock(), threading.Event()

    def work(number):
        with jobs.single("work", places=2) as is_mine:
            if is_mine:
                with lock:
                    inside.append(number)
                    most.append(len(inside))
                leave.wait(0.5)
                with lock:
                    inside.remove(number)
            return is_mine

    assert sum(at_once(8, work)) == 2
    assert max(most) <= 2


@pytest.mark.django_db(transaction=True)
def test_a_place_is_free_again_when_the_connection_dies():
    with jobs.single("work") as is_mine:
        assert is_mine
        connection.close()

    with jobs.single("work") as is_mine:
        assert is_mine
