"""Pictures for the demo, drawn rather than photographed: seats in a half circle above the sea."""

import io
import math
import random
from dataclasses import dataclass

from PIL import Image, ImageDraw

from konsey.uploads import RenderedPicture, render_picture

SIZE = (1600, 900)
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    sky: Colour
    sea: Colour
    deep: Colour
    seats: tuple[Colour, ...]


PALETTES = (
    Palette((223, 241, 245), (17, 94, 120), (11, 59, 79), ((15, 95, 122), (232, 163, 61), (47, 107, 79))),
    Palette((252, 239, 217), (180, 120, 60), (110, 66, 40), ((180, 71, 43), (232, 163, 61), (15, 95, 122))),
    Palette((232, 240, 226), (66, 120, 92), (30, 72, 54), ((47, 107, 79), (232, 163, 61), (11, 59, 79))),
)


# What is drawn, and how it is told to those who cannot see it.
MOTIFS = {
    "seats": "Deniz dalgalarının üzerinde yarım daire biçiminde dizilmiş renkli noktalardan oluşan çizim",
    "bridge": "Suyun iki yakasındaki noktaları birbirine bağlayan iç içe kemerlerden oluşan çizim",
    "tables": "Yuvarlak masaların çevresine dizilmiş renkli noktalardan oluşan çizim",
}


def drawn(motif: str, place: int) -> RenderedPicture:
    """Return the picture of a motif; ``place`` chooses the palette and the throw of the dice, always the same one."""
    dice = random.Random(place)  # noqa: S311  (a drawing, not a secret)
    palette = PALETTES[place % len(PALETTES)]
    image = Image.new("RGB", SIZE, palette.sky)
    canvas = ImageDraw.Draw(image)
    {"seats": _seats, "bridge": _bridge, "tables": _tables}[motif](canvas, palette, dice)
    out = io.BytesIO()
    image.save(out, "PNG")
    return render_picture(out, out.tell())


def _seats(canvas: ImageDraw.ImageDraw, palette: Palette, dice: random.Random) -> None:
    x, y = SIZE[0] / 2, SIZE[1] * 0.7
    for ring in range(6):
        radius, seats = 130 + ring * 64, 8 + ring * 4
        colour = palette.seats[ring % len(palette.seats)]
        for seat in range(seats):
            angle = math.pi * (seat + 0.5) / seats
            _seat(canvas, x + radius * math.cos(angle), y - radius * math.sin(angle), colour, dice.random() < 0.82)
    _waves(canvas, palette, dice)


def _bridge(canvas: ImageDraw.ImageDraw, palette: Palette, dice: random.Random) -> None:
    base = SIZE[1] * 0.7
    for place in range(7):
        start, end, rise = 210 + place * 72, SIZE[0] - 210 - place * 72, 430 - place * 52
        colour = palette.seats[place % len(palette.seats)]
        canvas.arc([start, base - rise, end, base + rise], 180, 360, fill=colour, width=7)
        for x in (start, end):
            _seat(canvas, x, base, colour, True)
    _waves(canvas, palette, dice)


def _tables(canvas: ImageDraw.ImageDraw, palette: Palette, dice: random.Random) -> None:
    for place, x in enumerate(range(200, SIZE[0], 300)):
        y = 330 + 220 * (place % 2)
        canvas.ellipse([x - 70, y - 70, x + 70, y + 70], fill=palette.sea)
        for seat in range(9):
            angle = math.tau * seat / 9 + place
            colour = palette.seats[(seat + place) % 3]
            _seat(canvas, x + 118 * math.cos(angle), y + 118 * math.sin(angle), colour, dice.random() < 0.85)


def _seat(canvas: ImageDraw.ImageDraw, x: float, y: float, colour: Colour, is_taken: bool) -> None:
    canvas.ellipse([x - 21, y - 21, x + 21, y + 21], fill=colour if is_taken else None, outline=colour, width=5)


def _waves(canvas: ImageDraw.ImageDraw, palette: Palette, dice: random.Random) -> None:
    for layer, colour in enumerate((palette.sea, palette.deep)):
        level, lift, phase = SIZE[1] * (0.78 + layer * 0.11), 14 + dice.randint(0, 10), dice.random() * math.tau
        crest = [(x, level + lift * math.sin(x / 90 + phase)) for x in range(0, SIZE[0] + 8, 8)]
        canvas.polygon([(0, SIZE[1]), *crest, (SIZE[0], SIZE[1])], fill=colour)
