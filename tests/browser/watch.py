"""Keeps an eye on a browser context."""

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

OWN_SCHEMES = ("data:", "blob:", "about:")


class Watch:
    """Collects ``problems``: errors and warnings of the console (CSP violations are among them), scripts that threw,
    requests to anybody else's server, and pieces of a page that are missing.

    That a page itself answers 403 or 404 is no problem: the test that opened it asserts what it got.
    """

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.origin = origin
        self.problems: list[str] = []
        self._tolerated: list[re.Pattern[str]] = []
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("request", self._on_request)
        context.on("response", self._on_response)

    def tolerate(self, pattern: str) -> None:
        """Expect console messages that match ``pattern``, for a test that provokes them."""
        self._tolerated.append(re.compile(pattern))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"} or message.text.startswith("Failed to load resource"):
            return
        if not any(pattern.search(message.text) for pattern in self._tolerated):
            self.problems.append(f"console {message.type}: {message.text}")

    def _on_error(self, error: WebError) -> None:
        self.problems.append(f"script: {error.error}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self.origin, *OWN_SCHEMES)):
            self.problems.append(f"foreign request: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.problems.append(f"missing piece: {response.status} {response.url}")
