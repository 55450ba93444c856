"""What every page must be: accessible, and without a sideways scroll, on a phone and on a desk, light and dark."""

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Everything at each width; what colours can change once more in the dark, where sizes and structure are the same.
COLOURS = ["color-contrast", "link-in-text-block"]
VIEWS = ((360, "light", TAGS), (360, "dark", COLOURS), (1280, "light", TAGS), (1280, "dark", COLOURS))


def assert_accessible(page: Page, only: list[str] = TAGS) -> None:
    """Run axe over the page as it stands; zero violations."""
    if not page.evaluate("'axe' in window"):  # half a megabyte, read once per page and not once per look
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": only, "resultTypes": ["violations"], "preload": False}
    results = AxeResults(page.evaluate("options => axe.run(options)", options))
    assert results.violations_count == 0, f"{page.url} at {page.viewport_size}\n{results.generate_report()}"


def assert_good_looks(page: Page) -> None:
    """Run axe at both widths in both colour schemes, and see that nothing makes the page scroll sideways."""
    size = page.viewport_size
    for width, scheme, rules in VIEWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert_accessible(page, rules)
        excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert excess == 0, f"{page.url} scrolls sideways by {excess} px at {width} px"
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(size)
