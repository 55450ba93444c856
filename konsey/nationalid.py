"""The national identity number (T.C. Kimlik No): plausibility, and the keyed hash that is all the portal keeps.

A plain hash would be useless: all 9×10^8 numbers can be tried within minutes. HMAC-SHA-256 with a key that is never in
the database is not open to that (docs/kararlar/0004). The number itself is never stored, logged or mailed.
`tools/kimlik_ozeti.py` computes the same hash on the municipality's own machine; a test holds the two together.
"""

import hmac
import re

from django.conf import settings

VERSION = "kk1"
HASH_BYTES = 32
_ELEVEN_DIGITS = re.compile(r"(?<!\d)(?:\d[ .-]?){10}\d(?!\d)")


def digits(typed: str) -> str:
    """Return the number without the blanks, dots and dashes that people type between its digits."""
    return typed.translate(str.maketrans("", "", " .-\u00a0")).strip()


def is_plausible(number: str) -> bool:
    """Say whether ``number`` has the two check digits of a national id. Says nothing about a person behind it."""
    if len(number) != 11 or not (number.isascii() and number.isdigit()) or number[0] == "0":
        return False
    d = [int(digit) for digit in number]
    odd, even = d[0] + d[2] + d[4] + d[6] + d[8], d[1] + d[3] + d[5] + d[7]
    return d[9] == (odd * 7 - even) % 10 and d[10] == (odd + even + d[9]) % 10


def occurs_in(text: str) -> bool:
    """Say whether ``text`` contains something that looks like a national id: it must not reach the database."""
    return any(is_plausible(digits(found)) for found in _ELEVEN_DIGITS.findall(text))


def digest(number: str, birth_year: int) -> bytes:
    """Return the 32 bytes that stand for a person in the register and in verifications."""
    return _keyed(f"{VERSION}|{number}|{birth_year}")


def foreign_digest(provider: str, subject: str) -> bytes:
    """Return the 32 bytes for a person whom an identity provider names only by its own ``subject``."""
    return _keyed(f"{VERSION}-oidc|{provider}|{subject}")


def key_fingerprint() -> str:
    """Return eight hex digits by which a prepared file shows that it was made with this portal's key."""
    return _keyed(f"{VERSION}-anahtar-izi").hex()[:8]


def _keyed(message: str) -> bytes:
    return hmac.digest(settings.IDENTITY_KEY.encode(), message.encode(), "sha256")
