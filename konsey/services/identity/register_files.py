"""Reading a register file line by line: never the whole of it in memory, never a number outside of one line's turn.

Two layouts, told apart by the header: ``tc_kimlik_no;dogum_yili;ilce;mahalle`` (hashed here while reading) and
``kimlik_hmac;ilce;mahalle`` (hashed on the municipality's own machine by ``tools/kimlik_ozeti.py``). Nothing of a line
is ever repeated in a report but its number and the reason, and names of places that hold no digit.
"""

import codecs
import io
import re
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from konsey import nationalid, text
from konsey.errors import Refused
from konsey.models import Neighbourhood

RAW = ("tc_kimlik_no", "dogum_yili", "ilce", "mahalle")
HASHED = ("kimlik_hmac", "ilce", "mahalle")
FINGERPRINT = re.compile(r"^#\s*anahtar-izi\s*[:=]\s*([0-9a-f]{8})\s*$")
REASONS = {
    "fields": gettext_lazy("Sütun sayısı başlıktakiyle aynı değil"),
    "number": gettext_lazy("Kimlik numarası geçerli değil"),
    "birth_year": gettext_lazy("Doğum yılı geçerli değil"),
    "hash": gettext_lazy("Kimlik özeti 64 onaltılık basamak değil"),
    "district": gettext_lazy("İlçe bulunamadı"),
    "neighbourhood": gettext_lazy("Mahalle bu ilçede bulunamadı"),
    "conflict": gettext_lazy("Aynı kişi dosyada başka bir mahalleyle de geçiyor"),
}
LONGEST_LINE = 1000
MOST_REPORTED = 500
_HEX = re.compile(r"^[0-9a-fA-F]{64}$")
_SUFFIX = re.compile(r"[\s.]+(mahallesi|mah|mh)\.?$")
_NOT_ALNUM = re.compile(r"[^a-z0-9]+")


class BadLine(Exception):
    """A line that cannot be taken; ``reason`` is a key of REASONS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Report:
    """What is worth telling about a file, without any of its contents."""

    lines: int = 0
    signs_read: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    unknown_places: Counter[str] = field(default_factory=Counter)

    @property
    def bad_count(self) -> int:
        return sum(self.reasons.values())

    def add(self, line: int, reason: str) -> None:
        self.reasons[reason] += 1
        if len(self.bad) < MOST_REPORTED:
            self.bad.append((line, reason))

    def as_json(self) -> dict[str, object]:
        return {
            "bad": sorted(self.bad),
            "reasons": dict(self.reasons),
            "unknown_places": dict(self.unknown_places.most_common(50)),
        }


class Places:
    """Neighbourhoods by the names of a file, however these are cased, dotted or followed by "Mah."."""

    def __init__(self) -> None:
        self.by_key: dict[tuple[str, str], int] = {}
        self.districts: set[str] = set()
        for pk, name, district in Neighbourhood.objects.values_list("pk", "name", "district__name"):
            key = (_squeezed(district), _squeezed(name))
            self.by_key[key] = pk
            self.districts.add(key[0])
        self.seen: dict[tuple[str, str], int | str] = {}

    def find(self, district: str, neighbourhood: str) -> int:
        """Return the neighbourhood's id. Raises BadLine."""
        found = self.seen.get((district, neighbourhood))
        if found is None:
            found = self._look_up(district, neighbourhood)
            if len(self.seen) < 50_000:
                self.seen[(district, neighbourhood)] = found
        if isinstance(found, str):
            raise BadLine(found)
        return found

    def _look_up(self, district: str, neighbourhood: str) -> int | str:
        area = _squeezed(district)
        if area not in self.districts:
            return "district"
        folded = text.fold(neighbourhood).strip()
        for name in (folded, _SUFFIX.sub("", folded)):
            if pk := self.by_key.get((area, _NOT_ALNUM.sub("", name))):
                return pk
        return "neighbourhood"


Entry = tuple[int, bytes, int]
"""Line number, keyed hash, neighbourhood."""


def entries(source: BinaryIO, *, places: Places, report: Report, now: datetime) -> Generator[Entry, None, None]:
    """Yield what is good and report what is not. Raises Refused when the file as a whole cannot be read."""
    with closing(_numbered_lines(source, report)) as lines:
        header, delimiter = _header(lines)
        identity = _raw_identity(header, now.year) if "tc_kimlik_no" in header else _hashed_identity(header)
        width, district, neighbourhood = len(header), header.index("ilce"), header.index("mahalle")
        for number, line in lines:
            fields = [part.strip(' \t"\u00a0') for part in line.split(delimiter)]
            if fields == [""]:
                continue
            report.lines += 1
            try:
                if len(fields) != width:
                    raise BadLine("fields")
                yield number, identity(fields), places.find(fields[district], fields[neighbourhood])
            except BadLine as bad:
                report.add(number, bad.reason)
                if bad.reason in {"district", "neighbourhood"}:
                    _note_place(report, fields[district], fields[neighbourhood])


