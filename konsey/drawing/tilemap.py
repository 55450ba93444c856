"""The city as tiles: one rectangle for each district, neighbours beside neighbours, all the same size to press."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

TILE_WIDTH, TILE_HEIGHT, GAP = 102, 62, 4
LEVELS = 4


@dataclass(frozen=True)
class Tile:
    """A district on the map: its place, its figure as text, and a number that decides how deep the tile is tinted."""

    column: int
    row: int
    name: str
    url: str
    text: str = ""
    value: float = 0


def level(value: float, highest: float) -> int:
    """Tint 0 … LEVELS; equal steps from nothing to the highest value on the map."""
    if highest <= 0 or value <= 0:
        return 0
    return min(LEVELS, int(value / highest * LEVELS * 0.999) + 1)


def tile_map(tiles: Sequence[Tile], *, title: str) -> SafeString:
    """The map. Its links repeat the list that must stand beside it, so they stay out of the keyboard's way."""
    return _drawn(tuple(tiles), title)


@lru_cache(maxsize=50, typed=True)
def _drawn(tiles: tuple[Tile, ...], title: str) -> SafeString:
    """Draw the map once for the same figures."""
    highest = max((tile.value for tile in tiles), default=0)
    columns = max((tile.column for tile in tiles), default=0) + 1
    rows = max((tile.row for tile in tiles), default=0) + 1
    return format_html(
        '<svg class="tiles" viewBox="-2 -2 {} {}" role="group" aria-label="{}">{}</svg>',
        columns * (TILE_WIDTH + GAP),
        rows * (TILE_HEIGHT + GAP),
        title,
        format_html_join("", "{}", ((_tile(tile, level(tile.value, highest)),) for tile in tiles)),
    )


def _tile(tile: Tile, depth: int) -> SafeString:
    x, y = tile.column * (TILE_WIDTH + GAP), tile.row * (TILE_HEIGHT + GAP)
    middle = x + TILE_WIDTH // 2
    return format_html(
        '<a href="{}" tabindex="-1" class="tile tile-{}"><rect x="{}" y="{}" width="{}" height="{}" rx="5"/>'
        '<text x="{}" y="{}">{}</text>{}</a>',
        tile.url,
        depth,
        x,
        y,
        TILE_WIDTH,
        TILE_HEIGHT,
        middle,
        y + (27 if tile.text else 36),
        tile.name,
        format_html('<text class="figure" x="{}" y="{}">{}</text>', middle, y + 47, tile.text) if tile.text else "",
    )
