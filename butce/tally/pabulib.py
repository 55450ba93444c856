"""Reading Pabulib ``.pb`` files line by line; every complaint names its line."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

from butce.tally.election import Ballot, Election, Project

LARGEST = 10**15
PLACES = 18
"""Decimals of an amount: other cities' files hold averages as their spreadsheet wrote them."""
LARGEST_POINTS = 10**9
"""After scaling to whole points: what keeps every sum of the count within 64 bits."""
DECIDING = {"budget", "vote_type", "num_votes", "num_projects", "max_length", "minimum_votes"}
LONGEST_LINE = 1_000_000
MOST_KEYS, MOST_PROJECTS = 1_000, 20_000
LARGEST_FILE = 200_000_000
WHOLE = re.compile(r"\d{1,8}", re.ASCII)
NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d{1,9})?", re.ASCII | re.IGNORECASE)
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


def _lines(raw: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Lines ended by LF, CRLF or CR with their numbers; never much more in memory than the longest allowed one."""
    number = size = 0
    kept = b""
    while chunk := raw.readline(LONGEST_LINE + 1):
        size += len(chunk)
        parts = (kept + chunk).splitlines(keepends=True)
        kept = b"" if chunk.endswith(b"\n") else parts.pop()
        for part in parts:
            number += 1
            yield number, part
        if len(kept) > LONGEST_LINE:
            raise Malformed(number + 1, "satır çok uzun")
        if size > LARGEST_FILE:
            raise Malformed(number, f"dosya çok büyük; en çok {LARGEST_FILE // 10**6} MB okunur")
    if kept:
        yield number + 1, kept


def _decoded(raw: BinaryIO) -> Iterator[str]:
    for number, line in _lines(raw):
        if b"\0" in line:
            raise Malformed(number, "dosya bir metin değil")
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
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
    value = _decimal(text)
    if not value.is_finite() or not 0 <= value <= LARGEST or places(value) > PLACES:
        raise Malformed(
            line,
            f"{what} sıfır ya da daha büyük, en çok {LARGEST} ve en çok {PLACES} ondalıklı olmalıdır: {text[:40]!r}",
        )
    return value


def _decimal(text: str) -> Decimal:
    return Decimal(text.strip().replace(",", "."))


def places(value: Decimal) -> int:
    """Return how many decimals a finite number needs."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def step_in_units(text: str, unit: int) -> int:
    """Translate a step in currency units into smallest units; Malformed (line 0) unless it is positive and whole."""
    value = Fraction(amount(text, 0, "step")) * unit
    if not value or value.denominator != 1:
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
        self.lines = dict.fromkeys(DECIDING, 0)
        self.voter_ids: set[str] = set()
        self.rivals: dict[str, tuple[int, str]] = {}

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

    def _optional(self, header: dict[str, int], row: list[str], name: str) -> str:
        return row[header[name]].strip() if name in header and header[name] < len(row) else ""

    def _meta(self, header: dict[str, int], row: list[str]) -> None:
        key = self._cell(header, row, "key").strip()
        if key in self.meta and key in DECIDING:
            raise Malformed(self.rows.line, f"{key} iki kez verilmiş")
        if len(self.meta) > MOST_KEYS:
            raise Malformed(self.rows.line, f"META bölümünde {MOST_KEYS} satırdan çok var")
        self.meta[key] = self._cell(header, row, "value").strip()
        if key in self.lines:
            self.lines[key] = self.rows.line

    def _prepare(self) -> None:
        if "budget" not in self.meta:
            raise Malformed(self.rows.line, "META bölümünde budget yok")
        self.budget = amount(self.meta["budget"], self.lines["budget"], "budget")
        name = self.meta.get("vote_type", "").lower()  # ascii
        if name not in VOTE_TYPES:
            raise Malformed(
                self.rows.line, f"vote_type {name[:40]!r} bilinmiyor; bilinenler: {', '.join(sorted(VOTE_TYPES))}"
            )
        self.kind = VOTE_TYPES[name]

    def _project(self, header: dict[str, int], row: list[str]) -> None:
        identity = self._cell(header, row, "project_id").strip()
        if not identity or identity in self.ids:
            raise Malformed(self.rows.line, f"proje numarası boş ya da iki kez verilmiş: {identity[:40]!r}")
        if len(self.ids) == MOST_PROJECTS:
            raise Malformed(self.rows.line, f"{MOST_PROJECTS} projeden çok var")
        self.ids[identity] = len(self.costs)
        self.costs.append(amount(self._cell(header, row, "cost"), self.rows.line, f"{identity[:40]} projesinin bedeli"))
        self.names.append(self._optional(header, row, "name"))
        lot = self._optional(header, row, "lot")
        self.lots.append(int(lot) if WHOLE.fullmatch(lot) else None)
        if rivals := self._optional(header, row, "conflicts_with"):
            self.rivals[identity] = (self.rows.line, rivals)

    def _vote(self, header: dict[str, int], row: list[str]) -> None:
        voter = self._cell(header, row, "voter_id")
        if voter in self.voter_ids:
            raise Malformed(self.rows.line, f"seçmen iki kez verilmiş: {voter[:40]!r}")
        self.voter_ids.add(voter)
        self.voters += 1
        vote = self._cell(header, row, "vote")
        points = self._optional(header, row, "points") if self.kind == CUMULATIVE else ""
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
                if amount(part, self.rows.line, "puan") > LARGEST_POINTS:
                    raise Malformed(self.rows.line, f"puan çok büyük: {part[:40]!r}")
        return [self.ids[name] for name in names]

    def _check_counts(self) -> None:
        for key, found in (("num_votes", self.voters), ("num_projects", len(self.costs))):
            stated = self.meta.get(key, "")
            if stated and amount(stated, self.lines[key], key) != found:
                raise Malformed(self.lines[key], f"{key} {stated[:40]} diyor, dosyada {found} var")

    def _election(self) -> Election:
        step = self.meta.get("step", "")
        grown = [_decimal(step)] if NUMBER.fullmatch(step) else []
        decimals = max(places(value) for value in (*self.costs, self.budget, *grown))
        unit = 10**decimals
        merged: dict[Ballot, int] = {}
        length = self._length()
        point_unit = self._point_unit()
        for (vote, points), count in self.groups.items():
            ballot = self._ballot(vote, points, length, point_unit)
            merged[ballot] = merged.get(ballot, 0) + count
        projects = [
            Project(identity, int(Fraction(self.costs[i]) * unit), self.names[i], self.lots[i])
            for identity, i in self.ids.items()
        ]
        election = Election(
            projects,
            int(Fraction(self.budget) * unit),
            list(merged),
            list(merged.values()),
            self.voters,
            unit,
            self.meta,
            self._conflicts(),
            point_unit=point_unit,
        )
        return self._without_the_too_few(election)

    def _conflicts(self) -> dict[int, set[int]]:
        """Our own files' column ``conflicts_with``: of two projects only one can win."""
        pairs: dict[int, set[int]] = {}
        for identity, (line, text) in self.rivals.items():
            for name in (part.strip() for part in text.split(",")):
                if name not in self.ids or name == identity:
                    raise Malformed(line, f"çakışan proje bilinmiyor: {name[:40]!r}")
                pairs.setdefault(self.ids[identity], set()).add(self.ids[name])
                pairs.setdefault(self.ids[name], set()).add(self.ids[identity])
        return pairs

    def _without_the_too_few(self, election: Election) -> Election:
        """Our own files' key ``minimum_votes``: projects named by fewer voters cannot win."""
        least = self.meta.get("minimum_votes", "")
        if not least:
            return election
        if not WHOLE.fullmatch(least):
            raise Malformed(self.lines["minimum_votes"], f"minimum_votes bir tam sayı değil: {least[:40]!r}")
        few = (i for i, found in enumerate(election.supporters()) if found < int(least))
        return replace(election, excluded=frozenset(few))

    def _length(self) -> int:
        if self.kind != ORDINAL:
            return 0
        longest = max((vote.count(",") + 1 for vote, _ in self.groups if vote.strip()), default=0)
        stated = self.meta.get("max_length", "")
        return max(int(stated), longest) if WHOLE.fullmatch(stated) else longest

    def _point_unit(self) -> int:
        """Points may be decimals; scaling all of them alike changes no winner."""
        if self.kind != CUMULATIVE:
            return 1
        most, largest = 0, Decimal(0)
        for part in {part for _, points in self.groups for part in points.split(",") if points.strip()}:
            value = _decimal(part)
            most, largest = max(most, places(value)), max(largest, value)
        if largest * 10**most > LARGEST_POINTS:
            raise Malformed(
                self.rows.line, f"puanlar çok büyük ya da çok ince bölünmüş (en çok {LARGEST_POINTS} parça)"
            )
        return int(10**most)

    def _ballot(self, vote: str, points: str, length: int, point_unit: int) -> Ballot:
        names = [self.ids[name.strip()] for name in vote.split(",")] if vote.strip() else []
        if self.kind == APPROVAL:
            return tuple((index, 1) for index in sorted(names))
        if self.kind == ORDINAL:
            return tuple(sorted((index, length - place) for place, index in enumerate(names)))
        scores = [int(_decimal(part) * point_unit) for part in points.split(",")] if names else []
        return tuple(sorted((index, score) for index, score in zip(names, scores, strict=True) if score))
