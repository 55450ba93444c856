"""Where a person's data lies: every aggregate and every room says what it holds, and how it forgets it.

A module ``personal.py`` of an app (for the ground floor one per aggregate below `konsey.personal`) registers a
`Holding`; the download, the deletion and the test that no table was forgotten read them all (docs/kararlar/0008).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from konsey.desks import Label
from konsey.models import User

Record = dict[str, object]  # Turkish label -> value, as the person reads it


def _no_objection(user: User, now: datetime) -> str | None:
    return None


@dataclass(frozen=True)
class Holding:
    """What one aggregate holds about a person.

    ``collect`` gives it to the person. ``erase`` forgets the person and keeps the rows that totals count; it runs
    inside the transaction of the deletion. ``why_not_now`` may hold a deletion back (an open ballot) with a sentence.
    ``models`` are the tables it answers for. ``order`` is the place on the person's page.
    """

    name: str
    label: Label
    models: tuple[type[Model], ...]
    collect: Callable[[User], Sequence[Record]]
    erase: Callable[[User, datetime], None]
    why_not_now: Callable[[User, datetime], str | None] = _no_objection
    order: int = 50


HOLDINGS: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    HOLDINGS[holding.name] = holding


def holdings() -> list[Holding]:
    return sorted(HOLDINGS.values(), key=lambda holding: (holding.order, holding.name))


def collect(user: User) -> list[tuple[Holding, list[Record]]]:
    """Return everything that is held about the person, holding by holding, empty ones included."""
    return [(holding, list(holding.collect(user))) for holding in holdings()]


def erase(user: User, now: datetime) -> None:
    """Let every holding forget the person, the account itself last."""
    for holding in reversed(holdings()):
        holding.erase(user, now)


def why_not_now(user: User, now: datetime) -> str | None:
    """Return the first sentence that holds a deletion back."""
    sentences = (holding.why_not_now(user, now) for holding in holdings())
    return next((sentence for sentence in sentences if sentence), None)
