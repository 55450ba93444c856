"""Giving out addresses: one at a time for each kind of thing, so that two equal titles never collide."""

from collections.abc import Callable

from django.db import models

from konsey import locks, text

SLUG_LENGTH = 80


def allocate(model: type[models.Model], wished: str, is_taken: Callable[[str], bool]) -> str:
    """Return ``slug(wished)``, with ``-2``, ``-3`` … behind it when ``is_taken`` says so.

    Holds a lock on the kind until the transaction ends. Call it inside one, before the row is written.
    """
    locks.hold(locks.key_for(f"slug:{model._meta.label}"))
    base = text.slug(wished, max_length=SLUG_LENGTH)
    found, number = base, 1
    while is_taken(found):
        number += 1
        found = f"{base}-{number}"
    return found
