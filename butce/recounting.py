"""The button by which a visitor's own browser counts a published file again (static/js/recount.js)."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def recount_button(*, url: str, sha256: str, winners: Sequence[str], key: str) -> SafeString:
    """The button with its place for the answer; ``winners`` in the order of selection, ``key`` unique on the page.

    The page adds ``<script type="module" src="{% static 'js/recount.js' %}"></script>`` in its block ``scripts``.
    """
    context = {"url": url, "sha256": sha256, "winners": ",".join(winners), "key": key}
    return render_to_string("components/recount.html", context)
