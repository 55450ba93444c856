"""``script/test``: the whole suite. pytest has the last word and gives the exit code."""

import os
import pathlib
import sys

from launch import chromium

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Tests that start portals and browsers mostly wait: three workers keep two cores busy.
WORKERS = "3"
# Tests that start browsers and whole portals share two cores with each other: what fails for want of time is tried once
# more and counted as rerun in the closing line. What fails twice fails. Single files are run without it.
AGAIN = ["--reruns", "1", "--reruns-delay", "2"]
# Real elections of other cities to count again; they lie beside the checkout on the build machines.
ELECTIONS = ROOT.parent / "shared/data/pb"


def main(arguments: list[str]) -> None:
    """Replace this process by pytest: all tests on two workers, or what ``arguments`` ask for on one."""
    words = arguments or ["-n", WORKERS, "--dist", "loadgroup", *AGAIN]
    if _may_need_browser(arguments) and not chromium.ensure(say):
        say("")
        say("TARAYICI TESTLERİ ÇALIŞTIRILAMIYOR: Chromium bulunamadı ve kurulamadı.")
        say("Kurduktan sonra yeniden deneyiniz; Debian/Ubuntu: sudo apt-get install chromium")
        say("")
        words = ["-m", "not browser", *words]
    if ELECTIONS.is_dir():
        os.environ.setdefault("PABULIB_DIR", str(ELECTIONS))
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *words])


def _may_need_browser(arguments: list[str]) -> bool:
    """Without arguments, or with ones that do not name another folder of tests."""
    places = [word for word in arguments if word.startswith("tests/")]
    return not places or any(word.startswith("tests/browser") for word in places)


def say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
