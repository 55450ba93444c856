"""The retention policy and its log at the clerks' desk."""

from django.contrib import admin
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from konsey import desks
from konsey.admin.base import AuditedModelAdmin, ReadOnlyMixin
from konsey.models import RetentionRule, RetentionRun


@admin.register(RetentionRule)
class RetentionRuleAdmin(AuditedModelAdmin):
    desk = desks.OVERSIGHT
    list_display = ("label", "days", "legal_ground", "active", "last_run")
    fields = ("label", "days", "legal_ground", "active")
    export_fields = ("label", "days", "legal_ground", "active")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A rule needs code that destroys; rules come with the portal."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: RetentionRule | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(last_run_at=Max("runs__at"))

    @admin.display(description=_("Son imha"), ordering="last_run_at")
    def last_run(self, rule: RetentionRule) -> object:
        return rule.last_run_at


@admin.register(RetentionRun)
class RetentionRunAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = desks.OVERSIGHT
    list_display = ("at", "rule", "count", "older_than", "error")
    list_select_related = ("rule",)
    list_filter = ("rule", ("error", admin.EmptyFieldListFilter))
    date_hierarchy = "at"
    export_fields = ("at", "rule", "count", "older_than", "error")
