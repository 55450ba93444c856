"""Narrowing the list of bodies: by name, kind, district and state."""

import django_filters
from django.utils.translation import gettext_lazy as _

from konsey.filters.fields import DistrictFilter, SearchFilter
from konsey.filters.lists import ListFilter
from konsey.models import District
from meclisler.models import Body, BodyQuerySet


class BodyFilter(ListFilter):
    q = SearchFilter(label=_("Ad"))
    kind = django_filters.ChoiceFilter(label=_("Tür"), choices=Body.Kind.choices, empty_label=_("Bütün türler"))
    district = DistrictFilter(method="by_district")
    state = django_filters.ChoiceFilter(
        label=_("Durum"), choices=Body.State.choices, empty_label=_("Kapananlar dışında")
    )

    class Meta:
        model = Body
        fields = ["q", "kind", "district", "state"]

    def filter_queryset(self, queryset: BodyQuerySet) -> BodyQuerySet:
        found = super().filter_queryset(queryset)
        return found if self.wishes.get("state") else found.open()

    def by_district(self, queryset: BodyQuerySet, name: str, value: str) -> BodyQuerySet:
        return queryset.in_district(District.objects.get(slug=value))
