"""The one home of Turkish text: folding for search, slugs, sort keys, casing, e-mail addresses.

Python's and PostgreSQL's own casing disagree with Turkish (and with each other) on i/ı/İ/I, so nothing else in the
project may lower, upper or slugify Turkish text. The database twins of ``fold`` and ``sort_key`` are generated columns
(`konsey.textfields`), built from the same tables.
"""

import re
import unicodedata

LOWER_FROM, LOWER_TO = "IİÂÎÛ", "ıiâîû"
UPPER_FROM, UPPER_TO = "ıi", "Iİ"
FOLD_FROM = "çğıöşüâîûéèêëáàäãóòôõíìïúùñ"
FOLD_TO = "cgiosuaiueeeeaaaaooooiiiuun"
SORT_TILDE = (("ç", "c~"), ("ğ", "g~"), ("ı", "h~"), ("ö", "o~"), ("ş", "s~"), ("ü", "u~"))
SORT_PLAIN_FROM, SORT_PLAIN_TO = "âîû", "aiu"

# Bidi controls reorder what a clerk reads; the others are invisible and make two names look the same.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_COMBINING = re.compile("[\u0300-\u036f]")
_SOFTENS, _SOFTENS_FROM = "kpct", 5
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def lower(text: str) -> str:
    """Lower-case by Turkish rules: ``IĞDIR`` → ``ığdır``, ``İZMİR`` → ``izmir``."""
    return text.translate(str.maketrans(LOWER_FROM, LOWER_TO)).lower()


def upper(text: str) -> str:
    """Upper-case by Turkish rules: ``ilçe`` → ``İLÇE``, ``ısı`` → ``ISI``."""
    return text.translate(str.maketrans(UPPER_FROM, UPPER_TO)).upper()


def capitalise(text: str) -> str:
    """Upper-case the first letter by Turkish rules and leave the rest alone."""
    return upper(text[:1]) + text[1:]


def fold(text: str) -> str:
    """Reduce to what a search compares: ASCII-like lower case, so that ``Işık``, ``IŞIK`` and ``isik`` are one."""
    composed = unicodedata.normalize("NFC", text)
    return _COMBINING.sub("", lower(composed).translate(str.maketrans(FOLD_FROM, FOLD_TO)))


def slug(text: str, *, max_length: int = 80) -> str:
    """Return an ASCII address part; never empty (``icerik`` when nothing remains)."""
    part = _NOT_SLUG.sub("-", fold(text)).strip("-")[:max_length].strip("-")
    return part or "icerik"


def search_words(query: str) -> list[str]:
    """Return the folded words to look for. A long word's last consonant that softens before a suffix is left off.

    So "dernek" finds "Derneği", "kitap" finds "Kitabı".
    """
    words = fold(query).split()
    return [word[:-1] if len(word) >= _SOFTENS_FROM and word[-1] in _SOFTENS else word for word in words]


def sort_key(text: str) -> str:
    """Return the key whose code point order is the Turkish alphabet's (equal to ICU's ``tr`` primary order)."""
    key = lower(text).translate(str.maketrans(SORT_PLAIN_FROM, SORT_PLAIN_TO))
    for letter, replacement in SORT_TILDE:
        key = key.replace(letter, replacement)
    return key


def clean(text: str, *, lines: bool = False) -> str:
    """Compose (NFC), drop control, invisible and bidi characters, and trim.

    With ``lines`` line breaks survive (normalised to ``\\n``); without, each run of white space becomes one blank.
    """
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    composed = _CONTROL.sub("", _INVISIBLE.sub("", composed))
    if lines:
        return "\n".join(line.rstrip() for line in composed.split("\n")).strip()
    return " ".join(composed.split())
