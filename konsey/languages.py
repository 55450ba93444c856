"""Which languages the portal offers: Turkish, and each whose catalogue is complete (docs/kararlar/0018)."""

from pathlib import Path

from django.conf import settings

SOURCE = "tr"
KNOWN = {"tr": "Türkçe", "en": "English"}  # what a person's row may say; offered or not


def offered(catalogues: Path) -> list[tuple[str, str]]:
    """Return the languages people can choose. ``catalogues`` holds ``<code>/LC_MESSAGES/django.po`` and ``.mo``."""
    return [(code, name) for code, name in KNOWN.items() if code == SOURCE or _is_complete(catalogues / code)]


def of(wished: str) -> str:
    """Return the language for somebody who wishes ``wished``: Turkish while that one is not offered."""
    return wished if wished in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _is_complete(catalogue: Path) -> bool:
    """A compiled catalogue without a text that is missing or waits for its translator."""
    source = catalogue / "LC_MESSAGES/django.po"
    if not (source.is_file() and source.with_suffix(".mo").is_file()):
        return False
    entries = source.read_text("utf-8").strip().split("\n\n")[1:]  # the first is the head
    current = [lines for entry in entries if (lines := _lines(entry))]
    return bool(current) and not any(_is_open(lines) for lines in current)


def _lines(entry: str) -> list[str]:
    """The lines of an entry, without texts that are out of use (``#~``)."""
    return [line for line in entry.splitlines() if not line.startswith("#~")]


def _is_open(lines: list[str]) -> bool:
    """Fuzzy, or a ``msgstr ""`` that no text follows."""
    if any(line.startswith("#,") and "fuzzy" in line for line in lines):
        return True
    empty = [place for place, line in enumerate(lines) if line.startswith("msgstr") and line.endswith(' ""')]
    return any(not "".join(lines[place + 1 : place + 2]).startswith('"') for place in empty)
