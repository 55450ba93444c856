"""The desk's screens of the Living Parks: zones, hours, closed days, and the stock of equipment."""

from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from etkinlikler.desks import PARKS
from etkinlikler.forms.parkdesk import ClosureForm
from etkinlikler.models import Equipment, LivingPark, ParkClosure, ParkHours, ParkZone
from etkinlikler.services.parkdecisions import SENTENCES
from konsey import slugs
from konsey.admin.base import AuditedModelAdmin
from konsey.admin.fields import OVERRIDES
from konsey.admin.refusals import RefusalsAsMessages
from konsey.constraints import refused_as


class ZoneInline(admin.StackedInline):
    model = ParkZone
    extra = 0
    formfield_overrides = OVERRIDES


class HoursInline(admin.TabularInline):
    model = ParkHours
    extra = 0
    max_num = 7
    formfield_overrides = OVERRIDES


class ClosureInline(admin.TabularInline):
    model = ParkClosure
    form = ClosureForm
    extra = 0
    formfield_overrides = OVERRIDES

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """Only zones of the park that is being edited."""
        if db_field.name == "zone":
            match = request.resolver_match
            park = match.kwargs.get("object_id") if match else None
            key = int(park) if park and park.isdecimal() else None
            kwargs["queryset"] = ParkZone.objects.filter(park=key)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(LivingPark)
class LivingParkAdmin(RefusalsAsMessages, AuditedModelAdmin):
    desk = PARKS
    inlines = (ZoneInline, HoursInline, ClosureInline)
    list_display = ("name", "district", "is_open", "lead_days", "horizon_days")
    list_select_related = ("district",)
    list_filter = ("is_open",)
    search_fields = ("name_fold",)
    autocomplete_fields = ("district",)
    view_on_site = True
    fieldsets = (
        (None, {"fields": ("name", "district", "summary", "description", "rules")}),
        (_("Başvuru"), {"fields": ("is_open", "lead_days", "horizon_days")}),
        (_("Harita noktası"), {"fields": ("latitude", "longitude")}),
    )
    export_fields = ("name", "district", "is_open", "lead_days", "horizon_days")

    def save_model(self, request: HttpRequest, obj: LivingPark, form: ModelForm, change: bool) -> None:
        if not change:
            taken = LivingPark.objects.all()
            obj.slug = slugs.allocate(LivingPark, obj.name, lambda slug: taken.filter(slug=slug).exists())
        super().save_model(request, obj, form, change)


@admin.register(Equipment)
class EquipmentAdmin(RefusalsAsMessages, AuditedModelAdmin):
    desk = PARKS
    list_display = ("name", "stock", "unit", "needs_power", "is_sound")
    fields = ("name", "unit", "stock", "needs_power", "is_sound", "position")
    export_fields = ("name", "stock", "unit")

    def save_model(self, request: HttpRequest, obj: Equipment, form: ModelForm, change: bool) -> None:
        """Less than what is promised to groups is refused by the database."""
        with refused_as(SENTENCES | {"etkinlikler_equipmentloan_within_stock": LENT}):
            super().save_model(request, obj, form, change)


LENT = _("Bu malzemeden gruplara söz verilenler var; stok o sayının altına inemez.")
