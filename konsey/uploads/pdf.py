"""Is this file really a PDF, complete, and free of what acts on the reader's machine?

Not a virus scanner: it checks the type by structure, from the first byte to the last, and refuses scripts, programs
to launch, attached files and encryption, whether written plainly, with ``#xx`` escapes or inside object streams.
"""

import re
import zlib
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 5 * 1024 * 1024
_MAX_UNPACKED = 24 * 1024 * 1024

_HEAD = re.compile(rb"%PDF-[12]\.\d[\r\n ]")
_TAIL = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF[\s\x00]*\Z")
_XREF = re.compile(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)")
_STREAM = re.compile(rb"\bstream\r?\n(.*?)\bendstream\b", re.DOTALL)
_NAME = re.compile(rb"/[^\x00\t\n\f\r ()<>\[\]{}/%]+")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")

_ACTIVE = {b"/JavaScript", b"/JS", b"/Launch", b"/SubmitForm", b"/ImportData", b"/RichMedia", b"/XFA", b"/Movie"}
_ATTACHED = {b"/EmbeddedFile", b"/EmbeddedFiles", b"/Collection"}

NOT_A_PDF = _("Dosya geçerli bir PDF değil. Belgeyi PDF olarak kaydedip yeniden seçiniz.")


def check_pdf(upload: IO[bytes], size: int, *, max_bytes: int = MAX_BYTES) -> None:
    """Raise ValidationError with a Turkish sentence unless ``upload`` is a whole, passive PDF file."""
    if size > max_bytes:
        raise ValidationError(
            _("PDF en fazla %(megabytes)d MB olabilir."),
            code="too_large",
            params={"megabytes": max_bytes // (1024 * 1024)},
        )
    upload.seek(0)
    content = upload.read(max_bytes + 1)
    upload.seek(0)
    if not _is_whole(content):
        raise ValidationError(NOT_A_PDF, code="not_pdf")
    names = _names(content)
    if b"/Encrypt" in names:
        raise ValidationError(_("Şifreli PDF kabul edilmiyor. Şifresiz kaydedip yeniden seçiniz."), code="encrypted")
    if not {b"/Catalog", b"/Pages"} <= names:
        raise ValidationError(NOT_A_PDF, code="not_pdf")
    if names & (_ACTIVE | _ATTACHED):
        raise ValidationError(
            _(
                "PDF içinde betik, çalıştırılabilir eylem ya da gömülü dosya var. "
                "Yalnızca metin ve görsel içeren bir PDF seçiniz."
            ),
            code="active",
        )


def _is_whole(content: bytes) -> bool:
    """The header is the first byte, the end mark the last, and the end points at the table of objects."""
    tail = _TAIL.search(content, max(0, len(content) - 2048))
    if not _HEAD.match(content) or not tail:
        return False
    offset = int(tail[1])
    return offset < len(content) and bool(_XREF.match(content, offset))


def _names(content: bytes) -> set[bytes]:
    """Every name of the file's objects: outside streams, and inside packed object streams."""
    found: set[bytes] = set()
    start, left = 0, _MAX_UNPACKED
    for match in _STREAM.finditer(content):
        found |= _names_in(content[start : match.start()])
        header = content[max(start, content.rfind(b"obj", start, match.start())) : match.start()]
        if b"/ObjStm" in _names_in(header):
            unpacked = _unpack(header, match[1], left)
            left -= len(unpacked)
            found |= _names_in(unpacked)
        start = match.end()
    return found | _names_in(content[start:])


def _names_in(part: bytes) -> set[bytes]:
    return {_ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), name) for name in _NAME.findall(part)}


def _unpack(header: bytes, data: bytes, limit: int) -> bytes:
    filters = _names_in(header) & {b"/FlateDecode", b"/LZWDecode", b"/ASCIIHexDecode", b"/ASCII85Decode", b"/Crypt"}
    if not filters:
        return data[:limit]
    if filters != {b"/FlateDecode"}:
        raise ValidationError(NOT_A_PDF, code="not_pdf")
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(data, limit + 1)
    except zlib.error as error:
        raise ValidationError(NOT_A_PDF, code="not_pdf") from error
    if len(unpacked) > limit:
        raise ValidationError(NOT_A_PDF, code="bomb")
    return unpacked
