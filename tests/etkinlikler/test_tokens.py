"""Links: only what was made here, for this kind of thing, opens anything."""

import uuid

import pytest

from etkinlikler import tokens

KEY = uuid.UUID("12345678-1234-4234-8234-123456789abc")


def test_a_link_gives_back_its_key():
    assert tokens.read(tokens.MANAGE, tokens.make(tokens.MANAGE, KEY)) == KEY


def test_a_link_of_one_kind_opens_nothing_of_another():
    assert tokens.read(tokens.TICKET, tokens.make(tokens.MANAGE, KEY)) is None


@pytest.mark.parametrize("forged", ["", "a", "ğ", "=" * 40, "A" * 38, "A" * 37, "../../etc", "%00" * 10])
def test_what_was_not_made_here_is_no_link(forged):
    assert tokens.read(tokens.MANAGE, forged) is None


def test_a_changed_letter_breaks_the_link():
    made = tokens.make(tokens.MANAGE, KEY)
    broken = ("B" if made[0] != "B" else "C") + made[1:]

    assert tokens.read(tokens.MANAGE, broken) is None


def test_a_link_survives_a_new_secret_that_keeps_the_old_one(settings):
    made = tokens.make(tokens.MANAGE, KEY)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "yeni" * 20
    assert tokens.read(tokens.MANAGE, made) == KEY

    settings.SECRET_KEY_FALLBACKS = []

    assert tokens.read(tokens.MANAGE, made) is None
