"""The mark as an icon on the council's deep colour: SVG for browsers that take it, PNG and ICO for the others."""

import io
from functools import cache

from PIL import Image, ImageDraw

from konsey.drawing.mark import DOT, VIEWBOX, WAVE, dots

SIZES = (48, 180, 192, 512)
LIGHT, ACCENT = "#dff1f5", "#e8a33d"
# Room around the mark, so that launchers may cut the icon to a circle.
SCALE = 0.66
_SHARPER = 4


@cache
def svg(ground: str) -> str:
    seats = "".join(f"M{x:g} {y:g}h0" for x, y in dots())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-32 -38 64 64"><rect x="-32" y="-38" width="64" height="64" '
        f'rx="12" fill="{ground}"/><g fill="none" stroke="{LIGHT}" stroke-linecap="round"><path d="{seats}" '
        f'stroke-width="{2 * DOT + 0.8:g}"/><path d="{WAVE}" stroke="{ACCENT}" stroke-width="3"/></g></svg>'
    )


def _wave_points() -> list[tuple[float, float]]:
    """The mark's wave as points (four arcs of height 3 around y = 7)."""
    points = []
    for step in range(89):
        x = -22 + step * 0.5
        arc, inside = divmod(x + 22, 11)
        height = 4 * 3 * (inside / 11) * (1 - inside / 11)
        points.append((x, 7 + (height if int(arc) % 2 else -height)))
    return points


@cache
def png(size: int, ground: str) -> bytes:
    """A square icon of ``size`` pixels, drawn larger and scaled down for smooth edges."""
    side = size * _SHARPER
    unit = side * SCALE / float(VIEWBOX.split()[2])
    image = Image.new("RGB", (side, side), ground)
    pen = ImageDraw.Draw(image)
    middle_x, middle_y = side / 2, side / 2 + 6 * unit

    def disc(x: float, y: float, radius: float, colour: str) -> None:
        cx, cy, r = middle_x + x * unit, middle_y + y * unit, radius * unit
        pen.ellipse((cx - r, cy - r, cx + r, cy + r), fill=colour)

    for x, y in dots():
        disc(x, y, DOT + 0.3, LIGHT)
    for x, y in _wave_points():
        disc(x, y, 1.4, ACCENT)
    return _bytes(image.resize((size, size), Image.Resampling.LANCZOS), "PNG")


@cache
def ico(ground: str) -> bytes:
    return _bytes(Image.open(io.BytesIO(png(48, ground))), "ICO")


def _bytes(image: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()
