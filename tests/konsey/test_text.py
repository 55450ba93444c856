import pytest

from konsey import text


@pytest.mark.parametrize(
    ("raw", "lower", "upper", "fold", "slug"),
    [
        ("İstasyon", "istasyon", "İSTASYON", "istasyon", "istasyon"),
        ("IĞDIR", "ığdır", "IĞDIR", "igdir", "igdir"),
        ("Kâğıthane", "kâğıthane", "KÂĞITHANE", "kagithane", "kagithane"),
        ("ışık Sk.", "ışık sk.", "IŞIK SK.", "isik sk.", "isik-sk"),
    ],
)
def test_turkish_casing_follows_turkish_rules(raw, lower, upper, fold, slug):
    assert (text.lower(raw), text.upper(raw), text.fold(raw), text.slug(raw)) == (lower, upper, fold, slug)


def test_sort_key_orders_the_turkish_alphabet():
    letters = list("abcçdefgğhıijklmnoöprsştuüvyz")

    assert sorted(letters, key=text.sort_key) == letters


def test_clean_removes_bidi_and_control_characters():
    assert text.clean("  Ay\u202eşe\x00  Yıl\u200bdız ") == "Ayşe Yıldız"


def test_search_words_leave_off_what_softens_before_a_suffix():
    assert text.search_words("Dernek KİTAP park IŞIK") == ["derne", "kita", "park", "isik"]
