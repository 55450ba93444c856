"""Narrowing the list of organisations."""

import django_filters
from django.utils.translation import gettext_lazy as _

from konsey.filters.fields import DistrictFilter, SearchFilter
from konsey.filters.lists import ListFilter
from konsey.models import Organisation
from konsey.models.organisations import OrganisationQuerySet


class OrganisationFilter(ListFilter):
    q = SearchFilter(label=_("Kurumun adı"))
    kind = django_filters.ChoiceFilter(
        field_name="kind", label=_("Türü"), choices=Organisation.Kind.choices, empty_label=_("Bütün türler")
    )
    district = DistrictFilter(field_name="district__slug")

    class Meta:
        model = Organisation
        fields: list[str] = []

    def filter_queryset(self, queryset: OrganisationQuerySet) -> OrganisationQuerySet:
        return super().filter_queryset(queryset).alphabetical()
