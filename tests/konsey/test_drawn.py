"""Pieces drawn once: the same facts give the same piece, anything that is drawn otherwise is another one."""

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from konsey import drawn as module
from konsey.drawn import drawn
from konsey.navigation import Entry
from tests.factories.konsey import DistrictFactory

CARD = "components/card.html"


def test_piece_is_drawn_once():
    assert drawn(CARD, title="Gölge", url="/a/") is drawn(CARD, title="Gölge", url="/a/")


def test_changed_fact_is_another_piece():
    first = drawn(CARD, title="Gölge", text="Ağaç")

    assert "Çeşme" in drawn(CARD, title="Gölge", text="Çeşme")
    assert "Ağaç" in first


def test_unsafe_text_is_escaped_also_after_the_same_safe_one():
    assert "<b>Gölge</b>" in drawn(CARD, title=mark_safe("<b>Gölge</b>"))

    assert "&lt;b&gt;Gölge&lt;/b&gt;" in drawn(CARD, title="<b>Gölge</b>")


def test_unsafe_text_inside_a_tuple_is_escaped_also_after_the_same_safe_one():
    menu = "components/_menu_items.html"
    assert "<i>Ev</i>" in drawn(menu, entries=(Entry(mark_safe("<i>Ev</i>"), "/"),))

    assert "&lt;i&gt;Ev&lt;/i&gt;" in drawn(menu, entries=(Entry("<i>Ev</i>", "/"),))


def test_number_that_equals_a_truth_is_another_piece():
    menu = "components/_menu_items.html"

    assert drawn(menu, entries=(("a", 1),)) is not drawn(menu, entries=(("a", True),))


def test_lazy_text_and_language_are_part_of_the_facts():
    word = gettext_lazy("Ana sayfa")

    turkish = drawn(CARD, title=word)
    with override("en"):
        other = drawn(CARD, title=word)

    assert turkish is drawn(CARD, title="Ana sayfa")
    assert other is not turkish


@pytest.mark.django_db
def test_row_of_a_model_is_no_plain_fact():
    with pytest.raises(TypeError, match="District"):
        drawn(CARD, title=DistrictFactory())


def test_request_and_person_are_unknown_to_a_piece():
    assert "account_logout" not in drawn("components/_menus.html", main_menu=())
    assert 'class="btn btn-ghost"' in drawn("components/_menus.html", main_menu=())


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(module, "KEPT", 3)
    monkeypatch.setattr(module, "_pieces", type(module._pieces)())

    for number in range(6):
        drawn(CARD, title=str(number))

    assert len(module._pieces) == 3
    assert drawn(CARD, title="5") is drawn(CARD, title="5")
