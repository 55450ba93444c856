"""Narrowing the list of organisations."""

import django_filters
from django.utils.translation import gettext_lazy as _

from konsey.filters.fields import SearchFilter
from konsey.models import District, Organisation
from konsey.models.organisations import OrganisationQuerySet


class OrganisationFilter(django_filters.FilterSet):
    q = SearchFilter(label=_("Kurumun adı"))
    kind = django_filters.ChoiceFilter(
        field_name="kind", label=_("Türü"), choices=Organisation.Kind.choices, empty_label=_("Bütün türler")
    )
    district = django_filters.ModelChoiceFilter(
        label=_("İlçe"),
        queryset=District.objects.alphabetical(),
        to_field_name="slug",
        empty_label=_("Bütün ilçeler"),
    )

    class Meta:
        model = Organisation
        fields: list[str] = []

    def filter_queryset(self, queryset: OrganisationQuerySet) -> OrganisationQuerySet:
        return super().filter_queryset(queryset).alphabetical()
