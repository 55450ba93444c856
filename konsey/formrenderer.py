"""Forms are rendered by the portal's own field template: label, hint, error, control, in that order.

Django renders each option of a list through two templates, which for the thirty districts of a filter costs more than
the whole rest of a page. Plain inputs and lists are therefore written here directly, to the same HTML
(``tests/konsey/test_formrenderer.py`` compares them with Django's own templates).
"""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

INPUTS = frozenset(
    f"django/forms/widgets/{name}.html" for name in ("text", "number", "hidden", "email", "date", "input")
)
SELECT = "django/forms/widgets/select.html"
OPTION = "django/forms/widgets/select_option.html"


class PortalFormRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if template_name in INPUTS:
            return _input(context["widget"])
        if template_name == SELECT and _is_plain(context["widget"]):
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _text(value: object) -> SafeString:
    """What ``{{ value|stringformat:'s' }}`` gives."""
    return conditional_escape(value if isinstance(value, str) else str(value))


def _attributes(attrs: Mapping[str, object]) -> str:
    return "".join(
        f" {conditional_escape(name)}" if value is True else f' {conditional_escape(name)}="{_text(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    name = f'<input type="{conditional_escape(widget["type"])}" name="{conditional_escape(widget["name"])}"'
    return SafeString(f"{name}{value}{_attributes(widget['attrs'])}>")


def _is_plain(widget: Mapping[str, Any]) -> bool:
    """Without groups, and with options that Django itself would render the usual way."""
    return all(
        group is None and all(option["template_name"] == OPTION for option in options)
        for group, options, _index in widget["optgroups"]
    )


def _select(widget: Mapping[str, Any]) -> SafeString:
    options = "".join(_option(option) for _group, options, _index in widget["optgroups"] for option in options)
    name = conditional_escape(widget["name"])
    return SafeString(f'<select name="{name}"{_attributes(widget["attrs"])}>{options}\n</select>')


def _option(option: Mapping[str, Any]) -> str:
    label = conditional_escape(option["label"])
    return f'\n  <option value="{_text(option["value"])}"{_attributes(option["attrs"])}>{label}</option>'
