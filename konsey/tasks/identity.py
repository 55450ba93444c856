"""Register files that wait, and the letters that verification owes people."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from konsey.periodic import periodic
from konsey.services.identity import expiry, lockouts, register_follow_up, register_queue


@shared_task(name="konsey.import_registers", soft_time_limit=3300, time_limit=3400)
def import_registers() -> None:
    register_queue.run_waiting()
    register_follow_up.follow_up_all(now=timezone.now())


@periodic("konsey.tend_verifications", at_most_every=timedelta(hours=20))
def tend_verifications() -> None:
    now = timezone.now()
    expiry.warn_expiring(now=now)
    lockouts.forget_old(now=now)
    register_queue.discard_forgotten_files()
