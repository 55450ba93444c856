"""Seats in a half circle, filled by group: composition of an assembly, a roll call, a vote."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

INNER = 46.0
STEP = 13.0


@dataclass(frozen=True)
class Group:
    """Seats of one kind. ``kind`` is a CSS class of the drawing: yes, no, abstain, present, absent, a … f."""

    label: str
    count: int
    kind: str


def rings_for(total: int) -> int:
    """How many rings hold ``total`` seats without crowding: 1 for a handful, 11 for the general assembly's 520."""
    return max(1, min(12, round(math.sqrt(total) / 2.1)))


def layout(total: int) -> list[tuple[float, float]]:
    """Centres of ``total`` seats, ordered along the half circle from left to right (as hands would be counted)."""
    if total <= 0:
        return []
    radii = [INNER + STEP * ring for ring in range(rings_for(total))]
    per_ring = _shares(total, radii)
    seats = []
    for radius, count in zip(radii, per_ring, strict=True):
        for seat in range(count):
            angle = math.pi * ((seat + 0.5) / count)
            seats.append((angle, radius))
    seats.sort()
    return [(round(-radius * math.cos(angle), 1), round(-radius * math.sin(angle), 1)) for angle, radius in seats]


def _shares(total: int, radii: Sequence[float]) -> list[int]:
    """Split ``total`` over the rings in proportion to their length, by largest remainder."""
    exact = [total * radius / sum(radii) for radius in radii]
    counts = [math.floor(share) for share in exact]
    order = sorted(range(len(radii)), key=lambda ring: exact[ring] - counts[ring], reverse=True)
    for ring in order[: total - sum(counts)]:
        counts[ring] += 1
    return counts


def dot_size(total: int) -> float:
    """Diameter of a seat that keeps a gap to its neighbours, also in the innermost ring."""
    if total <= 0:
        return 0.0
    radii = [INNER + STEP * ring for ring in range(rings_for(total))]
    gaps = [math.pi * radius / count for radius, count in zip(radii, _shares(total, radii), strict=True) if count]
    return round(min(STEP, *gaps) * 0.78, 2)


def hemicycle(groups: Sequence[Group], *, title: str) -> SafeString:
    """The drawing; ``title`` is read out in its place, and an equal table must stand beside it."""
    total = sum(group.count for group in groups)
    seats, size = layout(total), dot_size(total)
    outer = INNER + STEP * (rings_for(total) - 1) + size / 2 + 2
    paths, start = [], 0
    for group in groups:
        part = seats[start : start + group.count]
        start += group.count
        paths.append((group.kind, "".join(f"M{x:g} {y:g}h0" for x, y in part), f"{size:g}", f"{size * 0.5:g}"))
    return format_html(
        '<svg class="hemicycle" viewBox="{} {} {} {}" role="img" aria-label="{}">{}</svg>',
        f"{-outer:.1f}",
        f"{-outer:.1f}",
        f"{2 * outer:.1f}",
        f"{outer + 2:.1f}",
        title,
        format_html_join(
            "",
            '<path class="seat seat-{0}" d="{1}" stroke-width="{2}"/>'
            '<path class="core core-{0}" d="{1}" stroke-width="{3}"/>',
            [path for path in paths if path[1]],
        ),
    )
