"""The look kept mechanically: weight, contrast, no foreign address, no class that nothing draws."""

import re

import brotli
import pytest

from konsey import colours
from konsey.drawing.pattern import PALETTES
from tests.test_house import ROOT

SHEETS = ("tokens.css", "portal.css", "forms.css", "pieces.css")
CEILING = 12_000  # bytes, compressed, all sheets of a page together


def _css(name: str) -> str:
    return (ROOT / "static/css" / name).read_text("utf-8")


def _tokens() -> dict[str, tuple[str, str]]:
    """Every token as (light, dark)."""
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part))
        for part in _css("tokens.css").split("prefers-color-scheme: dark", 1)
    )
    return {name: (value, dark.get(name, value)) for name, value in light.items()}


def test_style_sheets_weigh_little():
    weight = sum(len(brotli.compress(_css(name).encode())) for name in SHEETS)

    assert weight <= CEILING


def test_every_page_links_these_sheets():
    linked = re.findall(r"css/([\w.]+)'", (ROOT / "templates/components/_styles.html").read_text("utf-8"))

    assert '{% drawn "components/_styles.html" %}' in (ROOT / "templates/skeleton.html").read_text("utf-8")
    assert tuple(linked) == SHEETS


@pytest.mark.parametrize("name", SHEETS)
def test_style_sheet_asks_nothing_of_third_parties(name):
    assert re.findall(r"@import|url\(|https?:", _css(name)) == []


PAIRS = [
    ("ink", "paper", 7),
    ("ink", "surface", 7),
    ("muted", "paper", 4.5),
    ("muted", "surface", 4.5),
    ("sea", "paper", 4.5),
    ("sea", "surface", 4.5),
    ("on-sea", "sea", 4.5),
    ("on-sea-pale", "sea-pale", 7),
    ("foam", "sea-deep", 7),
    ("foam", "sea-mid", 4.5),
    ("on-sun", "sun", 4.5),
    ("ink", "sun-pale", 7),
    ("brick", "paper", 4.5),
    ("brick", "brick-pale", 4.5),
    ("on-brick", "brick", 4.5),
    ("olive", "paper", 4.5),
    ("olive", "olive-pale", 4.5),
    ("line-strong", "surface", 3),
    ("line-strong", "paper", 3),
]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "lowest"), PAIRS)
def test_colours_can_be_told_apart(text, ground, lowest, scheme):
    tokens = _tokens()

    assert colours.contrast(tokens[text][scheme], tokens[ground][scheme]) >= lowest


def test_own_colours_of_settings_are_those_of_the_sheet():
    tokens = _tokens()

    assert {name: tokens[name] for name in colours.OWN} == dict(colours.OWN)


def test_every_palette_of_the_patterns_is_drawn():
    assert set(re.findall(r"\.pattern-(\w+)", _css("pieces.css"))) == set(PALETTES)


def test_text_on_deep_tiles_can_be_read():
    tiles = re.findall(r"\.tile-[34] rect \{ fill: (#\w{6}); \}", _css("pieces.css"))

    assert len(tiles) == 4
    assert min(colours.contrast("#ffffff", colour) for colour in tiles) >= 4.5


def test_style_sheets_ask_for_nothing_that_old_phones_lack():
    """What a browser of 2021 cannot read must not decide whether text can be read."""
    for name in SHEETS:
        assert re.findall(r"light-dark\(|color-mix\(|oklch\(|&", _css(name)) == []
