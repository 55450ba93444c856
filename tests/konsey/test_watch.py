"""The probes and the staff's page about the portal's state."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse
from django.utils import timezone

from konsey.services import watch
from konsey.tasks.watch import heartbeat, touch_file
from tests.factories.konsey import OutboxMessageFactory, ScheduledJobFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def _probe(client, name: str = "health_complete") -> tuple[int, dict]:
    response = client.get(reverse(name))
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    return response.status_code, response.json()


def test_everything_is_well_once_the_worker_was_seen(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    heartbeat()

    status, answer = _probe(client)

    assert status == 200
    assert answer == {
        "status": "ok",
        "database": "ok",
        "schema": "ok",
        "redis": "ok",
        "worker": "ok",
        "jobs": "ok",
        "mail": "ok",
        "disk": "ok",
        "worker_seen": NOW.timestamp(),
    }


def test_worker_that_was_never_seen_is_missed(client):
    status, answer = _probe(client)

    assert (status, answer["status"], answer["worker"], answer["worker_seen"]) == (503, "failing", "failing", None)


def test_worker_is_missed_after_three_minutes(client, time_machine):
    watch.note_heartbeat(now=NOW)

    time_machine.move_to(NOW + timedelta(minutes=3), tick=False)
    assert _probe(client)[1]["worker"] == "ok"
    time_machine.move_to(NOW + timedelta(minutes=3, seconds=1), tick=False)
    assert _probe(client)[1]["worker"] == "failing"


def test_heartbeat_replaces_the_one_before():
    watch.note_heartbeat(now=NOW)
    watch.note_heartbeat(now=NOW + timedelta(seconds=10))

    assert watch.last_heartbeat() == NOW + timedelta(seconds=10)


def test_letter_that_waits_too_long_is_a_sign(client):
    OutboxMessageFactory(due_at=timezone.now() - timedelta(minutes=11))

    assert _probe(client)[1]["mail"] == "failing"


def test_letter_for_later_is_not_late(client):
    OutboxMessageFactory(due_at=timezone.now() + timedelta(days=1))

    assert _probe(client)[1]["mail"] == "ok"


def test_job_that_failed_is_a_sign(client):
    ScheduledJobFactory(name="konsey.retention", started_at=NOW, finished_at=NOW, error="OSError")

    assert _probe(client)[1]["jobs"] == "failing"


def test_migration_that_waits_makes_the_portal_unready(client):
    MigrationRecorder.Migration.objects.filter(app="sessions").delete()

    status, answer = _probe(client, "health_ready")

    assert (status, answer) == (503, {"status": "failing", "database": "ok", "schema": "failing"})


def test_portal_is_ready_and_alive_without_redis_and_worker(client, settings, tmp_path):
    settings.REDIS_CACHE_URL = f"unix://{tmp_path}/none.sock"

    assert _probe(client, "health_ready") == (200, {"status": "ok", "database": "ok", "schema": "ok"})
    assert _probe(client, "health_alive") == (200, {"status": "ok"})
    assert _probe(client)[1]["redis"] == "failing"


def test_probes_need_few_queries_and_no_session(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(0):
        client.get(reverse("health_alive"))
    with django_assert_max_num_queries(4):
        client.get(reverse("health_ready"))


def test_staff_read_figures_in_sentences(client, burak, time_machine):
    time_machine.move_to(NOW, tick=False)
    watch.note_heartbeat(now=NOW - timedelta(seconds=65))
    OutboxMessageFactory(due_at=NOW - timedelta(minutes=12))
    client.force_login(burak)

    page = " ".join(client.get(reverse("health")).content.decode().replace("\xa0", " ").split())

    assert "Çalışmayan ya da geciken bir parça var" in page
    assert "Son görülme: 20 Kasım 2026 Cuma, 11.58 (1 dakika önce)." in page
    assert "Sırada 1, gönderilemeyen 0, belirsiz 0 mektup. En eskisi şu kadar süredir bekliyor: 12 dakika." in page
    assert page.count("Sorun var") == 1
    assert "Yanıt veriyor. PostgreSQL 18" in page
    assert "Güncel; bekleyen değişiklik yok." in page


def test_staff_read_that_all_is_well(client, burak, time_machine):
    time_machine.move_to(NOW, tick=False)
    watch.note_heartbeat(now=NOW - timedelta(seconds=8))
    client.force_login(burak)

    page = client.get(reverse("health")).content.decode()

    assert "Her şey çalışıyor" in page
    assert "(8 saniye önce)" in page
    assert "Sorun var" not in page


def test_worker_touches_its_file_only_where_one_is_named(settings, tmp_path):
    settings.WORKER_ALIVE_FILE = ""
    touch_file()
    settings.WORKER_ALIVE_FILE = str(tmp_path / "alive")
    touch_file()

    assert [path.name for path in tmp_path.iterdir()] == ["alive"]
