"""How much faster than pabutools the count is on real elections, winner by winner the same.

    PABULIB_DIR=… python benchmarks/tally_pabutools.py PYTHON [--least 10000] [--only NAME] [--limit 300]

PYTHON is one that has pabutools installed, outside of this repository; it runs in processes of its own and only here.
Both sides run right after each other, each in a new process, and tell CPU seconds for reading the file, grouping equal
ballots (ours does that while reading) and counting. pabutools gets its fastest set-up: grouped ballots and rational
numbers in C. Where the processor's clock is too coarse for our count, its wall time stands, which is longer. Whoever
exceeds --limit CPU seconds is stopped and the ratio given as a lower bound.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

RULES = [
    ("greedy_votes", "none"),
    ("mes_cost", "none"),
    ("mes_card", "none"),
    ("mes_cost", "add1"),
    ("mes_card", "add1"),
]

OURS = """
import json, pathlib, sys, time
path, rule, completion = sys.argv[1:]
import butce.tally.completion  # loads numpy before the clock starts
from butce.tally import count, pabulib
started = time.process_time()
election = pabulib.read(pathlib.Path(path))
read = time.process_time()
wall = time.perf_counter()
result = count.count(election, rule, completion)
wall, counted = time.perf_counter() - wall, time.process_time()
told = count.as_json(election, result)
print(json.dumps({"read": read - started, "group": 0, "count": counted - read or wall, "winners": told["winners"]}))
"""

THEIRS = """
import json, sys, time
from pabutools.election import AdditiveSatisfaction, Additive_Cardinal_Sat, Cardinality_Sat, Cost_Sat, parse_pabulib
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule
path, rule, completion = sys.argv[1:]
started = time.process_time()
instance, profile = parse_pabulib(path)
read = time.process_time()
profile = profile.as_multiprofile()
grouped = time.process_time()
kind = instance.meta["vote_type"]
length = max(int(instance.meta.get("max_length") or 0), max(len(ballot) for ballot in profile))
if kind in ("approval", "choose-1"):
    points = lambda ballot, project: int(project in ballot)
elif kind == "ordinal":
    points = lambda ballot, project: length - ballot.position(project) if project in ballot else 0
else:
    points = lambda ballot, project: ballot.get(project, 0)
def utility(function):
    class Utility(AdditiveSatisfaction):
        def __init__(self, instance, profile, ballot):
            super().__init__(instance, profile, ballot, lambda i, p, ballot, project, known: function(ballot, project))
    return Utility
by_cost = utility(lambda ballot, project: points(ballot, project) * project.cost)
by_points = utility(points)
if kind in ("approval", "choose-1"):
    by_cost, by_points = Cost_Sat, Cardinality_Sat
elif kind != "ordinal":
    by_points = Additive_Cardinal_Sat
scores = {}
for ballot in profile:
    for project in ballot:
        scores[project] = scores.get(project, 0) + points(ballot, project) * profile.multiplicity(ballot)
ties = TieBreakingRule(lambda instance, profile, project: (project.cost, -scores.get(project, 0), project.name))
prepared = time.process_time()
if rule == "greedy_votes":
    found = greedy_utilitarian_welfare(instance, profile, sat_class=by_cost, tie_breaking=ties)
else:
    more = {"voter_budget_increment": 1} if completion == "add1" else {}
    found = method_of_equal_shares(
        instance, profile, sat_class=by_cost if rule == "mes_cost" else by_points, tie_breaking=ties, **more
    )
counted = time.process_time()
print(json.dumps({"read": read - started, "group": grouped - read, "count": counted - prepared,
                  "winners": [project.name for project in found]}))
"""


def run(python: str, script: str, arguments: list[str], limit: int) -> dict[str, object] | None:
    """Return what the script tells; None if it used up its CPU seconds."""
    line = ["prlimit", f"--cpu={limit}", python, "-c", script, *arguments]
    done = subprocess.run(line, capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode < 0:
        return None
    if done.returncode:
        raise RuntimeError(done.stderr[-400:])
    return json.loads(done.stdout)


def report(path: pathlib.Path, size: tuple[int, int], rule: tuple[str, str], python: str, limit: int) -> None:
    own = run(sys.executable, OURS, [str(path), *rule], limit)
    if own is None:
        raise RuntimeError("our own count used up the limit")
    other = run(python, THEIRS, [str(path), *rule], limit)
    head = f"{path.name[:26]:26} {size[0]:6d} x {size[1]:3d} {'_'.join(rule):17} {own['read']:6.2f} {own['count']:8.4f}"
    if other is None:
        print(f"{head}  > {limit} s toplam, kesildi: > {(limit - 10) / own['count']:.0f} kat", flush=True)
        return
    whole = (other["read"] + other["group"] + other["count"]) / (own["read"] + own["count"])
    print(
        f"{head} {other['read']:6.2f} {other['group']:6.2f} {other['count']:9.3f} {other['count'] / own['count']:7.0f} "
        f"{(other['group'] + other['count']) / own['count']:7.0f} {whole:6.1f}  "
        f"{'aynı' if own['winners'] == other['winners'] else 'FARKLI'}",
        flush=True,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("python")
    parser.add_argument("--least", type=int, default=10_000)
    parser.add_argument("--only", default="")
    parser.add_argument("--limit", type=int, default=300)
    parser.add_argument("--rules", default="")
    given = parser.parse_args()
    folder = pathlib.Path(os.environ["PABULIB_DIR"])
    instances = json.loads((folder / "winners.json").read_text(encoding="utf-8"))["instances"]
    print(
        f"{'dosya':26} {'seçmen x proje':>12} {'kural':17} {'oku':>6} {'say':>8} {'p.oku':>6} {'p.öbek':>6} "
        f"{'p.say':>9} {'kat':>7} {'öbekle':>7} {'bütün':>6}  kazananlar"
    )
    for name, instance in instances.items():
        if instance["voters"] < given.least or given.only not in name:
            continue
        for rule in RULES:
            if given.rules in "_".join(rule):
                report(folder / name, (instance["voters"], instance["projects"]), rule, given.python, given.limit)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
