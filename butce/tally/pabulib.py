"""Reading Pabulib ``.pb`` files line by line; every complaint names its line."""

import csv
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from butce.tally.election import Ballot, Election, Project

LARGEST = 10**15
PLACES = 18
"""Decimals of an amount: other cities' files hold averages as their spreadsheet wrote them."""
LARGEST_POINTS = 10**9
"""After scaling to whole points: what keeps every sum of the count within 64 bits."""
LONGEST_LINE = 1_000_000
LARGEST_FILE = 200_000_000
NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
SECTIONS = ("META", "PROJECTS", "VOTES")
APPROVAL, CUMULATIVE, ORDINAL = "approval", "cumulative", "ordinal"
VOTE_TYPES = {
    "approval": APPROVAL,
    "choose-1": APPROVAL,
    "scoring": CUMULATIVE,
    "cumulative": CUMULATIVE,
    "ordinal": ORDINAL,
}


class Malformed(ValueError):
    """The file is not a well-formed Pabulib file. ``line`` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"satır {line} (line {line}): {message}" if line else message)
        self.line = line


class _Rows:
    """The file's rows with their line numbers."""

    def __init__(self, raw: BinaryIO) -> None:
        self._reader = csv.reader(_decoded(raw), delimiter=";")
        self.line = 0

    def __iter__(self) -> Iterator[list[str]]:
        try:
            for row in self._reader:
                self.line = self._reader.line_num
                if any(cell.strip() for cell in row):
                    yield row
        except csv.Error as error:
            raise Malformed(self._reader.line_num, f"ayrıştırılamadı ({error})") from error


def _decoded(raw: BinaryIO) -> Iterator[str]:
    """Lines ended by LF, CRLF or CR, never more in memory than one; a file that is no text is refused early."""
    number = size = 0
    while line := raw.readline(LONGEST_LINE + 1):
        size += len(line)
        parts = line.splitlines(keepends=True)
        for part in parts:
            number += 1
            if size > LARGEST_FILE:
                raise Malformed(number, f"dosya çok büyük; en çok {LARGEST_FILE // 10**6} MB okunur")
            if len(part) > LONGEST_LINE or b"\0" in part:
                raise Malformed(number, "satır çok uzun" if len(part) > LONGEST_LINE else "dosya bir metin değil")
            try:
                yield part.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise Malformed(number, "dosya UTF-8 değil") from error


def read(path: Path) -> Election:
    """Read a file. Raises Malformed with the line number, OSError when it cannot be opened."""
    with path.open("rb") as handle:
        if path.stat().st_size > LARGEST_FILE:
            raise Malformed(1, f"dosya çok büyük; en çok {LARGEST_FILE // 10**6} MB okunur")
        return _Parser(_Rows(handle)).parse()


def amount(text: str, line: int, what: str) -> Decimal:
    if not NUMBER.fullmatch(text.strip()) and text.strip() not in ("NaN", "Infinity"):
        raise Malformed(line, f"{what} bir sayı değil: {text[:40]!r}")
    value = Decimal(text.strip().replace(",", "."))
    if not value.is_finite() or not 0 <= value <= LARGEST or places(value) > PLACES:
        raise Malformed(
            line,
            f"{what} sıfır ya da daha büyük, en çok {LARGEST} ve en çok {PLACES} ondalıklı olmalıdır: {text[:40]!r}",
        )
    return value


