"""Calm patterns for items without a photograph: chosen by the item's id, so that each keeps its own for good.

The motifs come from the gulf and the city: waves, fish scales, half circles, hills, the promenade's paving, arches of
the agora, olive leaves, sails and rows of seats. Each uses three close tones of one palette.
"""

import hashlib
from collections.abc import Callable
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 320, 140
PALETTES = ("sea", "olive", "stone", "sun", "dusk", "foam")


class Dice:
    """Numbers that depend on the seed alone (not Python's salted hash), so that a pattern never changes."""

    def __init__(self, seed: object) -> None:
        self._state = int.from_bytes(hashlib.blake2b(str(seed).encode(), digest_size=8).digest())

    def below(self, limit: int) -> int:
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) % limit


# A shape: tone ("b", "c" or "d"), path, and the width of the line (0: filled).
Shape = tuple[str, str, float]


def _waves(dice: Dice) -> list[Shape]:
    step, lift = 18 + dice.below(3) * 4, 7 + dice.below(6)
    line = "".join(f"M-80 {y}" + f"q20 {-lift} 40 0t40 0" * 5 + "h40" for y in range(4, HEIGHT + step, step))
    sea = f"M-80 {60 + dice.below(40)}" + f"q20 {-lift - 4} 40 0t40 0" * 5 + "h40V140H-80z"
    return [("b", sea, 0), ("c", line, 2.5)]


def _scales(dice: Dice) -> list[Shape]:
    size = 20 + dice.below(3) * 6
    half = size // 2
    outer, inner = [], []
    for row, y in enumerate(range(0, HEIGHT + 2 * size, half + 4)):
        for x in range(-size * (row % 2), WIDTH + size, size * 2):
            outer.append(f"M{x} {y}a{size} {size} 0 0 1 {2 * size} 0")
            inner.append(f"M{x + half} {y}a{half} {half} 0 0 1 {size} 0")
    return [("c", "".join(outer), 2), ("b", "".join(inner), 3)]


def _arcs(dice: Dice) -> list[Shape]:
    centre = 60 + dice.below(200)
    rings = [f"M{centre - r} 140a{r} {r} 0 0 1 {2 * r} 0" for r in range(24, 330, 24)]
    return [("b", "".join(rings[::2]), 11), ("c", "".join(rings[1::2]), 4)]


def _hills(dice: Dice) -> list[Shape]:
    x, size = 40 + dice.below(200), 13 + dice.below(6)
    shapes: list[Shape] = [("c", f"M{x} 34h0", 2 * size)]
    for tone, base in (("b", 62), ("c", 88), ("d", 116)):
        crests = "".join(f"c{w} 0 {w} {-h} {2 * w} {-h}s{w} {h} {2 * w} {h}" for w, h in _crests(dice))
        shapes.append((tone, f"M{-20 - dice.below(40)} {base}{crests}V150H-60z", 0))
    return shapes


def _crests(dice: Dice) -> list[tuple[int, int]]:
    """Half the width of a hill's slope and its height, until the picture is crossed."""
    return [(20 + dice.below(10), 12 + dice.below(30)) for _ in range(5)]


def _paving(dice: Dice) -> list[Shape]:
    """Quarter circles turned at random, like the paving of the promenade."""
    size = 28 + dice.below(2) * 7
    tones: dict[str, list[str]] = {"b": [], "c": []}
    for x in range(0, WIDTH, size):
        for y in range(0, HEIGHT, size):
            right, low = dice.below(2), dice.below(2)
            corner = f"M{x + right * size} {y + low * size}"
            across, down = (-size if right else size), (-size if low else size)
            sweep = int(right != low)
            arc = f"h{across}a{size} {size} 0 0 {1 - sweep} {-across} {down}z"
            tones["b" if dice.below(3) else "c"].append(corner + arc)
    return [(tone, "".join(paths), 0) for tone, paths in tones.items()]


