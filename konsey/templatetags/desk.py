"""Words of the clerks' desk: ``{% load desk %}``."""

import re
from collections.abc import Iterable

from django import template
from django.contrib import admin
from django.db.models import Model
from django.db.models.options import Options
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from konsey import audit, text
from konsey.desks import Label

register = template.Library()

YES_OR_NO = re.compile(r'<img src="[^"]*/icon-(yes|no|unknown)\.svg"[^>]*>')
ICON_WORDS = {"yes": gettext_noop("Evet"), "no": gettext_noop("Hayır"), "unknown": gettext_noop("Bilinmiyor")}


@register.filter
def audit_action(action: str) -> Label:
    """The Turkish name of an act."""
    return audit.ACTIONS.get(action, action)


@register.filter
def desk_label(opts: Options) -> Label:
    """The group of the menu in which a model stands."""
    return admin.site._registry[opts.model].desk.label


@register.filter
def verbose_name(model: type[Model]) -> Label:
    return model._meta.verbose_name or ""


@register.filter
def screen_label(opts: Options) -> Label:
    """How the menu calls the list of a model."""
    screen = admin.site._registry[opts.model]
    return screen.menu_label or opts.verbose_name_plural


@register.filter
def kind_label(object_type: str) -> Label:
    """The Turkish name of ``konsey.User``; what no longer exists keeps its technical name."""
    return audit.kind_label(object_type)


@register.filter
def record_label(opts: Options) -> Label:
    """How a single record of a screen is called."""
    return admin.site._registry[opts.model].record_label or opts.verbose_name or ""


@register.filter
def under(cells: Iterable[str], headers: Iterable[dict[str, object]]) -> list[tuple[str, dict[str, object]]]:
    return list(zip(cells, headers, strict=True))


@register.filter
def beside(cells: Iterable[object], labels: Iterable[Label]) -> list[tuple[object, Label]]:
    """Each cell of a row with the name of its column."""
    return list(zip(cells, labels, strict=True))


@register.filter
def cell_of(cell: str, header: dict[str, object]) -> SafeString:
    """Give a cell the name of its column, which a phone shows instead of the table's head."""
    # The column of the boxes has no name but a box of its own, which chooses all rows.
    is_named = header.get("sortable") is not None and "<" not in str(header["text"])
    label = format_html(' data-label="{}"', capital(header["text"])) if is_named else ""
    return SafeString(in_turkish(SafeString(cell.replace("<td", f"<td{label}", 1))))  # Django made the cell


@register.filter
def in_turkish(html: str) -> str:
    """Say yes and no in words: Django shows icons that are called ``True`` and ``False``."""
    if not isinstance(html, SafeString) or "icon-" not in html:
        return html
    return SafeString(YES_OR_NO.sub(lambda icon: _(ICON_WORDS[icon[1]]), html))  # it was safe before


@register.filter
def capital(label: object) -> str:
    """Labels of packages begin small, and Django's own ``capfirst`` makes "Ilçe" of "ilçe". Controls stay."""
    return label if isinstance(label, SafeString) else text.capitalise(str(label))
