"""Walking over a page with the keyboard alone."""

from playwright.sync_api import Locator, Page


def press_until(page: Page, target: Locator, key: str = "Tab", most: int = 120) -> None:
    """Press the key until the control has the focus."""
    for _ in range(most):
        page.keyboard.press(key)
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("The keyboard does not reach the control.")
