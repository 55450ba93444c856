"""What the filters of all lists share: a list nobody narrows neither reads its form nor draws it anew."""

from collections.abc import Hashable, Sequence
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from konsey.filters.fields import RowsFilter

KEPT = 64  # empty forms in memory, about 10 kB each: one per list, offers and language
_plain: dict[Hashable, SafeString] = {}


class ListFilter(django_filters.FilterSet):
    """A filter set over ``data`` of the address; ``is_plain`` when nothing was wished for in it."""

    def __init__(self, data: Any, queryset: QuerySet) -> None:
        self.is_plain = not any((data or {}).get(name) for name in self.base_filters)
        super().__init__(None if self.is_plain else data, queryset)
        for name, filter_ in list(self.filters.items()):
            if isinstance(filter_, RowsFilter):
                self.offer(name, filter_.rows())

    def offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        """Give a filter its choices; a list of one line is no choice."""
        if choices:
            self.filters[name].extra["choices"] = choices
        else:
            del self.filters[name]

    @property
    def qs(self) -> Any:
        """Return what matches, in order; nothing is understood from a form where nobody wished for anything."""
        return self.filter_queryset(self.queryset.all()) if self.is_plain else super().qs

    def filter_queryset(self, queryset: Any) -> Any:
        return super().filter_queryset(queryset) if self.wishes else queryset

    @cached_property
    def wishes(self) -> dict[str, Any]:
        """What was asked for and understood; a wish that was not has its message in the form."""
        if self.is_plain:
            return {}
        self.form.is_valid()  # reads it
        return self.form.cleaned_data

    @property
    def is_narrowed(self) -> bool:
        """Say whether the list is not the whole one: something was asked for, understood or not."""
        return not self.is_plain and (any(self.wishes.values()) or bool(self.form.errors))

    @property
    def offers(self) -> Hashable:
        """What an empty form is made of: two filters with the same offers look the same."""
        offered = [filter_.extra.get("choices", ()) for filter_ in self.filters.values()]
        return tuple(self.filters), tuple((str(key), str(label)) for choices in offered for key, label in choices)


def drawn(filters: ListFilter, template: str, **facts: Hashable) -> SafeString:
    """Return the form as HTML. An empty one depends on its offers and ``facts`` alone, never on the person."""
    if not filters.is_plain:
        return _draw(filters, template, facts)
    key = (template, type(filters), filters.offers, tuple(facts.items()), get_language())
    if key not in _plain:
        if len(_plain) >= KEPT:
            _plain.clear()
        _plain[key] = _draw(filters, template, facts)
    return _plain[key]


def _draw(filters: ListFilter, template: str, facts: dict[str, Hashable]) -> SafeString:
    return render_to_string(template, {"filter": filters, "form": filters.form, **facts})
