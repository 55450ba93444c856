"""Charts whose figures stand beside them as a table: columns over time, bars by category, a bar of money."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT, FLOOR, HEADROOM = 480, 240, 204, 26


@dataclass(frozen=True)
class Point:
    """One value: its name, the number, and the number as people read it ("1.250 kişi")."""

    label: str
    value: float
    text: str


@dataclass(frozen=True)
class Chart:
    """What ``components/chart.html`` shows: a drawing, and the same figures as a table."""

    title: str
    label_head: str
    value_head: str
    points: Sequence[Point]
    note: str = ""
    shape: str = field(default="bars")

    @property
    def svg(self) -> SafeString:
        return columns(self.points, title=self.title)

    @property
    def rows(self) -> list[tuple[Point, SafeString]]:
        """Each point with its bar, for the table of a bar chart."""
        highest = max((point.value for point in self.points), default=0)
        return [(point, bar(point.value, highest)) for point in self.points]


def percent_of(value: float, total: float) -> str:
    """``value`` as an SVG length in per cent of ``total``, kept within 0 and 100."""
    share = 0 if total <= 0 else max(0.0, min(100.0, value * 100 / total))
    return f"{share:.2f}".rstrip("0").rstrip(".") + "%"


def bar(value: float, highest: float) -> SafeString:
    """One bar that stretches with its cell; decorative, since the figure stands beside it."""
    return format_html(
        '<svg class="bar" width="100%" height="12" aria-hidden="true" focusable="false">'
        '<rect class="bar-ground" width="100%" height="12" rx="2"/>'
        '<rect class="bar-value" width="{}" height="12" rx="2"/></svg>',
        percent_of(value, highest),
    )


def columns(points: Sequence[Point], *, title: str) -> SafeString:
    """Columns from left to right, for values over time. Where labels would touch, every second or third is written."""
    highest = max((point.value for point in points), default=0)
    step = WIDTH / max(1, len(points))
    every = max(1, -(-len(points) // 8))
    shapes = []
    for index, point in enumerate(points):
        height = 0 if highest <= 0 else point.value / highest * (FLOOR - HEADROOM)
        middle = f"{step * (index + 0.5):.1f}"
        shapes.append(
            format_html(
                '<rect class="column" x="{}" y="{}" width="{}" height="{}" rx="2"/>{}',
                f"{step * index + step * 0.14:.1f}",
                f"{FLOOR - height:.1f}",
                f"{step * 0.72:.1f}",
                f"{height:.1f}",
                _labels(point, middle, FLOOR - height) if index % every == 0 else "",
            )
        )
    return format_html(
        '<svg class="columns" viewBox="0 0 {} {}" role="img" aria-label="{}"><path class="axis" d="M0 {}h{}"/>{}</svg>',
        WIDTH,
        HEIGHT,
        title,
        FLOOR,
        WIDTH,
        format_html_join("", "{}", ((shape,) for shape in shapes)),
    )


def _labels(point: Point, middle: str, top: float) -> SafeString:
    return format_html(
        '<text class="figure" x="{}" y="{}">{}</text><text x="{}" y="{}">{}</text>',
        middle,
        f"{top - 8:.1f}",
        point.text,
        middle,
        FLOOR + 24,
        point.label,
    )


def money_bar(parts: Sequence[float], total: float, *, title: str) -> SafeString:
    """The envelope as a bar that fills part by part; what is over the envelope is drawn to the edge and hatched."""
    shapes, start = [], 0.0
    for index, part in enumerate(parts):
        end = start + part
        kind = "over" if end > total else ("last" if index == len(parts) - 1 else "full")
        shapes.append((kind, percent_of(start, total), percent_of(min(end, total) - start, total)))
        start = end
    return format_html(
        '<svg class="money" width="100%" height="18" role="img" aria-label="{}">'
        '<rect class="money-ground" width="100%" height="18" rx="4"/>{}</svg>',
        title,
        format_html_join("", '<rect class="money-{}" x="{}" width="{}" height="18" rx="2"/>', shapes),
    )
