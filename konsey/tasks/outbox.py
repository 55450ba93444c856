"""Letters leave here: beat asks every two seconds, so nothing has to be told by the request that queued one."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings

from konsey.periodic import periodic
from konsey.services import jobs, outbox, sending


@shared_task(name="konsey.drain_outbox", soft_time_limit=90, time_limit=120)
def drain_outbox() -> None:
    with jobs.single("konsey.drain_outbox", places=settings.MAIL_SENDERS) as is_mine:
        if is_mine:
            sending.drain()


@periodic("konsey.sweep_outbox", at_most_every=timedelta(seconds=50))
def sweep_outbox() -> None:
    outbox.sweep()
