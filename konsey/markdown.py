"""Safe Markdown: what an editor writes becomes a small set of elements, whatever was typed or pasted.

Two fences: the parser does not know HTML, and its result passes an allow-list. Headings start below the page's own;
links say ``rel="nofollow noopener"``; pictures come from this portal only (no request to third parties).
"""

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlsplit

import nh3
from django.conf import settings
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

_TEXT = {"p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "em", "s", "a", "code", "pre", "blockquote", "img"}
TAGS = _TEXT | {"ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title", "loading"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
FIRST_HEADING, DEEPEST_HEADING = 3, 6
KEPT = 128  # texts in memory, seldom more than 20 kB each


def is_own_address(url: str) -> bool:
    """Whether ``url`` stays on this portal: a rooted path, or the portal's own origin."""
    parts = urlsplit(url)
    if not parts.scheme and not parts.netloc:
        return url.startswith("/") and not url.startswith(("//", "/\\"))
    return f"{parts.scheme}://{parts.netloc}" == settings.SITE_URL


class _Renderer(RendererHTML):
    def image(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        source = str(tokens[index].attrGet("src") or "")
        if is_own_address(source):
            tokens[index].attrSet("loading", "lazy")
            return super().image(tokens, index, options, env)
        return self.renderInlineAsText(tokens[index].children, options, env)


def _order_headings(state: StateCore) -> None:
    """Begin at ``env["start"]`` and never skip a level, so that the page's outline stays whole for screen readers."""
    headings = [token for token in state.tokens if token.type in {"heading_open", "heading_close"}]
    written = sorted({int(token.tag[1:]) for token in headings})
    last = state.env["start"] - 1
    for token in headings:
        if token.type == "heading_open":
            wished = state.env["start"] + written.index(int(token.tag[1:]))
            last = min(wished, last + 1, DEEPEST_HEADING)
        token.tag = f"h{last}"


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable(["table", "strikethrough"])
    parser.core.ruler.push("order_headings", _order_headings)
    return parser


_parser = _make_parser()


def render(source: str, *, start: int = FIRST_HEADING) -> SafeString:
    """``source`` as safe HTML; empty for empty. ``start`` is the level of the uppermost heading."""
    return _rendered(source or "", start, settings.SITE_URL)


@lru_cache(maxsize=KEPT)
def _rendered(source: str, start: int, _site_url: str) -> SafeString:
    """Which pictures are the portal's own depends on its address."""
    html = _parser.render(source, {"start": start})
    return SafeString(
        nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="nofollow noopener")
    )
