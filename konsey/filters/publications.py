"""Narrowing the lists of news and documents."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from konsey.filters.fields import SearchFilter
from konsey.models import Document, NewsItem


class YearFilter(django_filters.ChoiceFilter):
    """The years that really occur in the list, newest first."""

    def __init__(self, **options: Any) -> None:
        super().__init__(empty_label=_("Bütün yıllar"), lookup_expr="year", **options)

    @property
    def field(self) -> Any:
        rows = self.parent.queryset.order_by()
        years = [day.year for day in rows.dates(self.field_name, "year", order="DESC")]
        self.extra["choices"] = [(str(year), str(year)) for year in years]
        return super().field


class NewsFilter(django_filters.FilterSet):
    q = SearchFilter(label=_("Haberlerde arayın"))
    year = YearFilter(field_name="published_at", label=_("Yıl"))

    class Meta:
        model = NewsItem
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[NewsItem]) -> QuerySet[NewsItem]:
        return super().filter_queryset(queryset).newest_first()


class DocumentFilter(django_filters.FilterSet):
    q = SearchFilter(label=_("Belgelerde arayın"))
    kind = django_filters.ChoiceFilter(label=_("Türü"), choices=Document.Kind.choices, empty_label=_("Bütün türler"))
    year = YearFilter(field_name="document_date", label=_("Yıl"))
    issued_by = django_filters.ChoiceFilter(label=_("Düzenleyen"), empty_label=_("Bütün düzenleyenler"))

    class Meta:
        model = Document
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        issuers = self.queryset.order_by("issued_by_sort").values_list("issued_by", flat=True).distinct()
        self.filters["issued_by"].extra["choices"] = [(name, name) for name in dict.fromkeys(issuers)]

    def filter_queryset(self, queryset: QuerySet[Document]) -> QuerySet[Document]:
        return super().filter_queryset(queryset).order_by("-document_date", "-pk")
