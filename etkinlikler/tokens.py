"""Links that open one thing without an account: the row's random key with a signature behind it.

The database alone opens nothing (the signature needs the portal's secret), a link of one kind opens nothing of another
kind, and a link can be made again for each letter, since nothing of it has to be stored.
"""

import base64
import binascii
import hmac
import uuid
from hashlib import sha256

from django.conf import settings

MANAGE, TICKET, DELEGATION, INVITATION = "manage", "ticket", "delegation", "invitation"
_SIGNATURE = 12  # bytes; guessing one takes 2^96 tries on top of the 122 random bits of the key


def make(kind: str, key: uuid.UUID) -> str:
    return base64.urlsafe_b64encode(key.bytes + _sign(kind, key.bytes, settings.SECRET_KEY)).decode().rstrip("=")


def read(kind: str, token: str) -> uuid.UUID | None:
    """Return the key of a link made here for this kind of thing, else None."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    key, signature = raw[:16], raw[16:]
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]  # letters live longer than a secret
    known = any(hmac.compare_digest(signature, _sign(kind, key, secret)) for secret in secrets)
    return uuid.UUID(bytes=key) if known and len(raw) == 16 + _SIGNATURE else None


def _sign(kind: str, key: bytes, secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"etkinlikler:" + kind.encode() + key, sha256)[:_SIGNATURE]
