"""Reading `data/izmir-*.csv` (see `data/THIRD_PARTY.md`): every line is checked before the first row is written."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from konsey import text
from konsey.errors import Refused

Row = dict[str, object]
Line = dict[str, str]

DISTRICT_COLUMNS = ("ilce", "nufus_2025", "alan_km2", "tuik_id")
NEIGHBOURHOOD_COLUMNS = ("ilce", "mahalle", "nufus_2023", "posta_kodu", "kaynak_id")
TILE_COLUMNS = ("ilce", "col", "row")
SHOWN_PROBLEMS = 10


def read(folder: Path) -> tuple[list[Row], list[Row]]:
    """Return the values of districts and neighbourhoods by field name. Raises `Refused` with the lines at fault."""
    problems: list[str] = []
    tiles = {line["ilce"]: line for _number, line in _lines(folder / "izmir-tile-map.csv", TILE_COLUMNS)}
    districts, neighbourhoods = [], []
    for number, line in _lines(folder / "izmir-ilceler.csv", DISTRICT_COLUMNS):
        try:
            districts.append(_district(line, tiles))
        except ValueError as error:
            problems.append(_("izmir-ilceler.csv, satır: %(number)d. %(error)s") % {"number": number, "error": error})
    known = {district["name"] for district in districts}
    for number, line in _lines(folder / "izmir-mahalleler.csv", NEIGHBOURHOOD_COLUMNS):
        try:
            neighbourhoods.append(_neighbourhood(line, known))
        except ValueError as error:
            problems.append(
                _("izmir-mahalleler.csv, satır: %(number)d. %(error)s") % {"number": number, "error": error}
            )
    problems += _repeated(text.slug(str(row["name"])) for row in districts)
    problems += _repeated(f"{row['district']} / {text.slug(str(row['name']))}" for row in neighbourhoods)
    problems += _repeated(f"kaynak_id {row['source_id']}" for row in neighbourhoods)
    if problems:
        raise Refused("\n".join(problems[:SHOWN_PROBLEMS]))
    return districts, neighbourhoods


def _lines(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, Line]]:
    """Yield line number and cleaned cells; the header is line 1."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            absent = [column for column in columns if column not in (reader.fieldnames or [])]
            if absent:
                raise Refused(
                    _("%(file)s dosyasında şu sütunlar yok: %(columns)s")
                    % {"file": path.name, "columns": ", ".join(absent)}
                )
            for line in reader:
                yield reader.line_num, {column: text.clean(line[column] or "") for column in columns}
    except FileNotFoundError:
        raise Refused(_("Dosya bulunamadı: %(path)s") % {"path": path}) from None
    except UnicodeDecodeError:
        raise Refused(_("%(file)s dosyası UTF-8 olarak okunamadı.") % {"file": path.name}) from None


def _district(line: Line, tiles: dict[str, Line]) -> Row:
    tile = tiles.get(line["ilce"])
    if tile is None:
        raise ValueError(_("İlçenin karo haritada yeri yok: %(name)s") % {"name": line["ilce"]})
    return {
        "name": _name(line["ilce"]),
        "population": _number(line["nufus_2025"]),
        "area_km2": _number(line["alan_km2"]),
        "source_id": _number(line["tuik_id"]),
        "tile_column": _number(tile["col"]),
        "tile_row": _number(tile["row"]),
    }


def _neighbourhood(line: Line, known: set[object]) -> Row:
    if line["ilce"] not in known:
        raise ValueError(_("Bilinmeyen ilçe: %(name)s") % {"name": line["ilce"]})
    if line["posta_kodu"] and not (len(line["posta_kodu"]) == 5 and _number(line["posta_kodu"])):
        raise ValueError(_("Posta kodu beş rakam olmalı: %(code)s") % {"code": line["posta_kodu"]})
    return {
        "district": line["ilce"],
        "name": _name(line["mahalle"]),
        "population": _number(line["nufus_2023"]),
        "postal_code": line["posta_kodu"],
        "source_id": _number(line["kaynak_id"]),
    }


def _name(value: str) -> str:
    if not value:
        raise ValueError(_("Ad boş."))
    return value


def _number(value: str) -> int:
    if not (value.isascii() and value.isdigit()):
        raise ValueError(_("Sayı bekleniyordu: %(value)s") % {"value": value or "-"})
    return int(value)


def _repeated(names: Iterable[str]) -> list[str]:
    return [_("Birden çok satırda geçiyor: %(name)s") % {"name": name} for name, n in Counter(names).items() if n > 1]
