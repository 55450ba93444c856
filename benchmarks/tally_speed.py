"""How the cost of the count grows with ballots, on generated elections, by every rule.

    python benchmarks/tally_speed.py [--sizes 10000,…] [--projects 80] [--folder FOLDER]

CPU seconds and peak memory of a process of its own for each count; `tally_pabutools.py` compares real elections.
"""

import argparse
import json
import pathlib
import random
import resource
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

EVERY = [
    ("greedy_votes", "none"),
    ("greedy_per_cost", "none"),
    ("mes_cost", "none"),
    ("mes_cost", "add1u"),
    ("mes_card", "none"),
    ("mes_card", "add1u"),
]


def ours(path: pathlib.Path, rule: str, completion: str) -> dict[str, float]:
    """Count once in a process of its own, so that the peak of memory is this count's."""
    line = [sys.executable, __file__, "--child", str(path), rule, completion]
    return json.loads(subprocess.run(line, capture_output=True, text=True, check=True).stdout)


def child(path: str, rule: str, completion: str) -> None:
    import butce.tally.completion  # noqa: F401  (loads numpy before the clock starts)
    from butce.tally import count, pabulib

    started = time.process_time()
    election = pabulib.read(pathlib.Path(path))
    read = time.process_time()
    step = max(election.unit, -(-election.budget // (election.voters * 500 * election.unit)) * election.unit)
    result = count.count(
        election, rule, completion, step=step if pathlib.Path(path).name.startswith("uretilen") else None
    )
    print(
        json.dumps(
            {
                "read": read - started,
                "count": time.process_time() - read,
                "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "groups": len(election.ballots),
                "runs": result.outcome.runs if result.outcome else 0,
            }
        )
    )


def generate(path: pathlib.Path, voters: int, projects: int) -> None:
    """Approvals up to 8 of ``projects`` with popularity falling by rank; as varied as large real elections are."""
    dice = random.Random(voters)
    ids = list(range(1, projects + 1))
    weights = [1 / (3 + i) for i in range(projects)]
    costs = [dice.randrange(200, 4_000) * 1_000 for _ in ids]
    budget = sum(costs) // 4
    with path.open("w", encoding="utf-8") as out:
        out.write(
            f"META\nkey;value\nnum_votes;{voters}\nbudget;{budget}\nvote_type;approval\nPROJECTS\nproject_id;cost\n"
        )
        out.writelines(f"{i};{cost}\n" for i, cost in zip(ids, costs, strict=True))
        out.write("VOTES\nvoter_id;vote\n")
        for voter in range(voters):
            chosen = sorted(set(dice.choices(ids, weights, k=dice.randrange(2, 9))))
            out.write(f"{voter};{','.join(map(str, chosen))}\n")


def growth(folder: pathlib.Path, sizes: list[int], projects: int) -> None:
    print(f"{'pusula':>9} {'farklı':>8} {'kural':24} {'oku s':>7} {'say s':>7} {'tur':>5} {'MB':>6} {'µs/çift':>10}")
    for voters in sizes:
        path = folder / f"uretilen-{voters}.pb"
        generate(path, voters, projects)
        for rule, completion in EVERY:
            own = ours(path, rule, completion)
            each = own["count"] * 1e6 / (own["groups"] * projects)
            print(
                f"{voters:9d} {own['groups']:8.0f} {rule + '_' + completion:24} {own['read']:7.2f} {own['count']:7.3f} "
                f"{own['runs']:5.0f} {own['mb']:6.0f} {each:10.3f}",
                flush=True,
            )
        path.unlink()


def main() -> int:
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:])
        return 0
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10000,60000,100000,300000,1000000")
    parser.add_argument("--projects", type=int, default=80)
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path())
    given = parser.parse_args()
    growth(given.folder, [int(size) for size in given.sizes.split(",")], given.projects)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
