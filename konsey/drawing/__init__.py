"""Inline SVG made on the server: the mark, half circles of seats, the tile map, patterns, charts.

Every function returns safe markup whose only outside text went through ``format_html``; colours are CSS classes, so
that one drawing serves light, dark, print and forced colours, and no inline style is needed (strict CSP).
"""

from konsey.drawing.charts import Chart, Point, bar, money_bar
from konsey.drawing.hemicycle import Group, hemicycle
from konsey.drawing.hero import hero
from konsey.drawing.locator import locator
from konsey.drawing.mark import mark
from konsey.drawing.pattern import pattern
from konsey.drawing.tilemap import Tile, tile_map

__all__ = [
    "Chart",
    "Group",
    "Point",
    "Tile",
    "bar",
    "hemicycle",
    "hero",
    "locator",
    "mark",
    "money_bar",
    "pattern",
    "tile_map",
]
