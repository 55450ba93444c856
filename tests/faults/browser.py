"""One person's browser without pictures: cookies and forms, and a wire that may break."""

import http.client
import re
import urllib.parse
from collections.abc import Iterable

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
Form = list[tuple[str, str]]


class Browser:
    """Sends what it is told to, once. ``headers`` are those of the last answer."""

    def __init__(self, base: str, cookies: dict[str, str] | None = None) -> None:
        parts = urllib.parse.urlsplit(base)
        self.host, self.port, self.origin = parts.hostname or "", parts.port or 80, base
        self.cookies: dict[str, str] = dict(cookies or {})
        self.headers: dict[str, str] = {}
        self.wire: http.client.HTTPConnection | None = None

    def send(self, method: str, path: str, data: Iterable[tuple[str, str]] = ()) -> tuple[int, str, str]:
        """Return status, text and where it leads. Raises OSError or HTTPException when nobody answers."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = urllib.parse.urlencode(list(data)) if method == "POST" else None
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin}
        self.wire = self.wire or http.client.HTTPConnection(self.host, self.port, timeout=120)
        try:
            self.wire.request(method, path, body, headers)
            answer = self.wire.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = line.split(";", 1)[0].partition("=")
            self.cookies[name] = value.strip('"')
        self.headers = dict(answer.headers)
        return answer.status, text, answer.headers.get("Location", "")

    def close(self) -> None:
        if self.wire is not None:
            self.wire.close()
        self.wire = None


def form_of(page: str, marker: str) -> Form:
    """Return the hidden fields that follow the marker."""
    return HIDDEN.findall(page[page.index(marker) :])
