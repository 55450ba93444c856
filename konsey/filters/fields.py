"""The search box and the choice of a district of every list."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from konsey.compiled import Compiled
from konsey.forms.fields import CleanCharField
from konsey.models import District


class SearchFilter(django_filters.CharFilter):
    """Turkish-safe search through the queryset's own ``matching``."""

    field_class = CleanCharField

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=100, **options)

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.matching(value) if value else rows


class RowsFilter(django_filters.ChoiceFilter):
    """A choice among plain columns of rows; Django's own choice of a row opens a server cursor."""

    def rows(self) -> Sequence[tuple[str, str]]:
        """Return values and labels; `ListFilter` asks once for each page."""
        raise NotImplementedError


class DistrictFilter(RowsFilter):
    """A district by its slug."""

    def __init__(self, **options: Any) -> None:
        unknown = {"invalid_choice": _("Listeden bir ilçe seçiniz.")}
        super().__init__(label=_("İlçe"), empty_label=_("Bütün ilçeler"), error_messages=unknown, **options)

    def rows(self) -> Sequence[tuple[str, str]]:
        return _DISTRICTS.rows()


_DISTRICTS = Compiled(lambda: District.objects.alphabetical().values_list("slug", "name"))
