"""Narrowing the lists of news and documents."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from konsey.filters.fields import RowsFilter, SearchFilter
from konsey.filters.lists import ListFilter
from konsey.models import Document, NewsItem


class YearFilter(RowsFilter):
    """The years that really occur in the list, newest first."""

    def __init__(self, **options: Any) -> None:
        super().__init__(empty_label=_("Bütün yıllar"), lookup_expr="year", **options)

    def rows(self) -> Sequence[tuple[str, str]]:
        days = self.parent.queryset.order_by().dates(self.field_name, "year", order="DESC")
        return [(str(day.year), str(day.year)) for day in days]


class IssuerFilter(RowsFilter):
    """Whoever issued one of the documents."""

    def rows(self) -> Sequence[tuple[str, str]]:
        issuers = self.parent.queryset.order_by("issued_by_sort").values_list("issued_by", flat=True).distinct()
        return [(name, name) for name in dict.fromkeys(issuers)]


class NewsFilter(ListFilter):
    q = SearchFilter(label=_("Haberlerde arayın"))
    year = YearFilter(field_name="published_at", label=_("Yıl"))

    class Meta:
        model = NewsItem
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[NewsItem]) -> QuerySet[NewsItem]:
        return super().filter_queryset(queryset).newest_first()


class DocumentFilter(ListFilter):
    q = SearchFilter(label=_("Belgelerde arayın"))
    kind = django_filters.ChoiceFilter(label=_("Türü"), choices=Document.Kind.choices, empty_label=_("Bütün türler"))
    year = YearFilter(field_name="document_date", label=_("Yıl"))
    issued_by = IssuerFilter(label=_("Düzenleyen"), empty_label=_("Bütün düzenleyenler"))

    class Meta:
        model = Document
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Document]) -> QuerySet[Document]:
        return super().filter_queryset(queryset).order_by("-document_date", "-pk")
