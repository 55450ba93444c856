"""One decision about many rows: what cannot be done is said row by row, the rest is done."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from konsey.admin.acts import NothingAsked
from konsey.desks import Label
from konsey.errors import Refused

Decision = Callable[[Any, Any, dict[str, Any]], Label]


def decide_many(
    screen: admin.ModelAdmin, request: HttpRequest, rows: QuerySet, action: str, label: Label, decide: Decision,
    form_class: type[forms.Form] = NothingAsked,
) -> HttpResponse | None:  # fmt: skip
    """Show which rows are meant (and ask what ``form_class`` asks), then decide each in a transaction of its own."""
    chosen = list(rows.order_by("created_at", "pk"))
    form = form_class(request.POST if "confirmed" in request.POST else None)
    if not form.is_valid():
        context = {
            **screen.admin_site.each_context(request),
            "title": label, "opts": screen.opts, "form": form, "rows": chosen, "action": action,
            "checkbox": ACTION_CHECKBOX_NAME, "act": {"label": label},
        }  # fmt: skip
        return TemplateResponse(request, "admin/portal_bulk.html", context)
    done: list[str] = []
    for row in chosen:
        _decide(request, row, decide, form.cleaned_data, done)
    if done:
        message = _("İşlem yapılan kayıt: %(count)d. %(rows)s") % {"count": len(done), "rows": " ".join(done)}
        messages.success(request, message)
    return None


def _decide(request: HttpRequest, row: Model, decide: Decision, answers: dict[str, Any], done: list[str]) -> None:
    try:
        done.append(f"{row}: {decide(request.user, row, answers)}")
    except Refused as refusal:
        messages.error(request, f"{row}: {refusal.message}")