def check_header(source: BinaryIO) -> None:
    """Look whether a file begins as a register does. Raises Refused."""
    with closing(_numbered_lines(source, Report())) as lines:
        _header(lines)
    source.seek(0)


def encoding_of(source: BinaryIO) -> str:
    """Return ``utf-8-sig`` or, for what Turkish spreadsheets save as plain CSV, ``cp1254``. Raises Refused."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    source.seek(0)
    start = source.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"PK")) or b"\0" in start:
        raise Refused(_("Dosya düz metin değil. Tabloyu “CSV UTF-8” biçiminde kaydedip yeniden yükleyiniz."))
    source.seek(0)
    encoding = "utf-8-sig"
    try:
        while chunk := source.read(1 << 20):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        encoding = "cp1254"
    source.seek(0)
    return encoding


def _numbered_lines(source: BinaryIO, report: Report) -> Generator[tuple[int, str], None, None]:
    reader = io.TextIOWrapper(source, encoding=encoding_of(source), errors="replace")
    try:
        number = 0
        while line := reader.readline(LONGEST_LINE):
            number += 1
            if len(line) == LONGEST_LINE and not line.endswith("\n"):
                raise Refused(_("%(line)d numaralı satır çok uzun. Dosya CSV biçiminde görünmüyor.") % {"line": number})
            report.signs_read += len(line)
            yield number, line.rstrip("\n")
    finally:
        reader.detach()  # the file belongs to the caller


def _header(lines: Iterator[tuple[int, str]]) -> tuple[list[str], str]:
    """Return the columns' names and the delimiter, after comments and a check of the key's fingerprint."""
    for _number, line in lines:
        if line.startswith("#"):
            _check_fingerprint(line)
            continue
        if not line.strip():
            continue
        delimiter = max(";,\t", key=line.count)
        names = [text.fold(part.strip(' \t"')).replace(" ", "_") for part in line.split(delimiter)]
        if sorted(names) in (sorted(RAW), sorted(HASHED)):
            return names, delimiter
        raise Refused(
            _("İlk satır sütun adlarını taşımalı ve başka sütun olmamalı: %(raw)s ya da %(hashed)s.")
            % {"raw": ";".join(RAW), "hashed": ";".join(HASHED)}
        )
    raise Refused(_("Dosya boş."))


def _check_fingerprint(line: str) -> None:
    found = FINGERPRINT.match(line)
    if found and found[1] != nationalid.key_fingerprint():
        raise Refused(
            _(
                "Dosya başka bir anahtarla hazırlanmış; bu hâliyle kimse doğrulanamazdı. "
                "Portalın anahtarıyla yeniden hazırlayınız."
            )
        )


def _raw_identity(header: list[str], this_year: int) -> Callable[[list[str]], bytes]:
    number_at, year_at = header.index("tc_kimlik_no"), header.index("dogum_yili")

    def identity(fields: list[str]) -> bytes:
        number, year = fields[number_at], fields[year_at]
        if not nationalid.is_plausible(number):
            raise BadLine("number")
        if len(year) != 4 or not (year.isascii() and year.isdigit()) or not 1900 <= int(year) <= this_year:
            raise BadLine("birth_year")
        return nationalid.digest(number, int(year))

    return identity


def _hashed_identity(header: list[str]) -> Callable[[list[str]], bytes]:
    hash_at = header.index("kimlik_hmac")

    def identity(fields: list[str]) -> bytes:
        if not _HEX.match(fields[hash_at]):
            raise BadLine("hash")
        return bytes.fromhex(fields[hash_at])

    return identity


def _note_place(report: Report, district: str, neighbourhood: str) -> None:
    """Name a place that was not found, but only where no digit shows that a column has slipped."""
    name = text.clean(f"{neighbourhood}, {district}")
    if len(name) <= 90 and not any(sign.isdigit() for sign in name) and len(report.unknown_places) < 1000:
        report.unknown_places[name] += 1


def _squeezed(name: str) -> str:
    return _NOT_ALNUM.sub("", text.fold(name))
