"""Every rule and completion on every real election in PABULIB_DIR: same winners, and how long each file takes.

    PABULIB_DIR=… python benchmarks/tally_oracle.py

Wall time on the machine at hand; compare files with each other, not with other machines.
"""

import json
import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from butce.tally import count, pabulib


def split(name: str) -> tuple[str, str]:
    rule = next(rule for rule in sorted(count.RULES, key=len, reverse=True) if name.startswith(rule))
    return rule, name[len(rule) + 1 :] or "none"


def main() -> int:
    folder = pathlib.Path(os.environ["PABULIB_DIR"])
    instances = json.loads((folder / "winners.json").read_text(encoding="utf-8"))["instances"]
    wrong = checked = 0
    for name, instance in instances.items():
        started = time.perf_counter()
        election = pabulib.read(folder / name)
        for key, answer in {**instance["rules"], **instance.get("prototype_only", {})}.items():
            found = count.as_json(election, count.count(election, *split(key)))
            checked += 1
            if (found["winners"], found["total_cost"]) != (answer["winners"], answer["total_cost"]):
                wrong += 1
                print("farklı:", name, key)
        print(f"{time.perf_counter() - started:8.2f} s  {election.voters:7d} seçmen  {name}")
    print(f"{checked} sonuç karşılaştırıldı, {wrong} farklı")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
