"""Tags that remember what never changes say the same as Django's own."""

import pytest
from django.http import HttpRequest
from django.template import Context, Engine, engines
from django.template.defaulttags import URLNode
from django.templatetags.i18n import TranslateNode
from django.urls import NoReverseMatch, set_script_prefix
from django.utils import translation

from konsey.templatetags.constants import _Kept


def template(source):
    return engines["django"].from_string(source)


def kinds(source):
    return [type(node) for node in template(source).template.nodelist]


@pytest.mark.parametrize(
    "source",
    [
        '{% translate "Kaydedin" %}',
        "{% translate 'Kaydedin' as word %}[{{ word }}]",
        '{% translate "a < b & %%c" %}',
        '{% translate "a < b" as word %}{{ word }}',
        "{% url 'home' %}",
        "{% url 'news_list' %}",
    ],
)
def test_constants_say_the_same_each_time(source):
    tag = template(source)
    found = tag.render()
    assert found
    assert tag.render() == found
    assert any(issubclass(kind, _Kept) for kind in kinds(source))


def test_text_is_what_django_makes_of_it():
    source = '{% translate "a < b & %%c" %}'
    assert template(source).render() == Engine(builtins=["django.templatetags.i18n"]).from_string(source).render(
        Context()
    )
    assert template("{% translate 'Kaydedin' as word %}[{{ word }}]").render() == "[Kaydedin]"


def test_each_language_has_its_words():
    tag = template('{% translate "Monday" %}')
    for language, word in (("tr", "Pazartesi"), ("en", "Monday"), ("tr", "Pazartesi")):
        with translation.override(language):
            assert tag.render() == word


@pytest.mark.parametrize(
    "source",
    [
        "{% translate word %}",
        '{% translate "Kaydedin"|upper %}',
        '{% translate "Kaydedin" context "düğme" %}',
    ],
)
def test_variables_stay_djangos(source):
    assert not any(issubclass(kind, _Kept) for kind in kinds(source))
    assert template("{% translate word %}").render({"word": "Monday"}) == "Pazartesi"
    assert template("{% translate word %}").render({"word": "Tuesday"}) == "Salı"


def test_addresses_with_arguments_and_names_stay_djangos():
    assert kinds("{% url 'district_detail' slug %}") == [URLNode]
    assert kinds("{% url 'home' as address %}") == [URLNode]
    assert kinds("{% translate word %}") == [TranslateNode]
    assert template("{% url 'no-such' as address %}[{{ address }}]").render() == "[]"


def test_a_missing_address_is_an_error_each_time():
    tag = template("{% url 'no-such' %}")
    for _time in range(2):
        with pytest.raises(NoReverseMatch):
            tag.render()


def test_the_prefix_of_the_server_counts():
    tag = template("{% url 'news_list' %}")
    plain = tag.render({}, HttpRequest())
    try:
        set_script_prefix("/konsey/")
        assert tag.render({}, HttpRequest()) == f"/konsey{plain}"
    finally:
        set_script_prefix("/")
    assert tag.render({}, HttpRequest()) == plain
