"""Districts and neighbourhoods on the clerks' desk: to look up and to choose from. `import_places` owns the rows."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from konsey import desks
from konsey.admin.base import AuditedModelAdmin, ReadOnlyMixin
from konsey.models import District, Neighbourhood
from konsey.models.places import DistrictQuerySet, NeighbourhoodQuerySet


@admin.register(District)
class DistrictAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = desks.PLACES
    list_display = ("name", "population", "area_km2", "neighbourhood_count")
    search_fields = ("name_fold",)
    ordering = ("name_sort",)
    fields = ("name", "slug", "population", "area_km2", "source_id")
    export_fields = ("name", "population", "area_km2", "source_id")

    def get_queryset(self, request: HttpRequest) -> DistrictQuerySet:
        return super().get_queryset(request).with_neighbourhood_counts()

    @admin.display(description=_("Mahalle sayısı"), ordering="neighbourhood_count")
    def neighbourhood_count(self, district: District) -> int:
        return district.neighbourhood_count


@admin.register(Neighbourhood)
class NeighbourhoodAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = desks.PLACES
    list_display = ("name", "district", "population", "postal_code")
    list_filter = ("district",)
    list_select_related = ("district",)
    search_fields = ("name_fold", "district__name_fold", "postal_code")
    ordering = ("name_sort", "district__name_sort")
    fields = ("name", "district", "slug", "population", "postal_code", "source_id")
    export_fields = ("name", "district", "population", "postal_code", "source_id")

    def get_queryset(self, request: HttpRequest) -> NeighbourhoodQuerySet:
        return super().get_queryset(request).select_related("district")
