"""The cache. Redis may be down or hang: a person may notice one short wait, no more.

While Redis does not answer, each process keeps its own entries. So the limits on signing in still hold, at worst once
for each web process (docs/kararlar/0002); what was stored before counts as a miss. A breaker sees to it that a Redis
that hangs costs one short wait in ``REST_SECONDS``, not one for each request.
"""

import functools
import logging
import threading
import time
from collections.abc import Callable
from typing import Any, cast

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)
WAIT_SECONDS = 0.3
REST_SECONDS = 5.0
RESERVE_ENTRIES = 20_000


class Breaker:
    """Remembers for a whole process that Redis does not answer; one caller at a time tries again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rests_until = 0.0
        self.is_open = False

    def may_try(self) -> bool:
        if not self.is_open:
            return True
        with self._lock:
            now = time.monotonic()
            if now < self._rests_until:
                return False
            self._rests_until = now + REST_SECONDS
            return True

    def failed(self, error: Exception) -> None:
        with self._lock:
            self._rests_until = time.monotonic() + REST_SECONDS
            was_open, self.is_open = self.is_open, True
        if not was_open:
            logger.warning("redis does not answer (%s), this process keeps a cache of its own", type(error).__name__)

    def worked(self) -> None:
        if self.is_open:
            with self._lock:
                self.is_open = False
            logger.warning("redis answers again")


breaker = Breaker()


class PatientClient:
    """Every operation of Django's Redis client, on Redis if it answers, else on the reserve in this process."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        patience = {"socket_timeout": WAIT_SECONDS, "socket_connect_timeout": WAIT_SECONDS}
        self.redis = RedisCacheClient(servers, **{**patience, "retry": Retry(NoBackoff(), 0), **options})
        # LocMemCache finds its entries by name, so all threads of the process share them.
        self._reserve = LocMemCache(f"reserve of {servers}", {"OPTIONS": {"MAX_ENTRIES": RESERVE_ENTRIES}})

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        return functools.partial(self._do, operation)

    def clear(self, pattern: str) -> None:
        """Delete what matches, nothing else: Celery's queue lives in the same Redis."""
        if breaker.may_try():
            client = self.redis.get_client(write=True)
            self._guarded(lambda: client.delete(*client.scan_iter(match=pattern, count=1000), ""))
        self._reserve.clear()

    def _do(self, operation: str, *args: Any) -> Any:
        if breaker.may_try():
            answered, answer = self._guarded(lambda: getattr(self.redis, operation)(*args))
            if answered:
                return answer
        return getattr(self._reserve, operation)(*args)

    def _guarded(self, ask: Callable[[], Any]) -> tuple[bool, Any]:
        """Return whether Redis answered, and what."""
        try:
            answer = ask()
        except (RedisError, OSError) as error:
            breaker.failed(error)
            return False, None
        breaker.worked()
        return True, answer


class PatientRedisCache(RedisCache):
    """RedisCache with short waits, no repetitions, and a cache of the process in reserve."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = PatientClient

    def clear(self) -> None:
        cast("PatientClient", self._cache).clear(f"{self.key_prefix}:*")