def places(value: Decimal) -> int:
    """Return how many decimals a finite number needs."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def step_in_units(text: str, unit: int) -> int:
    """Translate a step in currency units into smallest units; Malformed (line 0) unless it is positive and whole."""
    value = amount(text, 0, "step") * unit
    if not value or value != value.to_integral_value():
        raise Malformed(0, f"adım {text[:40]!r} dosyadaki en küçük para biriminin pozitif katı değil")
    return int(value)


class _Parser:
    def __init__(self, rows: _Rows) -> None:
        self.rows = rows
        self.meta: dict[str, str] = {}
        self.costs: list[Decimal] = []
        self.ids: dict[str, int] = {}
        self.names: list[str] = []
        self.lots: list[int | None] = []
        self.groups: dict[tuple[str, str], int] = {}
        self.voters = 0
        self.lines = {"num_votes": 0, "num_projects": 0, "budget": 0}
        self.voter_ids: set[str] = set()

    def parse(self) -> Election:
        section, header = "", None
        handlers: dict[str, Callable[[dict[str, int], list[str]], None]] = {
            "META": self._meta,
            "PROJECTS": self._project,
            "VOTES": self._vote,
        }
        for row in self.rows:
            word = row[0].strip().upper()  # ascii
            if word in SECTIONS and len([cell for cell in row if cell.strip()]) == 1:
                section, header = self._enter(section, word), None
            elif not section:
                raise Malformed(self.rows.line, "META bölümü bekleniyordu")
            elif header is None:
                header = self._header(section, row)
            else:
                handlers[section](header, row)
        if section != "VOTES":
            raise Malformed(
                self.rows.line,
                f"dosya {SECTIONS[SECTIONS.index(section) + 1] if section else 'META'} bölümünden önce bitiyor",
            )
        self._check_counts()
        return self._election()

    def _enter(self, section: str, word: str) -> str:
        expected = SECTIONS[SECTIONS.index(section) + 1] if section and section != "VOTES" else "META"
        if section == "VOTES" or word != expected:
            raise Malformed(self.rows.line, f"{word} bölümü burada beklenmiyordu")
        if word == "PROJECTS":
            self._prepare()
        return word

    def _header(self, section: str, row: list[str]) -> dict[str, int]:
        header = {cell.strip().lower(): number for number, cell in enumerate(row)}  # ascii
        needed = {"META": ["key", "value"], "PROJECTS": ["project_id", "cost"], "VOTES": ["voter_id", "vote"]}[section]
        if section == "VOTES" and self.kind == CUMULATIVE:
            needed.append("points")
        if missing := [name for name in needed if name not in header]:
            raise Malformed(self.rows.line, f"{section} bölümünde eksik sütun: {', '.join(missing)}")
        return header

    def _cell(self, header: dict[str, int], row: list[str], name: str) -> str:
        try:
            return row[header[name]]
        except IndexError:
            raise Malformed(self.rows.line, f"satırda {name} değeri yok") from None

    def _meta(self, header: dict[str, int], row: list[str]) -> None:
        key = self._cell(header, row, "key").strip()
        if key in self.meta:
            raise Malformed(self.rows.line, f"{key} iki kez verilmiş")
        self.meta[key] = self._cell(header, row, "value").strip()
        if key in self.lines:
            self.lines[key] = self.rows.line

    def _prepare(self) -> None:
        if "budget" not in self.meta:
            raise Malformed(self.rows.line, "META bölümünde budget yok")
        self.budget = amount(self.meta["budget"], self.lines["budget"], "budget")
        name = self.meta.get("vote_type", "")
        if name not in VOTE_TYPES:
            raise Malformed(
                self.rows.line, f"vote_type {name[:40]!r} bilinmiyor; bilinenler: {', '.join(sorted(VOTE_TYPES))}"
            )
        self.kind = VOTE_TYPES[name]

    def _project(self, header: dict[str, int], row: list[str]) -> None:
        identity = self._cell(header, row, "project_id").strip()
        if not identity or identity in self.ids:
            raise Malformed(self.rows.line, f"proje numarası boş ya da iki kez verilmiş: {identity[:40]!r}")
        self.ids[identity] = len(self.costs)
        self.costs.append(amount(self._cell(header, row, "cost"), self.rows.line, f"{identity[:40]} projesinin bedeli"))
        self.names.append(self._cell(header, row, "name") if "name" in header else "")
        lot = self._cell(header, row, "lot").strip() if "lot" in header else ""
        self.lots.append(int(lot) if lot.isdecimal() else None)

    def _vote(self, header: dict[str, int], row: list[str]) -> None:
        voter = self._cell(header, row, "voter_id")
        if voter in self.voter_ids:
            raise Malformed(self.rows.line, f"seçmen iki kez verilmiş: {voter[:40]!r}")
        self.voter_ids.add(voter)
        self.voters += 1
        vote = self._cell(header, row, "vote")
        points = self._cell(header, row, "points") if self.kind == CUMULATIVE else ""
        key = (vote, points)
        known = self.groups.get(key)
        if known is None:
            self._names(vote, points)  # complains about unknown projects while the line is known
        self.groups[key] = (known or 0) + 1

    def _names(self, vote: str, points: str) -> list[int]:
        names = [name.strip() for name in vote.split(",")] if vote.strip() else []
        if unknown := [name for name in names if name not in self.ids]:
            raise Malformed(self.rows.line, f"bilinmeyen proje: {unknown[0][:40]!r}")
        if len(set(names)) != len(names):
            raise Malformed(self.rows.line, "bir proje aynı pusulada iki kez geçiyor")
        if self.kind == CUMULATIVE:
            given = [part for part in points.split(",")] if points.strip() else []
            if len(given) != len(names):
                raise Malformed(self.rows.line, f"{len(names)} proje, {len(given)} puan var")
            for part in given:
                amount(part, self.rows.line, "puan")
        return [self.ids[name] for name in names]

    def _check_counts(self) -> None:
        for key, found in (("num_votes", self.voters), ("num_projects", len(self.costs))):
            stated = self.meta.get(key, "")
            if stated and stated != str(found):
                raise Malformed(self.lines[key], f"{key} {stated[:40]} diyor, dosyada {found} var")

    def _election(self) -> Election:
        decimals = max((places(value) for value in (*self.costs, self.budget)), default=0)
        unit = 10**decimals
        merged: dict[Ballot, int] = {}
        length = self._length()
        point_unit = self._point_unit()
        for (vote, points), count in self.groups.items():
            ballot = self._ballot(vote, points, length, point_unit)
            merged[ballot] = merged.get(ballot, 0) + count
        projects = [
            Project(identity, int(self.costs[i] * unit), self.names[i], self.lots[i])
            for identity, i in self.ids.items()
        ]
        return Election(
            projects, int(self.budget * unit), list(merged), list(merged.values()), self.voters, unit, self.meta
        )

    def _length(self) -> int:
        if self.kind != ORDINAL:
            return 0
        longest = max((vote.count(",") + 1 for vote, _ in self.groups if vote.strip()), default=0)
        stated = self.meta.get("max_length", "")
        return max(int(stated), longest) if stated.isdecimal() else longest

    def _point_unit(self) -> int:
        """Points may be decimals; scaling all of them alike changes no winner."""
        if self.kind != CUMULATIVE:
            return 1
        most = 0
        for _, points in self.groups:
            for part in points.split(",") if points.strip() else []:
                if "." in part:
                    most = max(most, places(Decimal(part)))
        return 10**most

    def _ballot(self, vote: str, points: str, length: int, point_unit: int) -> Ballot:
        names = [self.ids[name.strip()] for name in vote.split(",")] if vote.strip() else []
        if self.kind == APPROVAL:
            return tuple((index, 1) for index in sorted(names))
        if self.kind == ORDINAL:
            return tuple(sorted((index, length - place) for place, index in enumerate(names)))
        scores = [int(Decimal(part) * point_unit) for part in points.split(",")] if names else []
        return tuple(sorted((index, score) for index, score in zip(names, scores, strict=True) if score))
