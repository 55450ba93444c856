"""Real Chromium. Every page is watched: console errors, CSP violations and foreign requests fail the test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from launch import chromium
from tests.browser.watch import Watch
from tests.client import PortalClient

WIDE, NARROW = 1280, 360


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def base_url() -> None:
    """Each context names the test server itself (the plugin's own fixture warns with this pytest)."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium where there is one; else the one that Playwright brought."""
    path = chromium.system()
    own = {"executable_path": path} if path else {}
    return {**browser_type_launch_args, **own, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture
def open_page(new_context, live_server) -> Iterator[Callable[..., Page]]:
    """Return a function that opens an empty page: ``open_page(width=360, javascript=False, dark=True, user=ayse)``.

    Addresses may be relative (``page.goto("/giris/")``). ``user`` is signed in, a clerk with the second step done.
    """
    watches: list[Watch] = []

    def _open(
        *, width: int = WIDE, height: int = 900, javascript: bool = True, dark: bool = False, user=None, **options: Any
    ) -> Page:
        context: BrowserContext = new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="tr-TR",
            timezone_id="Europe/Istanbul",
            **options,
        )
        watches.append(Watch(context, live_server.url))
        if user is not None:
            sign_in(context, user, live_server.url)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.watch = watches[-1]
        return page

    yield _open
    problems = [problem for watch in watches for problem in watch.problems]
    assert problems == [], "\n".join(problems)


@pytest.fixture
def page(open_page) -> Page:
    """A wide page with JavaScript, nobody signed in."""
    return open_page()


def sign_in(context: BrowserContext, user, url: str) -> None:
    client = PortalClient()
    client.force_login(user)
    context.add_cookies([{"name": "oturum", "value": client.cookies["oturum"].value, "url": url}])
