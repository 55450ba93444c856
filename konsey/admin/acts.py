"""Buttons of a record that call a service: approve, refuse, send again. Each is a POST, some ask for a reason first."""

from collections.abc import Callable, Sequence
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
class Preview:
    """What an act is about to do: a sentence, and beside it a table or a text."""

    lead: Label
    head: Sequence[Label] = ()
    rows: Sequence[Sequence[object]] = ()
    text: str = ""


@dataclass(frozen=True)
class Act:
    """One button. ``run(by, obj, answers)`` calls the service and returns the sentence that confirms it.

    ``form`` asks before, on a page of its own, filled with ``initial(obj)``; ``permission`` is the full name.
    ``why_not(obj)`` hides the button, and is shown as a sentence when the address is opened all the same.
    ``quote(obj)`` is what the person wrote, shown above the form that answers it. ``preview(by, obj, answers)`` stands
    between form and act, with a button to confirm and one to go back; a form with a file says in ``carried`` what goes
    on to the confirmation instead of it.
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
    preview: Callable[[Any, Any, dict[str, Any]], Preview] | None = None

    @property
    def is_previewed(self) -> bool:
        """For templates, which would call ``preview``."""
        return self.preview is not None

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

    def record_tools(self, request: HttpRequest, obj: Model) -> list[tuple[Label, str]]:
        """Return label and address of pages that belong to the record; they stand beside its buttons."""
        return []

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], add: bool = False, change: bool = False,
        form_url: str = "", obj: Model | None = None,
    ) -> HttpResponse:  # fmt: skip
        context["acts"] = self.open_acts(request, obj) if obj is not None else []
        context["record_tools"] = self.record_tools(request, obj) if obj is not None else []
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
        if not form.is_valid() or "revise" in request.POST:
            return self._ask(request, act, obj, form)
        if act.preview and "confirmed" not in request.POST:
            return self._ask(request, act, obj, form, self._preview(request, act, obj, form))
        if self._run(request, act, obj, form):
            return record
        return self._ask(request, act, obj, form)

    def _preview(self, request: HttpRequest, act: Act, obj: Model, form: forms.Form) -> Preview | None:
        try:
            return act.preview(request.user, obj, form.cleaned_data) if act.preview else None
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return None

    def _run(self, request: HttpRequest, act: Act, obj: Model, form: forms.Form) -> bool:
        try:
            messages.success(request, str(act.run(request.user, obj, form.cleaned_data)))
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return False
        return True

    def _ask(
        self, request: HttpRequest, act: Act, obj: Model, form: forms.Form, preview: Preview | None = None
    ) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": act.label, "subtitle": str(obj), "act": act, "original": obj, "opts": self.opts, "form": form,
            "quote": act.quote(obj), "preview": preview, "carried": _carried(request, form) if preview else (),
        }  # fmt: skip
        return TemplateResponse(request, "admin/portal_act.html", context)


def _carried(request: HttpRequest, form: forms.Form) -> Sequence[tuple[str, str]]:
    """What was typed, to be sent again with the confirmation."""
    own: Sequence[tuple[str, str]] | None = getattr(form, "carried", None)
    return own or [(name, value) for name in form.fields for value in request.POST.getlist(name)]
