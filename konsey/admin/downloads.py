"""The download page of a list: choose the columns and the kind of file; every download is recorded."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from konsey import audit
from konsey.admin import export


class DownloadForm(forms.Form):
    columns = forms.MultipleChoiceField(label=_("Sütunlar"), widget=forms.CheckboxSelectMultiple)
    kind = forms.ChoiceField(
        label=_("Dosya türü"),
        choices=[("xlsx", _("Excel (XLSX)")), ("csv", _("CSV, noktalı virgülle ayrılmış"))],
        widget=forms.RadioSelect,
        initial="xlsx",
    )

    def __init__(self, *args: Any, columns: list[tuple[str, str]], count: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = count
        self.fields["columns"].choices = columns
        self.fields["columns"].initial = [name for name, _label in columns]

    def clean(self) -> dict[str, Any]:
        if self.count > export.MOST_ROWS:
            sentence = _("Bir dosyaya en çok %(most)s satır sığar; süzgeçlerle listeyi daraltınız.")
            raise forms.ValidationError(sentence, params={"most": export.MOST_ROWS})
        return super().clean() or {}


class DownloadMixin(admin.ModelAdmin):
    """Offers ``export_fields`` (columns, named as in ``list_display``) as a download. Without them there is none.

    ``export_permission`` is asked for beside the right to view; for personal data it is the right to export those.
    """

    export_fields: ClassVar[Sequence[str]] = ()
    export_permission: ClassVar[str] = ""
    export_action: ClassVar[str] = "data.exported"
    personal_data: ClassVar[bool] = False
    change_list_template = "admin/portal_change_list.html"

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        return [path("indir/", self.admin_site.admin_view(self.export_view), name=name), *super().get_urls()]

    def has_export_permission(self, request: HttpRequest) -> bool:
        wanted = self.export_permission or ("konsey.export_personal_data" if self.personal_data else "")
        allowed = not wanted or request.user.has_perm(wanted)
        return bool(self.export_fields) and allowed and self.has_view_permission(request)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        return super().changelist_view(
            request, {"may_export": self.has_export_permission(request), **(extra_context or {})}
        )

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """GET shows the choices for the rows of the list's present filters, POST gives the file."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        rows = self.get_changelist_instance(request).get_queryset(request)
        labels = [(name, str(export.column_label(self, name))) for name in self.export_fields]
        form = DownloadForm(request.POST or None, columns=labels, count=rows.count())
        if request.method == "POST" and form.is_valid():
            return self._file(request, rows, form)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Listeyi indirin"), "subtitle": str(self.opts.verbose_name_plural),
            "form": form, "opts": self.opts, "personal_data": self.personal_data,
        }  # fmt: skip
        return TemplateResponse(request, "admin/portal_export.html", context)

    def _file(self, request: HttpRequest, rows: QuerySet, form: DownloadForm) -> HttpResponse:
        from konsey import sheets  # its packages are loaded by who downloads

        columns, kind = form.cleaned_data["columns"], form.cleaned_data["kind"]
        data, content_type = sheets.render(self, rows, columns, kind)
        filters = audit.hint_query(request.GET.urlencode())
        audit.record(
            by=request.user,
            action="personal.exported" if self.personal_data else self.export_action,
            model=self.model,
            after={"columns": columns, "kind": kind, "filters": filters, "count": form.count},
        )
        name = f"{self.opts.model_name}-{timezone.localtime():%Y-%m-%d-%H%M}.{kind}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(data, content_type=content_type, headers=headers)
