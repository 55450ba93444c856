"""Numbers of certificates: KB-7F3M-Q9ZT-X2KD.

Twelve characters of 28 are 57 bits from the system's random source: with look-ups limited, nobody finds one by trying.
The alphabet has no vowel (so no word appears), and nothing that is read two ways (0/O, 1/I/ı/l).
"""

import secrets

from konsey import text

PREFIX = "KB"
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
LENGTH = 12


def new_number() -> str:
    return _written("".join(secrets.choice(ALPHABET) for _each in range(LENGTH)))


def read(typed: str) -> str | None:
    """Return the number that was typed, whatever its case, blanks and hyphens; None for what cannot be one."""
    letters = "".join(each for each in text.upper(text.fold(text.clean(typed))) if each.isalnum())
    code = letters.removeprefix(PREFIX) if len(letters) == LENGTH + len(PREFIX) else letters
    return _written(code) if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def _written(code: str) -> str:
    groups = (code[start : start + 4] for start in range(0, LENGTH, 4))
    return "-".join([PREFIX, *groups])
