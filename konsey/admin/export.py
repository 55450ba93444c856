"""The cells of a download, safe to open in a spreadsheet; the files are made by `konsey.sheets`."""

import html
import json
from collections.abc import Callable
from datetime import datetime

from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import label_for_field, lookup_field
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from konsey import text

BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet runs a cell that begins like this as a formula (OWASP "CSV injection"), full-width forms included.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
MOST_ROWS = 50_000
Cell = str | int | float


def neutral(value: object) -> Cell:
    """Return a cell: numbers stay numbers; text that a spreadsheet would run gets a leading apostrophe."""
    if value is None or isinstance(value, bool):
        return {None: "", True: _("Evet"), False: _("Hayır")}[value]
    if isinstance(value, int | float):
        return value
    cell = text.clean(_plain(value), lines=True)
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def column_label(model_admin: ModelAdmin, name: str) -> object:
    return label_for_field(name, model_admin.model, model_admin)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "Y-m-d H:i")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return html.unescape(strip_tags(value)) if isinstance(value, SafeString) else str(value)


def cell_of(model_admin: ModelAdmin, name: str) -> Callable[[Model], Cell]:
    def cell(obj: Model) -> Cell:
        field, _attribute, value = lookup_field(name, obj, model_admin)
        if field is not None and getattr(field, "choices", None):
            value = getattr(obj, f"get_{field.name}_display")()
        return neutral(value)

    return cell
