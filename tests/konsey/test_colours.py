"""A council's own colours: read strictly, refused where text could not be read."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from konsey import colours


def test_contrast_is_that_of_wcag():
    assert round(colours.contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(colours.contrast("#767676", "#ffffff"), 2) == 4.54


def test_colours_of_a_council_replace_the_portals_own():
    own = colours.parse("sea=#7A1F3D/#F2A7BD sun=#E8A33D/#F0B65A")

    assert own == {"sea": ("#7a1f3d", "#f2a7bd"), "sun": ("#e8a33d", "#f0b65a")}
    assert colours.style_sheet(own) == (
        ":root{--sea:#7a1f3d;--sun:#e8a33d;}"
        "@media screen and (prefers-color-scheme:dark){:root{--sea:#f2a7bd;--sun:#f0b65a;}}"
    )
    assert colours.light(own, "sea") == "#7a1f3d"
    assert colours.light(own, "sea-deep") == "#0b3b4f"


@pytest.mark.parametrize(
    "value", ["sea", "sea=blue/#63c3d9", "moon=#0f5f7a/#63c3d9", "sea=#0f5f7a", "sea=#0f5f7a;x/#0"]
)
def test_unknown_forms_stop_the_start(value):
    with pytest.raises(ImproperlyConfigured, match="anlaşılamadı"):
        colours.parse(value)


def test_unreadable_colours_stop_the_start():
    with pytest.raises(ImproperlyConfigured, match=r"karşıtlığı yetersiz; en az 4\.5"):
        colours.parse("sea=#cccccc/#63c3d9")
