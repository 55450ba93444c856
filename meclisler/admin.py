"""The clerks' desk for bodies; every write goes through the services."""

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from konsey import desks
from konsey.admin.base import AuditedModelAdmin
from konsey.admin.refusals import RefusalsAsMessages
from meclisler import services
from meclisler.forms import BodyForm
from meclisler.models import Body, BodyQuerySet


@admin.register(Body)
class BodyAdmin(RefusalsAsMessages, AuditedModelAdmin):
    desk = desks.BODIES
    writes_through_services = True
    form = BodyForm
    list_display = ("name", "kind", "state", "place", "parent", "since")
    list_filter = ("kind", "state")
    search_fields = ("name_fold",)
    ordering = ("name_sort", "pk")
    autocomplete_fields = ("parent", "district", "neighbourhood")
    export_fields = ("name", "kind", "state", "place", "parent", "since", "purpose")

    def get_queryset(self, request: HttpRequest) -> BodyQuerySet:
        return super().get_queryset(request).with_places().select_related("parent")

    @admin.display(description=_("Çalışma alanı"), empty_value=_("İl geneli"))
    def place(self, body: Body) -> str | None:
        return str(body.place) if body.place else None

    def save_model(self, request: HttpRequest, obj: Body, form: ModelForm, change: bool) -> None:
        services.save_body(by=request.user, body=obj)

    def delete_model(self, request: HttpRequest, obj: Body) -> None:
        services.delete_body(by=request.user, body=obj)

    def delete_queryset(self, request: HttpRequest, queryset: BodyQuerySet) -> None:
        for body in queryset:
            services.delete_body(by=request.user, body=body)
