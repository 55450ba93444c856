"""Real elections of other cities, read from PABULIB_DIR, against an independent implementation's answers.

The files are not part of the repository (no licence is stated), so without the folder these tests say so and do not
run. The suite takes every rule on every file, and growing shares where runs are few; benchmarks/tally_oracle.py all.
"""

import json
import os
import pathlib

import pytest

from butce.tally import count, pabulib

FOLDER = pathlib.Path(os.environ.get("PABULIB_DIR", ""))
ORACLE = FOLDER / "winners.json"
INSTANCES = json.loads(ORACLE.read_text(encoding="utf-8"))["instances"] if ORACLE.is_file() else {}
FEW_RUNS = 400
MANY_CLASSES = {"Poland_Warszawa_2023_Wlochy.pb", "Poland_Warszawa_2020_Rembertow.pb", "Poland_Lodz_2020.pb"}


def split(name: str) -> tuple[str, str]:
    """``mes_cost_add1u`` → rule and completion."""
    for rule in sorted(count.RULES, key=len, reverse=True):
        if name.startswith(rule):
            return rule, name[len(rule) + 1 :] or "none"
    raise AssertionError(name)


@pytest.mark.parametrize("name", sorted(INSTANCES) or ["PABULIB_DIR gösterilmedi"])
def test_winners_and_rounds_equal_the_oracle(name):
    if not INSTANCES:
        pytest.skip("PABULIB_DIR bir klasörü göstermiyor; gerçek seçim dosyaları sınanmadı")
    election = pabulib.read(FOLDER / name)
    expected, found = {}, {}
    for key, answer in INSTANCES[name]["rules"].items():
        rule, completion = split(key)
        if completion.startswith("add1"):
            continue
        result = count.as_json(election, count.count(election, rule, completion))
        expected[key] = (answer["winners"], answer["total_cost"], answer.get("rounds"))
        found[key] = (result["winners"], result["total_cost"], result["rounds"] if "rounds" in answer else None)

    assert found == expected


def _cheap(name: str) -> bool:
    runs = [answer.get("runs", 10**6) for answer in INSTANCES[name].get("prototype_only", {}).values()]
    return name not in MANY_CLASSES and bool(runs) and max(runs) <= FEW_RUNS


@pytest.mark.parametrize("name", sorted(filter(_cheap, INSTANCES)) or ["PABULIB_DIR gösterilmedi"])
def test_growing_shares_equal_the_oracle(name):
    if not INSTANCES:
        pytest.skip("PABULIB_DIR bir klasörü göstermiyor; gerçek seçim dosyaları sınanmadı")
    election = pabulib.read(FOLDER / name)
    answers = {**INSTANCES[name]["rules"], **INSTANCES[name]["prototype_only"]}
    wanted = {key: answer["winners"] for key, answer in answers.items() if key.endswith(("_add1u", "_add1x"))}

    found = {key: count.as_json(election, count.count(election, *split(key)))["winners"] for key in wanted}

    assert found == wanted
