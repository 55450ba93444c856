"""The mark: a half circle of seats in three rings over a single wave line."""

import math
from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

RINGS = ((9.0, 5), (15.0, 9), (21.0, 13))
DOT = 1.9
WAVE = "M-22 7c4-4 7-4 11 0s7 4 11 0 7-4 11 0 7 4 11 0"
VIEWBOX = "-24 -24 48 36"


def dots() -> list[tuple[float, float]]:
    """Centres of the 27 seats, ring by ring from the inside, each from left to right."""
    places = []
    for radius, count in RINGS:
        for seat in range(count):
            angle = math.pi * (seat + 0.5) / count
            places.append((round(-radius * math.cos(angle), 1), round(-radius * math.sin(angle), 1)))
    return places


@cache
def mark() -> SafeString:
    """The mark in the surrounding text's colour; decorative, since the name always stands beside it."""
    seats = "".join(f"M{x:g} {y:g}h0" for x, y in dots())
    return format_html(
        '<svg class="mark" viewBox="{}" width="48" height="36" aria-hidden="true" focusable="false" fill="none" '
        'stroke="currentColor" stroke-linecap="round"><path d="{}" stroke-width="{}"/>'
        '<path d="{}" stroke-width="2.2"/></svg>',
        VIEWBOX,
        seats,
        f"{2 * DOT:g}",
        WAVE,
    )
