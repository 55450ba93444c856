"""What an editor writes can never become more than a few harmless elements."""

import pytest

from konsey import markdown


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "<style>body{display:none}</style>",
        '<a href="javascript:alert(1)">x</a>',
        "<iframe src=https://example.org></iframe>",
    ],
)
def test_html_is_shown_as_text(source):
    html = markdown.render(source)

    assert "<p>&lt;" in html or html.startswith("&lt;")
    assert all(f"<{tag}" not in html for tag in ("script", "img", "style", "a ", "iframe"))


@pytest.mark.parametrize(
    "source",
    ["[x](javascript:alert(1))", "[x](data:text/html;base64,AAAA)", "[x](vbscript:x)", "<javascript:alert(1)>"],
)
def test_dangerous_links_are_no_links(source):
    assert "href" not in markdown.render(source)


def test_links_keep_search_engines_and_openers_out():
    assert markdown.render("[İzmir](https://example.org)") == (
        '<p><a href="https://example.org" rel="nofollow noopener">İzmir</a></p>\n'
    )


@pytest.mark.parametrize(
    "address", ["https://example.org/a.png", "//example.org/a.png", "a.png", "data:image/png;base64,AA"]
)
def test_pictures_from_elsewhere_become_their_description(address):
    assert markdown.render(f"![Meydan]({address})") == "<p>Meydan</p>\n"


@pytest.mark.parametrize("address", ["/gorsel/abc/960/", "http://localhost:8000/gorsel/abc/960/"])
def test_own_pictures_are_shown(address):
    assert markdown.render(f"![Meydan]({address})") == f'<p><img src="{address}" alt="Meydan" loading="lazy"></p>\n'


def test_headings_begin_below_the_page_and_skip_no_level():
    html = markdown.render("# Bir\n\n#### Dört\n\n## İki\n\n###### Altı")

    assert [line[:4] for line in html.splitlines()] == ["<h3>", "<h4>", "<h4>", "<h5>"]
    assert markdown.render("## İki", start=2) == "<h2>İki</h2>\n"


def test_first_heading_is_the_uppermost_whatever_was_typed():
    assert markdown.render("##### Beş") == "<h3>Beş</h3>\n"


def test_tables_lists_and_marks_stay():
    html = markdown.render("|a|b|\n|-|-|\n|1|2|\n\n- x\n\n3. y\n\n~~z~~ **k**")

    assert all(
        part in html for part in ("<td>1</td>", "<li>x</li>", '<ol start="3">', "<s>z</s>", "<strong>k</strong>")
    )


@pytest.mark.parametrize("source", ["", None])
def test_nothing_stays_nothing(source):
    assert markdown.render(source or "") == ""


def test_deep_nesting_ends_soon():
    assert len(markdown.render(">" * 5000 + "x")) < 100_000
