"""Downloads for clerks: a list as CSV or XLSX, safe to open in a spreadsheet, and recorded."""

import html
import json
from collections.abc import Callable, Sequence
from datetime import datetime

from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import label_for_field, lookup_field
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from import_export import fields, resources
from import_export.formats.base_formats import CSV, XLSX, TablibFormat

from konsey import text

BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet runs a cell that begins like this as a formula (OWASP "CSV injection"), full-width forms included.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
MOST_ROWS = 50_000
Cell = str | int | float


class TurkishCSV(CSV):
    """Semicolons and a byte order mark: what a spreadsheet set to Turkish opens without asking."""

    CONTENT_TYPE = "text/csv; charset=utf-8"

    def export_data(self, dataset: object, **kwargs: object) -> str:
        return BYTE_ORDER_MARK + super().export_data(dataset, delimiter=";", **kwargs)


FORMATS: dict[str, type[TablibFormat]] = {"csv": TurkishCSV, "xlsx": XLSX}


def neutral(value: object) -> Cell:
    """Return a cell: numbers stay numbers; text that a spreadsheet would run gets a leading apostrophe."""
    if value is None or isinstance(value, bool):
        return {None: "", True: _("Evet"), False: _("Hayır")}[value]
    if isinstance(value, int | float):
        return value
    cell = text.clean(_plain(value), lines=True)
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def resource_for(model_admin: ModelAdmin, names: Sequence[str]) -> resources.ModelResource:
    """Return the django-import-export resource whose columns are ``names``, as the list page would show them."""
    columns = {name: fields.Field(column_name=str(column_label(model_admin, name))) for name in names}
    cells = {name: _cell_of(model_admin, name) for name in names}
    options = {"fields": tuple(names), "export_order": tuple(names), "chunk_size": 1_000}
    made = resources.modelresource_factory(
        model_admin.model, meta_options=options, custom_fields=columns, dehydrate_methods=cells
    )
    return made()


def column_label(model_admin: ModelAdmin, name: str) -> object:
    return label_for_field(name, model_admin.model, model_admin)


def render(model_admin: ModelAdmin, queryset: QuerySet, names: Sequence[str], format_name: str) -> tuple[bytes, str]:
    """Return the file's bytes and content type. ``format_name`` is a key of `FORMATS`."""
    writer = FORMATS[format_name]()
    data = writer.export_data(resource_for(model_admin, names).export(queryset))
    return (data.encode() if isinstance(data, str) else data), writer.get_content_type()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "Y-m-d H:i")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return html.unescape(strip_tags(value)) if isinstance(value, SafeString) else str(value)


def _cell_of(model_admin: ModelAdmin, name: str) -> Callable[[Model], Cell]:
    def cell(obj: Model) -> Cell:
        field, _attribute, value = lookup_field(name, obj, model_admin)
        if field is not None and getattr(field, "choices", None):
            value = getattr(obj, f"get_{field.name}_display")()
        return neutral(value)

    return cell
