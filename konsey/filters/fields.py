"""The search box of every list."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from konsey.forms.fields import CleanCharField


class SearchFilter(django_filters.CharFilter):
    """Turkish-safe search through the queryset's own ``matching``."""

    field_class = CleanCharField

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=100, **options)

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.matching(value) if value else rows
