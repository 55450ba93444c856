"""The Celery application. Tasks only drain what PostgreSQL holds; nothing of value lives in the broker."""

import logging.config

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

from konsey.environment import settings_or_sentence

settings_or_sentence()

app = Celery("konsey")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def use_the_portals_logging(**_options: object) -> None:
    """Celery would set up loggers of its own, with arguments and errors in full."""
    logging.config.dictConfig(settings.LOGGING)
