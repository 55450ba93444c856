"""The quick way of writing inputs and lists gives what Django's own templates give."""

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting

from konsey.formrenderer import PortalFormRenderer

CHOICES = [("", "Hepsi"), ("a&b", 'Çeşme "mah."'), (3, "<b>Ürkmez</b>"), ("it's", "İ")]
WIDGETS = [
    (forms.TextInput(), "Işık <script>"),
    (forms.TextInput(attrs={"maxlength": 20, "required": True, "disabled": False, "data-x": 'a"b'}), None),
    (forms.NumberInput(attrs={"min": 0}), 1250),
    (forms.EmailInput(), "a@b.example"),
    (forms.HiddenInput(), 7),
    (forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), "2026-02-07"),
    (forms.Select(choices=CHOICES), "a&b"),
    (forms.Select(choices=CHOICES, attrs={"class": "uzun", "required": True}), 3),
    (forms.Select(choices=[("Grup", CHOICES), ("z", "Z")]), "z"),
    (forms.SelectMultiple(choices=CHOICES), ["3", "it's"]),
]


@pytest.mark.parametrize(("widget", "value"), WIDGETS)
def test_widget_is_the_same_html_as_djangos(widget, value):
    attrs = {"id": "id_alan"}

    ours = widget.render("alan", value, attrs, PortalFormRenderer())

    assert _on_lines(ours) == _on_lines(widget.render("alan", value, attrs, TemplatesSetting()))
    assert ours.__html__() == ours


def _on_lines(html: str) -> list[str]:
    """Without the blank lines that templates leave."""
    return [line.strip() for line in html.splitlines() if line.strip()]
