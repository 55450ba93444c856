"""The demo's project texts: rows of the CSV files beside this module, all of them invented ("örnek")."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"
KURUS_PER_MILLION = 100_000_000


@dataclass(frozen=True)
class Idea:
    """One row. ``envelope`` and ``place`` are "İlçe/Mahalle", empty for the whole city; money in kuruş."""

    envelope: str
    title: str
    category: str
    place: str
    cost: int
    running_cost: int
    summary: str
    problem: str
    body: str
    beneficiaries: str


def ideas(name: str) -> list[Idea]:
    """Read ``texts/<name>.csv``."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as source:
        return [_idea(row) for row in csv.DictReader(source, delimiter=";")]


def _idea(row: dict[str, str]) -> Idea:
    return Idea(
        envelope=row["pay"],
        title=row["baslik"],
        category=row["konu"],
        place=row["yer"],
        cost=int(Decimal(row["bedel_milyon"]) * KURUS_PER_MILLION),
        running_cost=int(Decimal(row["isletme_milyon"]) * KURUS_PER_MILLION),
        summary=row["ozet"],
        problem=row["sorun"],
        body=row["oneri"],
        beneficiaries=row["kim"],
    )
