"""Celery on Redis: the broker may be emptied at any moment without losing anything (the work is in PostgreSQL)."""

from celery.schedules import crontab

from konsey.environment import Environment

CELERY_BROKER_URL = Environment().text("REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_CONNECTION_TIMEOUT = 2
# Redis gone must be noticed at once (default: never); a task whose worker died comes back in seconds, not in an hour.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 1,
    "socket_connect_timeout": 1,
    "visibility_timeout": 3600,
    "global_keyprefix": "kk-",
}
CELERY_TASK_DEFAULT_QUEUE = "konsey"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_MAX_LOOP_INTERVAL = 2
CELERY_TIMEZONE = "Europe/Istanbul"
# Touched while the worker talks to the broker; a container's health check looks at its age. Empty: not used.
WORKER_ALIVE_FILE = Environment().text("WORKER_ALIVE_FILE")


def every(seconds: int, task: str) -> dict[str, object]:
    """A stale message is worth nothing: a worker that was away must not find thousands of them."""
    return {"task": task, "schedule": seconds, "options": {"expires": max(seconds, 5)}}


def at_night(task: str) -> dict[str, object]:
    """Asked for every quarter of an hour from three to six, done once: a beat or a broker may be down at any time."""
    return {"task": task, "schedule": crontab(minute="*/15", hour="3-5"), "options": {"expires": 900}}


CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "drain-outbox": every(2, "konsey.drain_outbox"),
    "sweep-outbox": every(60, "konsey.sweep_outbox"),
    "heartbeat": every(10, "konsey.heartbeat"),
    "import-registers": every(60, "konsey.import_registers"),
    "tend-verifications": at_night("konsey.tend_verifications"),
    "mix-ballots": every(180, "sandik.mix"),
    "count-turnout": {"task": "sandik.count_turnout", "schedule": crontab(minute="0,10"), "options": {"expires": 900}},
    "drop-stale-drafts": at_night("sandik.drop_stale_drafts"),
    "count-votes": every(10, "butce.count_votes"),
    "announce-results": every(60, "butce.announce_results"),
    "tell-followers": {
        "task": "butce.tell_followers",
        "schedule": crontab(minute="*/15", hour="18-19"),
        "options": {"expires": 900},
    },
    "remind-of-drafts": every(900, "butce.remind_of_drafts"),
    "remind-departments": {
        "task": "butce.remind_departments",
        "schedule": crontab(minute="*/15", hour="9"),
        "options": {"expires": 900},
    },
    "move-event-lines": every(60, "etkinlikler.move_lines"),
    "tell-event-changes": every(30, "etkinlikler.tell_changes"),
    "remind-of-events": every(300, "etkinlikler.remind"),
    "write-after-events": every(300, "etkinlikler.write_afterwards"),
    "drop-unconfirmed-registrations": every(3600, "etkinlikler.drop_unconfirmed"),
    "remind-of-park-reports": {
        "task": "etkinlikler.remind_to_report",
        "schedule": crontab(minute="*/15", hour="10"),
        "options": {"expires": 900},
    },
    "apply-retention": at_night("konsey.apply_retention"),
    "remind-of-mandates": at_night("konsey.remind_of_mandates"),
}
