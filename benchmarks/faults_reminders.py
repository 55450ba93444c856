"""Kills planners and workers with -9 while five hundred reminders leave, and counts at a real mail server.

    python benchmarks/faults_reminders.py [--people 500] [--kills 3] [--planners 2]

Five hundred people register (their confirmations are at-least-once); the planner comes two hours after the reminder
was due, as after an outage; one planner is killed in the middle, then two run at once, while the worker is killed
again and again. The mail server takes 50 ms for each letter and keeps it before it answers: the worst moment to die.
"""

import argparse
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from tests.faults import reminderfaults
from tests.faults.parts import running


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=500)
    arguments.add_argument("--kills", type=int, default=3)
    arguments.add_argument("--planners", type=int, default=2)
    chosen = arguments.parse_args()
    with running(lease_seconds=5) as parts:
        parts.start_worker()
        parts.start_beat()
        outcome = reminderfaults.through(parts, people=chosen.people, kills=chosen.kills, planners=chosen.planners)
    print(outcome.line, flush=True)
    is_well = not (outcome.reminded_twice or outcome.lost or outcome.strange)
    is_well &= outcome.mark == ("late", chosen.people) and outcome.confirmed == chosen.people
    print("OK" if is_well else "NOT OK", flush=True)
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
