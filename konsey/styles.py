"""The styles a letter carries in itself, as hashes for the Content-Security-Policy of the page that shows it."""

import base64
import hashlib
from html.parser import HTMLParser


class _StyleFinder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "style"
        self.found += [value for name, value in attrs if name == "style" and value]

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = False


def csp_hashes(html: str) -> list[str]:
    """Return the source expressions that allow exactly these style elements and attributes, and no others."""
    finder = _StyleFinder()
    finder.feed(html)
    digests = (hashlib.sha256(style.encode()).digest() for style in dict.fromkeys(finder.found))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]
