"""Pieces of a page that depend on nothing but a few plain facts are drawn once and kept in the process.

Rendering a template costs far more than looking a text up. The facts are the key, and the template sees only them and
the language: no request, no person, no row that could have changed meanwhile. So a kept piece can be neither somebody
else's nor out of date; a changed fact is another piece.
"""

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from datetime import date
from decimal import Decimal
from threading import Lock
from typing import Any

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

KEPT = 4_000  # pieces in memory, 1 to 10 kB each; the longest unused goes first
_PLAIN = (str, int, float, Decimal, date, type(None))
_pieces: OrderedDict[Hashable, SafeString] = OrderedDict()
_lock = Lock()


def drawn(template: str, /, **facts: Any) -> SafeString:
    """Return the template rendered with ``facts``: texts, numbers, dates, and tuples or mappings of them.

    Anything else is a TypeError. A model's row above all: it equals itself whatever its columns say.
    """
    facts = {name: str(value) if isinstance(value, Promise) else value for name, value in facts.items()}
    key = (template, get_language(), *facts, *map(_exactly, facts.values()))
    piece = _pieces.get(key)
    if piece is None:
        piece = render_to_string(template, facts)
    with _lock:
        _pieces[key] = piece
        _pieces.move_to_end(key)
        if len(_pieces) > KEPT:
            _pieces.popitem(last=False)
    return piece


def _exactly(value: object) -> Hashable:
    """The fact with its type: a safe text equals an unsafe one, and 1 equals True, but they are not drawn alike."""
    if isinstance(value, tuple):
        return type(value), *map(_exactly, value)
    if isinstance(value, Mapping):
        return dict, *((name, _exactly(entry)) for name, entry in value.items())
    if not isinstance(value, _PLAIN):
        raise TypeError(f"A drawn piece is made of plain facts, not of {type(value).__name__}.")
    return type(value), value
