"""The auditor's desk: every act, nothing to change."""

from collections.abc import Iterable

from django.apps import apps
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from konsey import audit, desks, text
from konsey.admin.base import AuditedModelAdmin, ReadOnlyMixin
from konsey.loading import load_package
from konsey.models import AuditEntry

# Services name their acts when they are loaded; those that only commands use would show here by their code.
for _app in apps.get_app_configs():
    if "." not in _app.name:
        load_package(f"{_app.name}.services")


class ActionFilter(admin.SimpleListFilter):
    """All acts there are, by their Turkish names: asking the table which ones happened would read all of it."""

    title = _("İşlem")
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterable[tuple[str, object]]:
        return sorted(audit.ACTIONS.items(), key=lambda item: text.sort_key(str(item[1])))

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(action=self.value()) if self.value() else queryset


class KindFilter(admin.SimpleListFilter):
    title = _("Nesne türü")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterable[tuple[str, object]]:
        screens = [model._meta for model in model_admin.admin_site._registry]
        return sorted(
            ((opts.label, opts.verbose_name) for opts in screens), key=lambda item: text.sort_key(str(item[1]))
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(object_type=self.value()) if self.value() else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = desks.OVERSIGHT
    list_display = ("at", "by_label", "action_label", "object", "reason")
    list_filter = (ActionFilter, KindFilter)
    date_hierarchy = "at"
    search_fields = ("by_label", "object_label", "=object_id", "reason", "request_id")
    search_help_text = _("Görevlinin adı, kayıt numarası, gerekçe ya da istek numarası. Hemşehriler numarayla aranır.")
    fields = (
        "at", "by_label", "action_label", "kind", "object_label", "object_id",
        "values_before", "values_after", "reason", "request_id",
    )  # fmt: skip
    export_fields = (
        "at", "by_label", "action_label", "action_code", "kind", "object_id", "object_label",
        "before", "after", "reason", "request_id",
    )  # fmt: skip
    export_permission = "konsey.export_audit"
    export_action = "audit.exported"

    @admin.display(description=_("İşlem"), ordering="action")
    def action_label(self, entry: AuditEntry) -> str:
        return str(audit.ACTIONS.get(entry.action, entry.action))

    @admin.display(description=_("İşlem kodu"))
    def action_code(self, entry: AuditEntry) -> str:
        return entry.action

    @admin.display(description=_("Nesne türü"), ordering="object_type")
    def kind(self, entry: AuditEntry) -> str:
        return str(audit.kind_label(entry.object_type)) if entry.object_type else ""

    @admin.display(description=_("Ne üzerinde"))
    def object(self, entry: AuditEntry) -> str:
        return format_html("{}<br><small>{}</small>", entry.object_label or "–", self.kind(entry))

    @admin.display(description=_("Önce"))
    def values_before(self, entry: AuditEntry) -> str:
        return render_to_string("admin/audit_values.html", {"values": entry.before})

    @admin.display(description=_("Sonra"))
    def values_after(self, entry: AuditEntry) -> str:
        return render_to_string("admin/audit_values.html", {"values": entry.after})
