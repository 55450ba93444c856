"""The drawn form of the filter: the empty one, which nearly every visitor sees, is drawn once."""

from collections.abc import Hashable

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from butce.filters.proposals import ProposalFilter

KEPT = 64  # forms in memory, about 10 kB each: one per cycle, view and language
_plain: dict[Hashable, SafeString] = {}


def drawn(filters: ProposalFilter, *, reset: str, is_map: bool) -> SafeString:
    """Return the form as HTML. An empty one depends on its offers alone, never on the person."""
    if not filters.is_plain:
        return _draw(filters, reset, is_map)
    key = (filters.offers, reset, is_map, get_language())
    if key not in _plain:
        if len(_plain) >= KEPT:
            _plain.clear()
        _plain[key] = _draw(filters, reset, is_map)
    return _plain[key]


def _draw(filters: ProposalFilter, reset: str, is_map: bool) -> SafeString:
    return render_to_string("butce/_filter.html", {"filter": filters, "reset": reset, "is_map": is_map})
