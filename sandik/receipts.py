"""Receipt codes: 100 random bits, shown once, stored only as a hash."""

import hashlib
import secrets

from django.utils.translation import gettext as _

from konsey.errors import Refused

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: nothing to misread
LENGTH, GROUP = 20, 5
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "İ": "1"})


def new_code() -> str:
    """Return a fresh code in four groups of five, such as ``7K2MQ-0XW4D-…``."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def normalise(typed: str) -> str:
    """Return the bare letters of a code as typed by a person. Raises Refused when it cannot be one."""
    letters = "".join(letter for letter in typed.upper().translate(MISREAD) if letter not in " -\u2010\u2013")  # ascii
    if len(letters) != LENGTH or any(letter not in ALPHABET for letter in letters):
        raise Refused(_("Alındı kodu yirmi harf ve rakamdan oluşur. Kodu kontrol edip yeniden yazınız."))
    return letters


def digest(box_id: int, code: str) -> bytes:
    """Return what is stored: the hash of box and code, so that a code means nothing in another box."""
    return hashlib.sha256(f"kk-alindi|{box_id}|{normalise(code)}".encode()).digest()
