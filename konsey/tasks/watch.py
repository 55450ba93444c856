"""Signs of life of the worker, and through it of beat and of the queue between them."""

import logging
import pathlib

from celery import shared_task
from celery.signals import beat_init, heartbeat_sent
from django.conf import settings
from django.utils import timezone
from kombu.exceptions import OperationalError

from konsey.services import watch

logger = logging.getLogger(__name__)


@shared_task(name=watch.HEARTBEAT, soft_time_limit=20, time_limit=30)
def heartbeat() -> None:
    watch.note_heartbeat(now=timezone.now())


@beat_init.connect
def ask_at_once(**_signal: object) -> None:
    """Not only when its time comes, so that a start is known to have succeeded within seconds."""
    try:
        heartbeat.apply_async(expires=60, retry=False)
    except OperationalError:
        logger.warning("no broker yet; the heartbeat comes with the schedule")


@heartbeat_sent.connect
def touch_file(**_signal: object) -> None:
    """For the health check of one worker among several: it still talks to the broker (every two seconds)."""
    if settings.WORKER_ALIVE_FILE:
        pathlib.Path(settings.WORKER_ALIVE_FILE).touch()
