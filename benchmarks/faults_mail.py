"""Kills parts of the portal while letters leave and people browse, and prints what was lost.

    python benchmarks/faults_mail.py [--letters 500] [--seconds 30]

Real parts: PostgreSQL, Redis, Celery worker (two processes) and beat, gunicorn, and a mail server that takes 50 ms for
each letter and keeps it before it answers (the worst moment for a sender to die). A fifth of the letters are
at-most-once.
"""

import argparse
import pathlib
import sys
import time
from functools import partial

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from tests.faults import mailfaults, webfaults
from tests.faults.parts import Parts, running


def mail(parts: Parts, letters: int) -> list[mailfaults.Outcome]:
    """Each fault three times while the letters leave."""
    faults = {
        "nothing happens": [],
        "worker: kill -9": [partial(mailfaults.kill_worker, parts)] * 3,
        "worker: kill -9, redis emptied": [partial(mailfaults.kill_worker_and_empty_redis, parts)] * 3,
        "postgresql: kill -9, 2 s away": [partial(mailfaults.kill_postgres, parts)] * 3,
        "redis: kill -9, 2 s away": [partial(mailfaults.kill_redis, parts)] * 3,
        "redis: hangs for 10 s": [partial(mailfaults.freeze_redis, parts, away=10)] * 3,
        "mail server: refuses for 3 s": [partial(mailfaults.close_smtp, parts, away=3)] * 3,
    }
    outcomes = []
    for name, hits in faults.items():
        outcome = mailfaults.letters_through(parts, name, letters=letters, once=letters // 5, faults=hits, patience=300)
        print(outcome.line, flush=True)
        outcomes.append(outcome)
    return outcomes


def web(parts: Parts, seconds: float) -> list[webfaults.Outcome]:
    """People read and sign in while Redis hangs, then while it is dead."""
    people = [f"kisi{number}@example.com" for number in range(9)]
    parts.run("manage.py", "import_places")
    parts.run("-m", "tests.faults.person", "kurban@example.com", *people)
    parts.start_web()
    outcomes = [webfaults.outage(parts, "web: all is well", seconds=seconds, people=people[:3])]
    parts.freeze_redis()
    outcomes.append(webfaults.outage(parts, "web: redis hangs", seconds=seconds, people=people[3:6]))
    parts.thaw_redis()
    time.sleep(10)
    parts.kill_redis()
    outcomes.append(webfaults.outage(parts, "web: redis is dead", seconds=seconds, people=people[6:]))
    parts.restart_redis()
    for outcome in outcomes:
        print(outcome.line, flush=True)
    return outcomes


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--letters", type=int, default=500)
    arguments.add_argument("--seconds", type=float, default=30)
    chosen = arguments.parse_args()
    with running(lease_seconds=5) as parts:
        parts.start_worker()
        parts.start_beat()
        letters = mail(parts, chosen.letters)
        pages = web(parts, chosen.seconds)
    is_well = not any(o.lost or o.once_twice or o.strange for o in letters)
    is_well &= all(o.twice <= o.faults * mailfaults.SENDERS for o in letters)
    is_well &= not any(o.errors or o.slowest >= 3 for o in pages)
    print("OK" if is_well else "NOT OK", flush=True)
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
