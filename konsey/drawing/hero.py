"""The picture of the home page: a half circle of seats rising over the gulf, and its ripples in the water."""

import math
from functools import cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

RADII = (70.0, 98.0, 126.0, 154.0, 182.0)
SPACING = 21.5
SECTORS = 9


@cache
def hero() -> SafeString:
    """Decorative. Seats come in sectors, so that the style sheet may let them appear one after the other."""
    sectors: list[list[str]] = [[] for _ in range(SECTORS)]
    lit: list[list[str]] = [[] for _ in range(SECTORS)]
    for ring, radius in enumerate(RADII):
        seats = round(math.pi * radius / SPACING)
        for seat in range(seats):
            angle = math.pi * (seat + 0.5) / seats
            place = f"M{-radius * math.cos(angle):.1f} {-radius * math.sin(angle):.1f}h0"
            into = lit if (seat * 5 + ring * 3) % 7 == 0 else sectors
            into[int(angle / math.pi * SECTORS * 0.999)].append(place)
    return format_html(
        '<svg class="hero-art" viewBox="-200 -196 400 250" aria-hidden="true" focusable="false">{}{}</svg>',
        format_html_join(
            "",
            '<g class="sector"><path class="seats" d="{}"/><path class="lit" d="{}"/></g>',
            (("".join(plain), "".join(bright)) for plain, bright in zip(sectors, lit, strict=True)),
        ),
        format_html_join("", '<path class="ripple ripple-{}" d="{}"/>', ((row, _ripple(row)) for row in range(5))),
    )


def _ripple(row: int) -> str:
    """One line of the mirrored light: short dashes where the rings would stand, fewer and wider further down."""
    y = 12 + row * 9
    reach = 186 - row * 26
    dashes = []
    x: float = -reach + (row % 2) * 9
    while x < reach:
        length = 12 + row * 5 + 3 * math.sin(x / 17 + row)
        dashes.append(f"M{x:.0f} {y}h{length:.0f}")
        x += length + 15 + row * 4
    return "".join(dashes)
