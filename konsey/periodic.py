"""Declaring a periodic task. When it runs stands in ``konsey/conf/tasks.py``, in one list with all others."""

from collections.abc import Callable
from datetime import timedelta

from celery import shared_task

from konsey.services import jobs


def periodic(
    name: str, *, at_most_every: timedelta, seconds: int = 1800
) -> Callable[[Callable[[], object]], Callable[[], bool]]:
    """Make a Celery task of a function without arguments, run by `konsey.services.jobs.run`.

    ``at_most_every`` is a little less than the pause between two wanted runs; ``seconds`` is the longest one may take.
    """

    def decorate(work: Callable[[], object]) -> Callable[[], bool]:
        @shared_task(name=name, soft_time_limit=seconds, time_limit=seconds + 30)
        def task() -> bool:
            return jobs.run(name, work, at_most_every=at_most_every)

        return task

    return decorate
