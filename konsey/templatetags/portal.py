"""Template tags and filters of the portal (built in: no ``load`` needed)."""

from collections.abc import Sequence
from datetime import date, datetime

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.template import Context
from django.template.defaultfilters import date as django_date
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from konsey import drawing, numbers
from konsey import markdown as safe_markdown
from konsey.drawn import drawn as drawn_once
from konsey.filters import lists

register = template.Library()


# --- words for numbers and times; nothing for nothing ---------------------------------------------------------------
@register.filter
def number(value: numbers.Number | None, digits: int | None = None) -> str:
    return "" if value in {None, ""} else numbers.number(value, digits)


@register.filter
def money(value: numbers.Number | None) -> str:
    return "" if value in {None, ""} else numbers.money(value)


@register.filter
def kurus(value: int | None) -> str:
    """Like ``money``, for amounts that the database keeps in kuruş."""
    return "" if value in {None, ""} else numbers.money_of_kurus(value)


@register.filter
def percent(value: numbers.Number | None) -> str:
    return "" if value in {None, ""} else numbers.percent(value)


@register.filter("date", expects_localtime=True, is_safe=False)
def written_date(value: object, form: str | None = None) -> str:
    """Django's ``date``; lists and calendars write the same dates again and again."""
    if isinstance(value, date):
        return numbers.written(value, form or "DATE_FORMAT")
    return django_date(value, form)


@register.filter
def day(value: date | None) -> str:
    return numbers.day(value) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    return numbers.clock(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    return numbers.moment(value) if value else ""


@register.filter
def end_moment(value: datetime | None) -> str:
    """A moment at which something ends; midnight is 24.00 of the day before."""
    return numbers.end_moment(value) if value else ""


@register.filter
def until(start: datetime | None, end: datetime | None) -> str:
    """``{{ event.starts_at|until:event.ends_at }}``: 7 Şubat 2026 Cumartesi, 10.00–16.00."""
    if start and end:
        return numbers.span(start, end)
    return moment(start or end)


@register.filter(is_safe=False)
def markdown(source: str | None, start: int = safe_markdown.FIRST_HEADING) -> SafeString:
    """Safe Markdown; ``:2`` where no other heading stands between the page's own and the text."""
    return safe_markdown.render(source or "", start=start)


# --- what is drawn once ---------------------------------------------------------------------------------------------
@register.simple_tag
def drawn(template: str, /, **facts: object) -> SafeString:
    """Like ``include … with … only`` for a template that needs nothing but plain facts; see `konsey.drawn`."""
    return drawn_once(template, **facts)


@register.simple_tag
def filter_form(
    filters: lists.ListFilter, reset: str, label: str = "", kept: Sequence[tuple[str, str]] = ()
) -> SafeString:
    """The form that narrows a list; ``reset``: address of the whole list, ``kept``: what else the address asks."""
    return lists.drawn(filters, "components/filter.html", reset=reset, label=label, kept=tuple(kept))


# --- drawings -------------------------------------------------------------------------------------------------------
@register.simple_tag
def mark() -> SafeString:
    return drawing.mark()


@register.simple_tag
def hero() -> SafeString:
    return drawing.hero()


@register.simple_tag
def pattern(seed: object, kind: str = "", palette: str = "") -> SafeString:
    return drawing.pattern(seed, kind=kind, palette=palette)


@register.simple_tag
def hemicycle(groups: Sequence[drawing.Group], title: str) -> SafeString:
    return drawing.hemicycle(groups, title=title)


@register.simple_tag
def tile_map(tiles: Sequence[drawing.Tile], title: str) -> SafeString:
    return drawing.tile_map(tiles, title=title)


@register.simple_tag
def locator(places: Sequence[tuple[int, int]], marked: tuple[int, int], title: str) -> SafeString:
    return drawing.locator(places, marked, title=title)


@register.simple_tag
def bar(value: float, total: float) -> SafeString:
    return drawing.bar(value, total)


@register.simple_tag
def money_bar(parts: Sequence[float], total: float, title: str) -> SafeString:
    return drawing.money_bar(parts, total, title=title)


# --- forms ----------------------------------------------------------------------------------------------------------
@register.filter
def widget_kind(field: BoundField) -> str:
    """How the field template lays the control out: check (box before its label), group, file or line."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if widget.use_fieldset:
        return "group"
    return "file" if isinstance(widget, forms.FileInput) else "line"


@register.filter
def anchor(field: BoundField) -> str:
    """The id a link of the error summary leads to: the control, or the first one of a group."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """Begin the page's title with "Hata:" when any form or formset of the page has errors."""
    # By type, not isinstance: that would open the lazy user and ask the database for every page.
    shown = [
        value for value in context.flatten().values() if issubclass(type(value), forms.BaseForm | forms.BaseFormSet)
    ]
    return gettext("Hata:") + " " if any(form.is_bound and _has_errors(form) for form in shown) else ""


def _has_errors(form: forms.BaseForm | forms.BaseFormSet) -> bool:
    """A form in the middle of its steps (`konsey.forms.places`) is neither valid nor at fault."""
    return bool(form.errors) if isinstance(form, forms.BaseForm) else not form.is_valid()


# --- small things ---------------------------------------------------------------------------------------------------
@register.filter
def file_url(value: object) -> str:
    """The address of an uploaded file or picture, or the text itself when it is an address already."""
    if not value:
        return ""
    return str(getattr(value, "url", value))


@register.simple_tag(takes_context=True)
def page_address(context: Context, number: int) -> str:
    """The current address with another page number; every other filter of the list stays."""
    request = getattr(context, "request", None)
    query: QueryDict = request.GET.copy() if request else QueryDict(mutable=True)
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@register.filter
def page_numbers(page: Page) -> list[int | str]:
    """Numbers to offer, with an ellipsis where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
