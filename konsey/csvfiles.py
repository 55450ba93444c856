"""Tables that clerks hand in as CSV: read with the line number of every row, refused with sentences."""

import csv
import io
from collections.abc import Sequence

from django.utils.translation import gettext as _

from konsey import text
from konsey.errors import Refused

SHOWN_PROBLEMS = 20
Row = dict[str | None, str | None]


def decode(content: bytes) -> str:
    """Return the file's text without its byte order mark. Raises Refused for another encoding."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("Dosya UTF-8 değil. Tabloyu “CSV UTF-8” türünde kaydediniz.")) from error


def rows(source: str, columns: Sequence[str], *, most: int) -> list[tuple[int, Row]]:
    """Return (line number, cells by column) of every line that is not empty, commas or semicolons between the cells.

    A line that is too short has None in its last columns, one that is too long its rest under the key None.
    """
    first = source.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(source, newline=""), delimiter=";" if ";" in first else ",")
    try:
        names = [text.fold(name or "").strip() for name in reader.fieldnames or []]
        if missing := [name for name in columns if name not in names]:
            raise Refused(_("Dosyada eksik sütun var: %s.") % ", ".join(missing))
        reader.fieldnames = names
        found: list[tuple[int, Row]] = [
            (reader.line_num, row) for row in reader if any(str(row.get(name) or "").strip() for name in columns)
        ]
    except csv.Error as error:
        raise Refused(_("Satır %d ayrıştırılamadı; tırnakları denetleyiniz.") % reader.line_num) from error
    if not found:
        raise Refused(_("Dosyada dolu satır yok."))
    if len(found) > most:
        raise Refused(_("Bir dosyada en çok %d satır olabilir.") % most)
    return found


def refuse_bad_lines(problems: Sequence[tuple[int, str]]) -> None:
    """Raise Refused naming every bad line (the first twenty), so that none slips in; nothing when there is none."""
    if not problems:
        return
    lines = [_("Satır %(line)d: %(problem)s") % {"line": line, "problem": problem} for line, problem in problems]
    more = [_("… ve %d satır daha.") % (len(lines) - SHOWN_PROBLEMS)] if len(lines) > SHOWN_PROBLEMS else []
    raise Refused(" ".join([_("Hiçbir satır aktarılmadı."), *lines[:SHOWN_PROBLEMS], *more]))
