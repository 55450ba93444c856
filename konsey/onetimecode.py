"""One-time codes: twelve signs that are hard to misread, the last one a check sign.

Eleven random signs of 31 are 54 bits. The check is a weighted sum modulo the prime 31, so that each single misread sign
and each swap of neighbours is noticed before an attempt is counted. Only the keyed hash is stored.
"""

import hmac
import secrets

from django.conf import settings

# No I, L, O, 0, 1: nothing that a printed sheet could leave in doubt, and nothing with a dot to lose in Turkish.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12
_FROM_TYPED = str.maketrans("abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKMNPQRSTUVWXYZ", " -.\u2013\u2014\u00a0\t")


def generate() -> str:
    """Return a new random code with its check sign, without separators."""
    return complete("".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1)))


def complete(body: str) -> str:
    """Return the code that begins with these eleven signs."""
    return body + _check_sign(body)


def canonical(typed: str) -> str:
    """Return what was meant by ``typed``: capitals, without blanks and dashes."""
    return typed.translate(_FROM_TYPED)


def is_plausible(code: str) -> bool:
    """Say whether a canonical code has the right length, signs and check sign."""
    return len(code) == LENGTH and all(sign in ALPHABET for sign in code) and _check_sign(code[:-1]) == code[-1]


def printed(code: str) -> str:
    """Return the code as it stands on paper: ``XXXX-XXXX-XXXX``."""
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def digest(code: str) -> bytes:
    """Return the 32 bytes under which a canonical code is stored."""
    return hmac.digest(settings.IDENTITY_KEY.encode(), f"kk1-kod|{code}".encode(), "sha256")


def _check_sign(body: str) -> str:
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(body, 2))
    return ALPHABET[-total % len(ALPHABET)]
