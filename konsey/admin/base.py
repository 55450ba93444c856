"""What every screen of the clerks' desk is built on (docs/mimari.md, "The clerks' desk")."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from konsey import audit, desks
from konsey.admin.acts import ActsMixin
from konsey.admin.downloads import DownloadMixin
from konsey.admin.fields import OVERRIDES
from konsey.admin.search import FoldSearchMixin
from konsey.models import AuditEntry, User

BEFORE = "_stored_before"  # rides on the edited object from ``save_model`` to ``log_change``


class AuditedModelAdmin(ActsMixin, DownloadMixin, FoldSearchMixin):
    """A screen whose every write leaves an audit row with what was before and after.

    ``desk`` is its group in the menu, ``menu_label`` and ``record_label`` its names. ``queues`` are counted on the
    first page. ``personal_data`` makes each look at a list or a record leave an audit row too.
    ``writes_through_services`` says that the services record the writes.
    """

    desk: ClassVar[desks.Desk] = desks.QUEUES
    menu_label: ClassVar[desks.Label] = ""
    record_label: ClassVar[desks.Label] = ""
    queues: ClassVar[tuple[desks.WorkQueue, ...]] = ()
    personal_data: ClassVar[bool] = False
    writes_through_services: ClassVar[bool] = False
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    save_on_top = False
    formfield_overrides = OVERRIDES
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False

    # --- forms --------------------------------------------------------------------------------------------------
    def get_form(self, *args: Any, **kwargs: Any) -> type[ModelForm]:
        return _without_crosses(super().get_form(*args, **kwargs))

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Any = None) -> Iterator[tuple[Any, Any]]:
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            _without_crosses(formset.form)
            yield formset, inline

    # --- writes -------------------------------------------------------------------------------------------------
    def save_model(self, request: HttpRequest, obj: models.Model, form: ModelForm, change: bool) -> None:
        if change:
            rows = self.model._base_manager.select_for_update(no_key=True, of=("self",))
            vars(obj)[BEFORE] = snapshot(rows.get(pk=obj.pk))
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool) -> None:
        edited = [each.instance for each in formset.initial_forms if each.has_changed()]
        before = {
            row.pk: snapshot(row) for row in formset.model._base_manager.filter(pk__in=[row.pk for row in edited])
        }
        super().save_formset(request, form, formset, change)
        if self.writes_through_services:
            return
        by = _clerk(request)
        for row in formset.new_objects:
            audit.record(by=by, action="admin.added", obj=row, after=snapshot(row))
        for row, _fields in formset.changed_objects:
            audit.record(by=by, action="admin.changed", obj=row, **difference(before[row.pk], snapshot(row)))
        for row in formset.deleted_objects:
            audit.record(by=by, action="admin.deleted", model=type(row), before=before.get(row.pk) or snapshot(row))

    def log_addition(self, request: HttpRequest, obj: models.Model, message: object) -> None:
        if not self.writes_through_services:
            audit.record(by=_clerk(request), action="admin.added", obj=obj, after=snapshot(obj))

    def log_change(self, request: HttpRequest, obj: models.Model, message: object) -> None:
        if not self.writes_through_services:
            after = snapshot(self.model._base_manager.get(pk=obj.pk))
            audit.record(
                by=_clerk(request), action="admin.changed", obj=obj, **difference(vars(obj).pop(BEFORE, {}), after)
            )

    def log_deletions(self, request: HttpRequest, queryset: Iterable[models.Model]) -> None:
        if not self.writes_through_services:
            for obj in queryset:
                audit.record(by=_clerk(request), action="admin.deleted", obj=obj, before=snapshot(obj))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Labels without a colon: they stand above their field."""
        for part in [context["adminform"], *context["inline_admin_formsets"]]:
            for form in [part.form] if hasattr(part, "form") else part.formset.forms:
                form.label_suffix = ""
        return super().render_change_form(request, context, *args, **kwargs)

    # --- looks --------------------------------------------------------------------------------------------------
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        if self.personal_data and isinstance(response, TemplateResponse) and "cl" in (response.context_data or {}):
            shown = [row.pk for row in response.context_data["cl"].result_list]
            audit.listed(by=_clerk(request), model=self.model, ids=shown, query=request.GET.urlencode())
        return response

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        response = super().change_view(request, object_id, form_url, extra_context)
        self._record_look(request, response, "original")
        return response

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        response = super().delete_view(request, object_id, extra_context)
        self._record_look(request, response, "object")
        return response

    def act_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        response = super().act_view(request, object_id, name)
        self._record_look(request, response, "original")
        return response

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """The record's history is what the audit holds about it; Django's own log is not used."""
        entries = AuditEntry.objects.filter(object_type=self.opts.label, object_id=object_id).order_by("-at", "-pk")
        page = self.get_paginator(request, entries, 50).get_page(request.GET.get("page", 1))
        response = super().history_view(request, object_id, {"entries": page, **(extra_context or {})})
        self._record_look(request, response, "object")
        return response

    def _record_look(self, request: HttpRequest, response: HttpResponse, key: str) -> None:
        if not (self.personal_data and isinstance(response, TemplateResponse) and response.context_data):
            return
        shown = response.context_data.get(key)
        if shown is not None:
            audit.viewed(by=_clerk(request), obj=shown)


class ReadOnlyMixin:
    """For rows that only services write: a clerk may look, search and download, and act through `acts`."""

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


def snapshot(obj: models.Model) -> dict[str, object]:
    """Return the stored values by field name, many-to-many as sorted keys, generated columns left out."""
    values = {
        field.name: getattr(obj, field.attname)
        for field in obj._meta.concrete_fields
        if not field.generated and not field.primary_key
    }
    for relation in obj._meta.many_to_many:
        values[relation.name] = sorted(str(row) for row in getattr(obj, relation.name).all()) if obj.pk else []
    return values


def difference(before: dict[str, object], after: dict[str, object]) -> dict[str, dict[str, object]]:
    """Return ``before`` and ``after`` reduced to what changed, as keyword arguments for `konsey.audit.record`."""
    changed = [name for name in after if before.get(name) != after[name]]
    return {"before": {name: before.get(name) for name in changed}, "after": {name: after[name] for name in changed}}


def _without_crosses(form: type[ModelForm]) -> type[ModelForm]:
    """No cross beside a list of choices: what a record points at is deleted on its own screen."""
    for field in form.base_fields.values():
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
    return form


def _clerk(request: HttpRequest) -> User:
    """The desk is closed to everybody else, so the request's user is a stored one."""
    assert isinstance(request.user, User)
    return request.user
