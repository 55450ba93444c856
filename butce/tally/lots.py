"""Drawing lots that anybody can draw again by hand from a published seed."""

import hashlib
from collections.abc import Iterable


def draw_lots(seed: str, ids: Iterable[str]) -> dict[str, int]:
    """Return id → lot number from 1: ids in the order of the SHA-256 of ``seed|id``; the lower lot wins a tie."""
    ordered = sorted(ids, key=lambda each: (hashlib.sha256(f"{seed}|{each}".encode()).hexdigest(), each))
    return {each: place for place, each in enumerate(ordered, 1)}
