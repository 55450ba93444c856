"""The browser of the browser tests: the system's, or the one Playwright brings."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable

# The shell is the same engine without a browser's windows around it: a page opens in a fraction of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
PACKAGES = ("chromium-headless-shell", "chromium")  # Debian's, and what others have
SECONDS = 30


def system() -> str | None:
    """A Chromium of this system that really runs (Ubuntu's may be a stub that only tells to install a snap)."""
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path and _runs(path)), None)


def ensure(say: Callable[[str], None]) -> bool:
    """Make sure that there is one; say what is done. False if there is none in the end."""
    if system() or _playwright_has_one():
        return True
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("Chromium kuruluyor (apt-get)…")
        _apt_get("update", "-qq")
        any(_apt_get("install", "-y", "-qq", "--no-install-recommends", package) for package in PACKAGES)
    if not system():
        say("Chromium indiriliyor (Playwright)…")
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return bool(system()) or _playwright_has_one()


def _apt_get(*words: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(["apt-get", *words], env=environment, check=False).returncode == 0


def _runs(path: str) -> bool:
    """Also tells a browser whose shared libraries are missing."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=SECONDS).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _playwright_has_one() -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return _runs(playwright.chromium.executable_path)
