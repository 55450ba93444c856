"""Buttons of a record that call a service: approve, refuse, send again. Each is a POST, some ask for a reason first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from konsey.desks import Label
from konsey.errors import Refused


class NothingAsked(forms.Form):
    """The form of an act that only wants to be confirmed by its button."""


@dataclass(frozen=True)
class Act:
    """One button. ``run(by, obj, answers)`` calls the service and returns the sentence that confirms it.

    ``form`` asks before, on a page of its own, filled with ``initial(obj)``; ``permission`` is the full name.
    ``why_not(obj)`` hides the button, and is shown as a sentence when the address is opened all the same.
    ``quote(obj)`` is what the person wrote, shown above the form that answers it.
    """

    name: str
    label: Label
    run: Callable[[Any, Any, dict[str, Any]], Label]
    permission: str
    form: type[forms.Form] = NothingAsked
    why_not: Callable[[Any], str | None] = lambda obj: None
    initial: Callable[[Any], dict[str, Any]] = lambda obj: {}
    lead: Label = ""
    quote: Callable[[Any], str] = lambda obj: ""
    destructive: bool = False

    @property
    def asks(self) -> bool:
        return self.form is not NothingAsked


class ActsMixin(admin.ModelAdmin):
    """Shows ``acts`` as buttons on the record's page, at ``<id>/islem/<name>/``."""

    acts: ClassVar[tuple[Act, ...]] = ()
    change_form_template = "admin/portal_change_form.html"

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_act"
        return [
            path("<path:object_id>/islem/<slug:name>/", self.admin_site.admin_view(self.act_view), name=name),
            *super().get_urls(),
        ]

    def open_acts(self, request: HttpRequest, obj: Model) -> list[Act]:
        """Return the acts that this clerk may do and that the record's state allows."""
        return [act for act in self.acts if request.user.has_perm(act.permission) and act.why_not(obj) is None]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], add: bool = False, change: bool = False,
        form_url: str = "", obj: Model | None = None,
    ) -> HttpResponse:  # fmt: skip
        context["acts"] = self.open_acts(request, obj) if obj is not None else []
        return super().render_change_form(request, context, add, change, form_url, obj)

    def act_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        obj = self.get_object(request, object_id)
        act = next((each for each in self.acts if each.name == name), None)
        if obj is None or act is None:
            raise Http404
        if not (self.has_view_permission(request, obj) and request.user.has_perm(act.permission)):
            raise PermissionDenied
        record = HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])
        )
        if refusal := act.why_not(obj):
            messages.error(request, refusal)
            return record
        sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        form = act.form(*sent, initial=act.initial(obj))
        if form.is_valid() and self._run(request, act, obj, form):
            return record
        return self._ask(request, act, obj, form)

    def _run(self, request: HttpRequest, act: Act, obj: Model, form: forms.Form) -> bool:
        try:
            messages.success(request, str(act.run(request.user, obj, form.cleaned_data)))
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return False
        return True

    def _ask(self, request: HttpRequest, act: Act, obj: Model, form: forms.Form) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": act.label, "subtitle": str(obj), "act": act, "original": obj, "opts": self.opts, "form": form,
            "quote": act.quote(obj),
        }  # fmt: skip
        return TemplateResponse(request, "admin/portal_act.html", context)
