"""2,000 people vote from 16 clients while web processes are killed and PostgreSQL dies; prints what was lost.

    python benchmarks/faults_vote.py [--people 2000] [--clients 16] [--accounts 50]

Real parts: gunicorn with two processes, PostgreSQL with fsync, Redis, Celery worker (it mixes the box meanwhile) and
beat. Each person goes the whole way by HTTP: identity at the door, paper, review, cast. Whoever gets an error repeats:
every second person by sending the same form again, the others from the door with a fresh browser. Everybody chooses
differently, so that each ballot in the box is known to be somebody's.
"""

import argparse
import json
import pathlib
import sys
from collections import Counter
from functools import partial

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from tests.faults import pollfaults as faults
from tests.faults.parts import Parts, running
from tests.faults.voters import Person, people_of, votes_through


def dying(parts: Parts) -> list:
    """What happens, at equal shares of the way."""
    return [
        partial(faults.kill_a_web_process, parts),
        partial(faults.kill_all_web_processes, parts),
        partial(faults.kill_postgres, parts, away=2),
        partial(faults.kill_a_web_process, parts),
        parts.kill_a_session_of_postgres,
        partial(faults.kill_all_web_processes, parts),
        partial(faults.stop_postgres_at_once, parts, away=2),
        partial(faults.kill_a_web_process, parts),
    ]


def met(people: list[Person]) -> str:
    """The errors people met, by kind."""
    found = Counter(error.rpartition("/")[2] for person in people for error in person.errors)
    return ", ".join(f"{count} × {error.strip()}" for error, count in found.most_common())


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--people", type=int, default=2000)
    arguments.add_argument("--clients", type=int, default=16)
    arguments.add_argument("--accounts", type=int, default=50, help="how many of them vote with an account")
    chosen = arguments.parse_args()
    with running() as parts:
        parts.start_worker()
        parts.start_beat()
        words = (chosen.people, 60, chosen.accounts)
        people = people_of(parts, json.loads(parts.run("-m", "tests.faults.booth", *map(str, words))))
        parts.start_web()
        print(f"web processes: {len(parts.web_processes())}", flush=True)
        outcome = votes_through(parts, people, clients=chosen.clients, faults=dying(parts), patience=900)
    print(outcome.line)
    print(f"errors: {met(people)}")
    print("OK" if outcome.is_well else "NOT OK", flush=True)
    return 0 if outcome.is_well else 1


if __name__ == "__main__":
    sys.exit(main())