def _arches(dice: Dice) -> list[Shape]:
    width = 40 + dice.below(3) * 8

    def row(step: int, inset: int, share: float, top: int, foot: int) -> str:
        radius = width * share / 2
        return "".join(
            f"M{x + inset} {foot}V{top}a{radius:g} {radius:g} 0 0 1 {2 * radius:g} 0V{foot}z"
            for x in range(-10, WIDTH, step)
        )

    return [
        ("b", row(width, 0, 0.72, 74, 150), 0),
        ("d", row(width, 7, 0.4, 86, 150), 0),
        ("c", row(width // 2, 0, 0.34, 34, 40), 0),
    ]


def _leaves(dice: Dice) -> list[Shape]:
    tones: dict[str, list[str]] = {"b": [], "c": []}
    for column in range(9):
        for row in range(4):
            x, y = column * 38 + (row % 2) * 19 - 8, row * 38 + 8 + dice.below(7)
            tip = 12 if dice.below(2) else -12
            leaf = f"M{x} {y}q{tip + 8} -9 24 {tip}q{-tip - 8} 9 -24 {-tip}z"
            tones["b" if dice.below(3) else "c"].append(leaf)
    stems = "".join(f"M{x} -4q10 40 0 76t0 76" for x in range(6, WIDTH, 76))
    return [("c", stems, 1.5), *((tone, "".join(paths), 0) for tone, paths in tones.items())]


def _sails(dice: Dice) -> list[Shape]:
    shapes: list[Shape] = []
    for place in range(6):
        x, height = 14 + place * 54 + dice.below(16), 46 + dice.below(40)
        sail = f"M{x} 112V{112 - height}q24 {height // 2} {height // 2} {height}z"
        shapes.append(("bcd"[dice.below(3)], sail, 0))
    water = "M-20 118q20 -6 40 0" + "t40 0" * 8 + "V150H-20z"
    return [*shapes, ("b", water, 0)]


def _seats(dice: Dice) -> list[Shape]:
    tones: dict[str, list[str]] = {"b": [], "c": []}
    for row in range(6):
        for seat in range(15):
            x, y = seat * 23 + (row % 2) * 11.5, 16 + row * 22
            tones["c" if dice.below(5) == 0 else "b"].append(f"M{x:g} {y}h0")
    return [(tone, "".join(paths), 13) for tone, paths in tones.items()]


KINDS: dict[str, Callable[[Dice], list[Shape]]] = {
    "waves": _waves,
    "scales": _scales,
    "arcs": _arcs,
    "hills": _hills,
    "paving": _paving,
    "arches": _arches,
    "leaves": _leaves,
    "sails": _sails,
    "seats": _seats,
}


def pattern(seed: object, *, kind: str = "", palette: str = "") -> SafeString:
    """A decorative picture for ``seed``; ``kind`` and ``palette`` fix what the seed would choose."""
    return _drawn(str(seed), kind, palette)


@lru_cache(maxsize=500)
def _drawn(seed: str, kind: str, palette: str) -> SafeString:
    dice = Dice(seed)
    names = list(KINDS)
    chosen, tone = dice.below(len(names)), dice.below(len(PALETTES))
    shapes = KINDS[kind or names[chosen]](dice)
    return format_html(
        '<svg class="pattern pattern-{}" viewBox="0 0 {} {}" preserveAspectRatio="xMidYMid slice" '
        'aria-hidden="true" focusable="false">{}</svg>',
        palette or PALETTES[tone],
        WIDTH,
        HEIGHT,
        format_html_join("", '<path class="{0}{1}" d="{2}"{3}/>', map(_as_path, shapes)),
    )


def _as_path(shape: Shape) -> tuple[str, str, str, SafeString | str]:
    tone, path, line = shape
    return (tone, " line" if line else "", path, format_html(' stroke-width="{}"', f"{line:g}") if line else "")
