"""Word processor and spreadsheet files of the archive: really what their name says, and without macros."""

import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_ENTRIES = 3000
MAX_UNPACKED = 200 * 1024 * 1024
_SMALL = 1024 * 1024


@dataclass(frozen=True)
class OfficeKind:
    """``marker`` is the entry that only this kind holds; for OpenDocument, the text of its ``mimetype`` entry."""

    content_type: str
    marker: str


OFFICE_KINDS = {
    "docx": OfficeKind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word/document.xml"),
    "xlsx": OfficeKind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xl/workbook.xml"),
    "odt": OfficeKind("application/vnd.oasis.opendocument.text", ""),
    "ods": OfficeKind("application/vnd.oasis.opendocument.spreadsheet", ""),
}


def check_office(upload: IO[bytes], extension: str) -> None:
    """Raise ValidationError unless ``upload`` is a passive file of the kind ``extension`` names."""
    kind = OFFICE_KINDS[extension]
    upload.seek(0)
    starts_as_zip = upload.read(4) == b"PK\x03\x04"
    try:
        with zipfile.ZipFile(upload) as archive:
            if not starts_as_zip or not _is_sane(archive) or not _is_kind(archive, kind):
                raise ValidationError(_("Dosyanın içeriği uzantısıyla uyuşmuyor."), code="wrong_type")
            if _has_macros(archive):
                raise ValidationError(_("Makro içeren dosyalar kabul edilmiyor."), code="macros")
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise ValidationError(_("Dosya okunamadı veya bozuk."), code="unreadable") from error
    finally:
        upload.seek(0)


def _is_sane(archive: zipfile.ZipFile) -> bool:
    entries = archive.infolist()
    return len(entries) <= MAX_ENTRIES and sum(entry.file_size for entry in entries) <= MAX_UNPACKED


def _is_kind(archive: zipfile.ZipFile, kind: OfficeKind) -> bool:
    names = set(archive.namelist())
    if kind.marker:
        return {kind.marker, "[Content_Types].xml"} <= names
    return "content.xml" in names and _read(archive, "mimetype") == kind.content_type.encode()


def _has_macros(archive: zipfile.ZipFile) -> bool:
    names = archive.namelist()
    if any(name.endswith("vbaProject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names):
        return True
    return b"macroEnabled" in _read(archive, "[Content_Types].xml")


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return at most the first megabyte of an entry; what it claims to unpack to is not believed."""
    if name not in archive.namelist():
        return b""
    with archive.open(name) as entry:
        return entry.read(_SMALL)
