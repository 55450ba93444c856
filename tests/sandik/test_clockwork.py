"""What runs by itself, what the server must not remember, and the end of the roll's key."""

import time
from datetime import timedelta

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.utils import timezone

from konsey.errors import Refused
from konsey.models import AuditEntry
from sandik import receipts, tasks
from sandik.checks import WANTED, server_keeps_votes_secret
from sandik.choices import Choices
from sandik.models import Box, BoxBallot, Draft, PendingBallot, RollEntry, TurnoutHour
from sandik.services import casting, keys, turnout
from sandik.voters import roll_key
from tests.factories.sandik import (
    BoxFactory,
    DraftFactory,
    PaperFactory,
    PendingBallotFactory,
    RollEntryFactory,
    TurnoutHourFactory,
)
from tests.sandik.test_race import _together

pytestmark = pytest.mark.django_db


def test_turnout_is_noted_once_an_hour_until_an_hour_after_closing():
    now = timezone.now()
    paper = PaperFactory()
    RollEntryFactory.create_batch(3, paper=paper)
    just_closed = PaperFactory(box=BoxFactory(closed=True))
    PaperFactory(box=BoxFactory(closes_at=now - timedelta(hours=2)))
    PaperFactory(box=BoxFactory(unfrozen=True))
    hour = now.replace(minute=0, second=0, microsecond=0)

    new = [turnout.count_turnout(now), turnout.count_turnout(now)]
    RollEntryFactory(paper=paper)
    new.append(turnout.count_turnout(now + timedelta(hours=1)))

    assert new == [2, 0, 1]
    rows = TurnoutHour.objects.filter(paper=paper).order_by("hour").values_list("hour", "voters")
    assert list(rows) == [(hour, 3), (hour + timedelta(hours=1), 4)]
    assert TurnoutHour.objects.get(paper=just_closed).voters == 0


def test_turnout_takes_two_queries_however_many_papers(django_assert_num_queries):
    TurnoutHourFactory.create_batch(2)
    PaperFactory.create_batch(10)

    with django_assert_num_queries(2):
        assert turnout.count_turnout(timezone.now()) == 10


@pytest.mark.django_db(transaction=True)
def test_the_periodic_tasks_do_their_work_and_a_second_run_nothing():
    paper = PaperFactory(box=BoxFactory(batch_minimum=2))
    PendingBallotFactory.create_batch(2, paper=paper)
    DraftFactory(paper=PaperFactory(box=BoxFactory(closed=True)))

    ran = [task() for task in (tasks.mix, tasks.count_turnout, tasks.drop_stale_drafts, tasks.mix)]

    assert ran == [True, True, True, False]
    assert (PendingBallot.objects.count(), BoxBallot.objects.count(), Draft.objects.count()) == (0, 2, 0)
    assert TurnoutHour.objects.filter(paper=paper).exists()


def test_the_key_of_the_roll_is_destroyed_once_and_only_after_the_results(burak):
    box = BoxFactory(closed=True)
    with pytest.raises(Refused, match="itiraz süresi"):
        keys.destroy_roll_key(box=box, by=burak)
    Box.objects.filter(pk=box.pk).update(sealed_at=timezone.now(), results_published_at=timezone.now())

    keys.destroy_roll_key(box=box, by=burak)

    box.refresh_from_db()
    assert (box.roll_nonce, box.key_destroyed_at is None) == (None, False)
    with pytest.raises(Refused, match="hazır değil"):
        roll_key(box, b"ayse")
    with pytest.raises(Refused, match="zaten yok edilmiş"):
        keys.destroy_roll_key(box=box, by=burak)
    assert AuditEntry.objects.filter(action="roll_key_destroyed").count() == 1


def test_the_embedded_server_is_set_so_that_it_remembers_nothing_of_a_vote():
    assert [found for found in run_checks(databases=["default"]) if found.id.startswith("sandik.")] == []


def test_a_server_that_logs_values_is_reported():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL log_parameter_max_length = -1")
        cursor.execute("SET LOCAL log_error_verbosity = 'default'")

    found = server_keeps_votes_secret(["default"])

    assert [warning.msg.split(";")[0] for warning in found] == [
        "PostgreSQL ayarı log_error_verbosity = default",
        "PostgreSQL ayarı log_parameter_max_length = -1",
    ]
    assert len(WANTED) == 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["cast", "second vote", "change"])
def test_a_server_that_logs_every_statement_logs_no_hash_and_no_choice(act):
    """What the log would hold is sent to the client too, and what others see as running is asked for."""
    paper = PaperFactory(points=True)
    key, code = roll_key(paper.box, b"ayse"), receipts.new_code()
    choices, told = Choices((2, 4), (6, 3)), []

    def cast():
        casting.cast_ballot(paper=paper, voter=key, area="konak/alsancak", choices=choices, code=code)

    if act != "cast":
        cast()
    connection.ensure_connection()
    connection.connection.add_notice_handler(
        lambda notice: told.append(f"{notice.message_primary} {notice.message_detail}")
    )
    with connection.cursor() as cursor:
        cursor.execute("SET log_min_duration_statement = 0")
        cursor.execute("SET client_min_messages = 'log'")
    if act == "change":
        casting.change_ballot(paper=paper, code=code, choices=choices)
    elif act == "cast":
        cast()
    else:
        with pytest.raises(Refused):
            cast()
    running = connection.connection.execute("SELECT query FROM pg_stat_activity WHERE query LIKE '%pendingballot%'")
    log = "\n".join(told) + "\n".join(row[0] for row in running.fetchall())
    connection.close()

    assert "INSERT INTO sandik_pendingballot" in log
    secrets = [key.hex(), receipts.digest(paper.box_id, code).hex(), "alsancak", "{2,4}", "2,4", "[2, 4]", "6,3", code]
    assert [secret for secret in secrets if secret in log] == []


@pytest.mark.django_db(transaction=True)
def test_the_databases_clock_decides_at_the_very_second_of_closing():
    """From a second before to a second after closing: the stored roll agrees with the answers."""
    closes_at = timezone.now() + timedelta(seconds=1.2)
    paper = PaperFactory(box=BoxFactory(closes_at=closes_at))

    def act(n):
        time.sleep(max(0, (closes_at - timezone.now()).total_seconds() + (n - 10) / 10))
        voter = roll_key(paper.box, str(n).encode())
        casting.cast_ballot(paper=paper, voter=voter, area="konak", choices=Choices((1,)))
        return "cast"

    answers = _together(21, act)

    assert answers[0] == "cast"
    assert "açık değil" in answers[20]
    assert RollEntry.objects.count() == PendingBallot.objects.count() == answers.count("cast")


@pytest.mark.django_db(transaction=True)
def test_two_thousand_people_at_sixteen_doors_are_two_thousand_ballots():
    paper = PaperFactory()

    def act(n):
        for k in range(125):
            voter = roll_key(paper.box, f"{n}-{k}".encode())
            casting.cast_ballot(paper=paper, voter=voter, area="konak", choices=Choices((k % 5 + 1,)))
        return "cast"

    answers = _together(16, act)

    assert answers == ["cast"] * 16
    assert RollEntry.objects.count() == PendingBallot.objects.values("receipt").distinct().count() == 2000
