"""Every control of a form: label, hint, error, and their ties for a screen reader."""

import re

import pytest
from django.template import Context, Template

from konsey.forms.design import SampleForm

NAMES = ("name", "email", "district", "date", "kind", "topics", "text", "letter", "accepted")


def _render(template: str, **values: object) -> str:
    return Template(template).render(Context(values))


@pytest.fixture
def failed() -> str:
    return _render(
        '{% include "components/error_summary.html" %}{{ form }}', form=SampleForm({"text": "<b>Yazdım</b>"})
    )


def _control(html: str, name: str) -> str:
    found = re.search(rf'<(?:input|select|textarea)[^>]*name="{name}"[^>]*>', html)
    assert found
    return found[0]


@pytest.mark.parametrize("name", ["name", "email", "district", "accepted"])
def test_error_is_tied_to_its_control(failed, name):
    control = _control(failed, name)
    described = re.search(r'aria-describedby="([^"]*)"', control)

    assert 'aria-invalid="true"' in control
    assert described
    assert f"id_{name}_error" in described[1].split()
    assert f'id="id_{name}_error"' in failed


def test_hint_is_tied_to_its_control():
    html = _render("{{ form }}", form=SampleForm())

    assert 'aria-describedby="id_email_helptext"' in _control(html, "email")
    assert 'id="id_email_helptext">Onay iletisi bu adrese gönderilir.' in html


def test_every_control_has_a_label_or_legend():
    html = _render("{{ form }}", form=SampleForm())

    labelled = set(re.findall(r'<label for="([^"]+)"', html))
    controls = set(re.findall(r'<(?:input|select|textarea)[^>]*\bid="([^"]+)"', html))
    assert controls <= labelled
    assert html.count("<fieldset") == html.count("<legend") == 2


def test_group_carries_hint_and_error_at_its_fieldset(failed):
    assert '<fieldset class="field field-group" id="id_kind_group" aria-describedby="id_kind_error">' in failed
    assert 'aria-describedby="id_topics_helptext"' in failed


def test_summary_links_to_each_control_that_fails(failed):
    summary = failed[: failed.index("</ul>")]
    links = re.findall(r'href="#([^"]+)"', summary)

    assert links == ["id_name", "id_email", "id_district", "id_kind_0", "id_accepted"]
    assert all(f'id="{link}"' in failed for link in links)


def test_what_was_typed_is_still_there_and_harmless(failed):
    assert "&lt;b&gt;Yazdım&lt;/b&gt;</textarea>" in failed


def test_optional_fields_say_so():
    html = _render("{{ form }}", form=SampleForm())

    assert html.count("(isteğe bağlı)") == 3


def test_title_begins_with_hata_only_for_a_form_with_errors():
    title = "{% error_prefix %}Başvuru"

    assert _render(title, form=SampleForm({})) == "Hata: Başvuru"
    assert _render(title, other=SampleForm({})) == "Hata: Başvuru"
    assert _render(title, form=SampleForm()) == "Başvuru"


def test_unbound_form_has_no_summary():
    assert _render('{% include "components/error_summary.html" %}', form=SampleForm()).strip() == ""


def test_every_control_is_sampled():
    assert tuple(SampleForm().fields) == NAMES
