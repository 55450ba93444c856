"""Drawings: right numbers, nothing outside the frame, nothing unescaped, the same for the same seed."""

import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image

from konsey.drawing import Chart, Group, Point, Tile, bar, hemicycle, hero, mark, money_bar, pattern, tile_map
from konsey.drawing.charts import percent_of
from konsey.drawing.hemicycle import dot_size, layout, rings_for
from konsey.drawing.icons import SIZES, ico, png, svg
from konsey.drawing.pattern import KINDS, PALETTES
from konsey.drawing.tilemap import level

EVIL = '"><script>alert(1)</script>'


def _parsed(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing)


def _frame(root: ElementTree.Element) -> tuple[float, float, float, float]:
    left, top, width, height = (float(part) for part in root.attrib["viewBox"].split())
    return left, top, left + width, top + height


@pytest.mark.parametrize("total", [0, 1, 2, 7, 27, 198, 392, 520, 1000])
def test_hemicycle_draws_each_seat_once_and_clips_none(total):
    groups = [Group("Var", total - total // 3, "present"), Group("Yok", total // 3, "absent")]

    root = _parsed(hemicycle(groups, title="Yoklama"))

    seats = [
        (float(x), float(y))
        for path in root.iter("path")
        if path.attrib["class"].startswith("seat ")
        for x, y in re.findall(r"M(-?[\d.]+) (-?[\d.]+)h0", path.attrib["d"])
    ]
    left, top, right, bottom = _frame(root)
    half = dot_size(total) / 2
    assert len(seats) == total
    assert all(left + half <= x <= right - half and top + half <= y <= bottom - half for x, y in seats)


@pytest.mark.parametrize("total", [2, 27, 198, 520])
def test_seats_do_not_touch(total):
    seats = layout(total)
    size = dot_size(total)

    nearest = min(
        ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5
        for number, (x1, y1) in enumerate(seats)
        for x2, y2 in seats[number + 1 :]
    )

    assert nearest > size
    assert rings_for(total) <= 12


def test_hemicycle_says_its_title_and_escapes_it():
    drawing = hemicycle([Group("Kabul", 3, "yes")], title=EVIL)

    assert "<script>" not in drawing
    assert _parsed(drawing).attrib["aria-label"] == EVIL


def test_tile_map_links_every_district_by_its_escaped_name():
    tiles = [Tile(0, 0, "Çiğli", "/mahalleler/cigli/", "26", 26), Tile(3, 2, EVIL, "/x/", "1", 1)]

    root = _parsed(tile_map(tiles, title="İlçeler"))

    assert [link.attrib["href"] for link in root.iter("a")] == ["/mahalleler/cigli/", "/x/"]
    assert [text.text for text in root.iter("text")] == ["Çiğli", "26", EVIL, "1"]
    left, top, right, bottom = _frame(root)
    for rect in root.iter("rect"):
        x, y, width, height = (float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
        assert left <= x < x + width <= right
        assert top <= y < y + height <= bottom


@pytest.mark.parametrize(
    ("value", "highest", "depth"), [(0, 100, 0), (1, 100, 1), (25, 100, 1), (26, 100, 2), (100, 100, 4), (5, 0, 0)]
)
def test_tiles_are_tinted_in_equal_steps(value, highest, depth):
    assert level(value, highest) == depth


@pytest.mark.parametrize("kind", KINDS)
def test_pattern_is_the_same_for_the_same_seed(kind):
    drawings = {str(pattern(seed, kind=kind)) for seed in range(6)}

    assert str(pattern("proje-1", kind=kind)) == str(pattern("proje-1", kind=kind))
    assert len(drawings) > 1
    assert all(_parsed(drawing).attrib["aria-hidden"] == "true" for drawing in drawings)


def test_seeds_reach_every_kind_and_palette():
    drawings = "".join(str(pattern(seed)) for seed in range(200))

    assert set(re.findall(r"pattern-(\w+)", drawings)) == set(PALETTES)
    assert len(KINDS) >= 9


@pytest.mark.parametrize(
    ("value", "total", "length"), [(1, 3, "33.33%"), (5, 4, "100%"), (-1, 4, "0%"), (1, 0, "0%"), (2, 4, "50%")]
)
def test_lengths_stay_within_the_bar(value, total, length):
    assert percent_of(value, total) == length


def test_money_bar_marks_what_goes_over_the_envelope():
    root = _parsed(money_bar([60, 30, 20], 100, title="110 / 100"))

    drawn = [(rect.attrib["class"], rect.attrib.get("x"), rect.attrib["width"]) for rect in root.iter("rect")]
    assert drawn == [
        ("money-ground", None, "100%"),
        ("money-full", "0%", "60%"),
        ("money-full", "60%", "30%"),
        ("money-over", "90%", "10%"),
    ]


def test_chart_of_columns_keeps_labels_apart():
    points = [Point(str(year), year - 2000, str(year - 2000)) for year in range(2001, 2027)]

    root = _parsed(Chart("Yıllar", "Yıl", "Sayı", points, shape="columns").svg)

    assert len(list(root.iter("rect"))) == 26
    assert len([text for text in root.iter("text") if text.attrib.get("class") != "figure"]) == 7


def test_chart_of_bars_pairs_each_value_with_its_bar():
    chart = Chart("Konular", "Konu", "Öneri", [Point("Çevre", 4, "4"), Point("Spor", 1, "1")])

    assert [(point.label, str(bar(point.value, 4))) for point in chart.points] == [
        (point.label, str(drawn)) for point, drawn in chart.rows
    ]


def test_mark_and_hero_are_decorative():
    assert _parsed(mark()).attrib["aria-hidden"] == "true"
    assert _parsed(hero()).attrib["aria-hidden"] == "true"


@pytest.mark.parametrize("size", SIZES)
def test_icon_has_its_size_and_the_councils_ground(size):
    image = Image.open(BytesIO(png(size, "#7a1f3d")))

    assert image.size == (size, size)
    assert image.getpixel((1, 1)) == (0x7A, 0x1F, 0x3D)
    assert len(set(image.get_flattened_data())) > 2


def test_icon_comes_as_svg_and_ico():
    assert _parsed(svg("#0b3b4f")).tag.endswith("svg")
    assert ico("#0b3b4f")[:4] == b"\x00\x00\x01\x00"
