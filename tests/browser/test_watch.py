"""The watch itself: a guard that sees nothing would make every browser test worthless."""

import pytest

from tests.browser.looks import assert_accessible


def test_watch_sees_foreign_requests_console_errors_and_inline_scripts(open_page):
    page = open_page()
    page.goto("/")

    page.evaluate("""() => {
        console.error("an error");
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        document.body.append(script);
        const picture = new Image();
        picture.src = "http://example.invalid/x.png";
    }""")
    page.wait_for_timeout(300)
    problems, page.watch.problems = page.watch.problems, []

    assert page.evaluate("window.ran") is None
    assert "console error: an error" in problems
    assert any("script-src" in problem for problem in problems)
    assert any("img-src" in problem or "foreign request" in problem for problem in problems)


def test_axe_sees_a_picture_without_text(open_page):
    page = open_page()
    page.goto("/")
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")

    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)
