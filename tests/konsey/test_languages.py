"""A language is offered when its catalogue is complete and compiled."""

import pytest

from konsey import languages

HEAD = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n'
DONE = 'msgid "Evet"\nmsgstr "Yes"\n'
LONG = 'msgid ""\n"Uzun "\n"metin"\nmsgstr ""\n"Long "\n"text"\n'
MISSING = 'msgid "Hayır"\nmsgstr ""\n'
FUZZY = '#, fuzzy\nmsgid "Belki"\nmsgstr "May be"\n'
HALF_PLURAL = 'msgid "%d oy"\nmsgid_plural "%d oy"\nmsgstr[0] "%d vote"\nmsgstr[1] ""\n'
UNUSED = '#~ msgid "Eski"\n#~ msgstr ""\n'


def _offered(folder, *entries, compiled=True):
    catalogue = folder / "en/LC_MESSAGES"
    catalogue.mkdir(parents=True)
    (catalogue / "django.po").write_text("\n".join([HEAD, *entries]), "utf-8")
    if compiled:
        (catalogue / "django.mo").write_bytes(b"")
    return [code for code, _name in languages.offered(folder)]


def test_complete_catalogue_is_offered(tmp_path):
    assert _offered(tmp_path, DONE, LONG, UNUSED) == ["tr", "en"]


@pytest.mark.parametrize("entry", [MISSING, FUZZY, HALF_PLURAL])
def test_catalogue_with_an_open_text_is_not_offered(tmp_path, entry):
    assert _offered(tmp_path, entry, DONE) == ["tr"]


def test_catalogue_that_is_not_compiled_or_empty_is_not_offered(tmp_path):
    assert _offered(tmp_path / "a", DONE, compiled=False) == ["tr"]
    assert _offered(tmp_path / "b") == ["tr"]


def test_turkish_is_there_without_any_catalogue(tmp_path):
    assert languages.offered(tmp_path / "nowhere") == [("tr", "Türkçe")]


def test_language_that_is_not_offered_becomes_turkish(settings):
    assert [languages.of(wish) for wish in ("en", "tr", "", "xx")] == ["tr"] * 4
