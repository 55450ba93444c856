"""Register files at the clerks' desk: uploading, watching, reading the report."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from konsey import desks, numbers
from konsey.admin.acts import Act
from konsey.admin.base import AuditedModelAdmin, ReadOnlyMixin
from konsey.desks import Label
from konsey.forms.identity_desk import RegisterUploadForm
from konsey.models import RegisterImport, User
from konsey.rules import identity as rules
from konsey.services.identity import register_files, register_queue

State = RegisterImport.State
REPORT = (
    "lines",
    "bad_lines",
    "repeated_lines",
    "entries",
    "added",
    "moved",
    "removed",
    "accounts_moved",
    "accounts_departed",
    "reasons",
    "places",
    "bad",
)


ONE_BUTTON = {"show_save_and_add_another": False, "show_save_and_continue": False}


def _cancel(by: User, register_import: RegisterImport, answers: dict[str, Any]) -> Label:
    register_queue.cancel_import(by=by, register_import=register_import, now=timezone.now())
    return _("Aktarımdan vazgeçildi, dosya silindi.")


class ConfirmForm(forms.Form):
    """Asks nothing, but on a page of its own."""


@admin.register(RegisterImport)
class RegisterImportAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = desks.PEOPLE
    writes_through_services = True
    queues = (
        desks.WorkQueue(
            "register_imports",
            _("Süren kayıt aktarımları"),
            since="created_at",
            link="",
            waiting=lambda now: Q(state__in=[State.WAITING, State.RUNNING]),
            late_after=timedelta(hours=2),
            calm=_("Bekleyen kayıt aktarımı yok."),
        ),
    )
    acts = (
        Act(
            "vazgec",
            _("Vazgeçin"),
            _cancel,
            permission="konsey.add_registerimport",
            form=ConfirmForm,
            why_not=rules.why_not_cancel_import,
            lead=_("Dosya aktarılmadan silinir."),
            destructive=True,
        ),
    )
    list_display = ("name", "state", "progress", "entries", "bad_lines", "created_by", "created_at", "finished_at")
    list_select_related = ("created_by",)
    list_filter = ("state",)
    date_hierarchy = "created_at"
    fieldsets = (
        (None, {"fields": ("name", "state", "progress", "failure", "created_by", "created_at", "took")}),
        (_("Sonuç"), {"fields": REPORT}),
    )
    readonly_fields = ("progress", "took", "reasons", "places", "bad")

    def has_add_permission(self, request: HttpRequest, obj: RegisterImport | None = None) -> bool:
        return request.user.has_perm("konsey.add_registerimport")

    def get_form(self, request: HttpRequest, obj: RegisterImport | None = None, **kwargs: Any) -> type[ModelForm]:
        return RegisterUploadForm if obj is None else super().get_form(request, obj, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: RegisterImport | None = None) -> Any:
        if obj is None:
            return ((None, {"fields": ("upload", "accepts_bad_lines", "accepts_shrinking")}),)
        return super().get_fieldsets(request, obj)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """One button: a register is uploaded once, not one after the other."""
        return super().add_view(
            request, form_url, {**ONE_BUTTON, "save_label": _("Kaydı yükleyin"), **(extra_context or {})}
        )

    def save_model(self, request: HttpRequest, obj: RegisterImport, form: ModelForm, change: bool) -> None:
        row = register_queue.queue_import(
            by=request.user,
            upload=form.cleaned_data["upload"],
            accepts_bad_lines=obj.accepts_bad_lines,
            accepts_shrinking=obj.accepts_shrinking,
            now=timezone.now(),
        )
        vars(obj).update(vars(row))

    def response_add(
        self, request: HttpRequest, obj: RegisterImport, post_url_continue: str | None = None
    ) -> HttpResponse:
        messages.success(
            request, _("Dosya sıraya alındı; aktarım bir dakika içinde başlar. Bu sayfayı yenileyerek izleyiniz.")
        )
        return redirect("admin:konsey_registerimport_change", obj.pk)

    @admin.display(description=_("İlerleme"))
    def progress(self, row: RegisterImport) -> str:
        return numbers.percent(row.percent)

    @admin.display(description=_("Süre"))
    def took(self, row: RegisterImport) -> str:
        if not (row.started_at and row.finished_at):
            return "–"
        seconds = round((row.finished_at - row.started_at).total_seconds())
        return str(_("%(seconds)d saniye") % {"seconds": seconds})

    @admin.display(description=_("Hata türleri"))
    def reasons(self, row: RegisterImport) -> SafeString | str:
        found = row.report.get("reasons", {})
        return _listed((register_files.REASONS[reason], numbers.number(count)) for reason, count in found.items())

    @admin.display(description=_("Bulunamayan yerler"))
    def places(self, row: RegisterImport) -> SafeString | str:
        found = row.report.get("unknown_places", {})
        return _listed((place, numbers.number(count)) for place, count in found.items())

    @admin.display(description=_("Hatalı satırlar (ilk 500)"))
    def bad(self, row: RegisterImport) -> SafeString | str:
        found = row.report.get("bad", [])
        return _listed((numbers.number(line), register_files.REASONS[reason]) for line, reason in found)


def _listed(pairs: Any) -> SafeString | str:
    rows = format_html_join("", "<li>{}: {}</li>", pairs)
    return format_html("<ul>{}</ul>", rows) if rows else "–"
