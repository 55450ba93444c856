"""Where a district lies: the tile map as small squares without names, one of them marked."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

SIDE, GAP = 20, 4


def locator(places: Iterable[tuple[int, int]], marked: tuple[int, int], *, title: str) -> SafeString:
    """Draw (column, row) of every district and fill the ``marked`` one; ``title`` is read out in its place."""
    view, elsewhere, here = _paths(frozenset(places), marked)
    return format_html(
        '<svg class="locator" viewBox="{}" role="img" aria-label="{}">'
        '<path class="elsewhere" d="{}"/><path class="here" d="{}"/></svg>',
        view,
        title,
        elsewhere,
        here,
    )


@lru_cache(maxsize=100)
def _paths(places: frozenset[tuple[int, int]], marked: tuple[int, int]) -> tuple[str, str, str]:
    """The view box, the other districts and the marked one."""
    step = SIDE + GAP
    others = sorted(places - {marked})
    columns = max((column for column, _row in [*others, marked]), default=0) + 1
    rows = max((row for _column, row in [*others, marked]), default=0) + 1
    square = f"h{SIDE}v{SIDE}h-{SIDE}z"
    return (
        f"-1 -1 {columns * step - GAP + 2} {rows * step - GAP + 2}",
        "".join(f"M{column * step} {row * step}{square}" for column, row in others),
        f"M{marked[0] * step} {marked[1] * step}{square}",
    )
