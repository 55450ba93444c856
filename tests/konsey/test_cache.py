"""The cache with Redis there, gone and hanging."""

import os
import pathlib
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache

from konsey import cache as module
from launch.services import start_redis


@pytest.fixture
def own_redis(tmp_path_factory, monkeypatch):
    """A Redis that a test may stop, and a breaker that has seen nothing yet."""
    folder = pathlib.Path(tmp_path_factory.mktemp("r"))
    service = start_redis(folder, durable=False)
    monkeypatch.setattr(module, "breaker", module.Breaker())
    params = {"KEY_PREFIX": "kk"}
    yield service, module.PatientRedisCache(service.url.replace("redis+socket://", "unix://"), params)
    service.process.kill()
    service.process.wait(10)


def test_cache_keeps_and_forgets():
    cache.set("a", {"b": 1}, 60)
    assert cache.add("a", 2) is False
    assert cache.get("a") == {"b": 1}
    assert cache.get_many(["a", "c"]) == {"a": {"b": 1}}
    assert cache.get_or_set("n", 5) == 5
    assert cache.incr("n") == 6
    assert cache.delete("a") is True
    assert cache.get("a", "none") == "none"
    with pytest.raises(ValueError, match="not found"):
        cache.incr("missing")


def test_clear_leaves_celerys_queue_alone(own_redis):
    _service, patient = own_redis
    client = patient._cache.redis.get_client(write=True)
    client.set("kk-konsey", "a task")
    patient.set("a", 1)
    patient.set("b", 1, version=2)

    patient.clear()

    assert client.keys("*") == [b"kk-konsey"]


def test_a_limit_still_counts_when_redis_is_gone(own_redis):
    service, patient = own_redis
    patient.set("kept", "in redis")
    service.process.kill()
    service.process.wait(10)

    assert patient.get("kept") is None
    assert [patient.add("lock", True, 10), patient.add("lock", True, 10)] == [True, False]
    patient.set("n", 0)
    assert [patient.incr("n") for _ in range(3)] == [1, 2, 3]
    with ThreadPoolExecutor(1) as other_thread:
        assert other_thread.submit(patient.get, "n").result() == 3


def test_redis_that_hangs_costs_one_short_wait(own_redis):
    service, patient = own_redis
    patient.set("a", 1)
    os.kill(service.process.pid, signal.SIGSTOP)

    started = time.monotonic()
    for number in range(100):
        patient.set(f"n{number}", number)
    waited = time.monotonic() - started

    assert module.WAIT_SECONDS <= waited < 2 * module.WAIT_SECONDS
    assert patient.get("n7") == 7


def test_redis_that_hangs_is_tried_by_one_caller_at_a_time(own_redis, monkeypatch):
    service, patient = own_redis
    os.kill(service.process.pid, signal.SIGSTOP)
    patient.get("a")
    monkeypatch.setattr(module.breaker, "_rests_until", 0.0)
    barrier, waits = threading.Barrier(8), []

    def read():
        barrier.wait(5)
        started = time.monotonic()
        patient.get("a")
        waits.append(time.monotonic() - started)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert sum(wait > module.WAIT_SECONDS / 2 for wait in waits) == 1


def test_cache_returns_to_redis(own_redis, monkeypatch):
    service, patient = own_redis
    os.kill(service.process.pid, signal.SIGSTOP)
    patient.set("a", "own")
    os.kill(service.process.pid, signal.SIGCONT)
    monkeypatch.setattr(module.breaker, "_rests_until", 0.0)

    patient.set("b", "shared")

    assert module.breaker.is_open is False
    assert patient._cache.redis.get("kk:1:b", None) == "shared"
