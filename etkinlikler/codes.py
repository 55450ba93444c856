"""The short code of a ticket: what a steward types where no camera and no network help.

Six signs that cannot be mixed up, from the first 30 bits of the person's key, which the long address of the code holds
too; `static/js/door-store.js` reads both the same way. Two people of one event may have the same (1 in 10^9 for each
pair), so a code finds people, it never lets anybody in by itself.
"""

import re
import uuid

from etkinlikler import tokens

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, _BITS = 6, 30
_MEANT = str.maketrans("oOıiİIlL", "00111111")
_TOKEN = re.compile(r"/bilet/([\w-]+)")


def code_of(key: uuid.UUID) -> str:
    number = key.int >> (128 - _BITS)
    signs = "".join(SIGNS[number >> shift & 31] for shift in range(_BITS - 5, -1, -5))
    return f"{signs[:3]}-{signs[3:]}"


def keys_of(typed: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """Return the first and the last key that belong to a typed code, or to the address that a scanner types; None for
    anything else."""
    if found := _TOKEN.search(typed):
        key = tokens.read(tokens.TICKET, found[1])
        return (key, key) if key else None
    signs = re.sub(r"[\s-]", "", typed.translate(_MEANT))
    signs = "".join(chr(ord(sign) - 32) if "a" <= sign <= "z" else sign for sign in signs)
    if len(signs) != LENGTH or not set(signs) <= set(SIGNS):
        return None
    number = 0
    for sign in signs:
        number = number << 5 | SIGNS.index(sign)
    rest = 128 - _BITS
    return uuid.UUID(int=number << rest), uuid.UUID(int=((number + 1) << rest) - 1)
