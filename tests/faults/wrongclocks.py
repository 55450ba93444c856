"""The web server's configuration with wrong clocks: one process is fast, the next slow, and so on."""

import runpy
from datetime import UTC, datetime, timedelta

import time_machine

SECONDS = 2
globals().update(runpy.run_path("deploy/gunicorn.conf.py"))


def post_fork(server, worker):
    off = timedelta(seconds=SECONDS if worker.age % 2 else -SECONDS)
    time_machine.travel(datetime.now(UTC) + off, tick=True).start()
