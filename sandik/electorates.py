"""Who may vote on which paper is the using room's matter; the desk asks it here.

A room registers one function in its ``AppConfig.ready``: ``electorates.register(papers_for)``. It is given a box, a
person and the moment and returns None when the box is not its own, else one `Right` for each paper of the box that is
to be spoken about: ``why_not`` None means the person may vote there, counted for the place ``area`` (as on the roll);
a sentence means the clerk reads it out. The function stores nothing and has a constant number of queries.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from konsey.models import Neighbourhood
from sandik.models import Box, Paper


@dataclass(frozen=True)
class Person:
    """Somebody who stands at the desk, as the municipality's register knows them. ``identity``: for the roll key."""

    identity: bytes
    neighbourhood: Neighbourhood
    birth_year: int


@dataclass(frozen=True)
class Right:
    """A paper and whether this person has a vote there. ``others``: further identities the same person has had."""

    paper: Paper
    area: str
    why_not: str | None = None
    others: tuple[bytes, ...] = ()


Electorate = Callable[[Box, Person, datetime], list[Right] | None]
_ELECTORATES: list[Electorate] = []


def register(electorate: Electorate) -> None:
    """Add a room's function; once for each room."""
    if electorate not in _ELECTORATES:
        _ELECTORATES.append(electorate)


def unregister(electorate: Electorate) -> None:
    _ELECTORATES.remove(electorate)


def rights(box: Box, person: Person, now: datetime) -> list[Right]:
    """Return what the box's room says; empty when no room knows the box."""
    for electorate in _ELECTORATES:
        found = electorate(box, person, now)
        if found is not None:
            return found
    return []
