"""Looking into a PDF without a viewer: how many pages it has and what it says of itself."""

import re
import zlib

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def objects_of(content: bytes) -> bytes:
    """The plain objects and the unpacked object streams, one after the other."""
    parts = [content]
    for match in _STREAM.finditer(content):
        try:
            parts.append(zlib.decompress(match[1]))
        except zlib.error:
            continue
    return b"\n".join(parts)


def page_count(content: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", objects_of(content)))


def is_tagged(content: bytes) -> bool:
    objects = objects_of(content)
    return b"/StructTreeRoot" in objects and b"pdfuaid:part" in objects and b"/Lang" in objects
