"""The person's key on the roll of one box."""

import hashlib
import hmac
import secrets

from django.conf import settings
from django.utils.translation import gettext as _

from konsey.errors import Refused
from sandik.models import HASH_BYTES, Box


def new_nonce() -> bytes:
    return secrets.token_bytes(HASH_BYTES)


def roll_key(box: Box, identity: bytes) -> bytes:
    """Return the roll hash of a person in this box.

    Keyed by the portal's identity key and the box's own nonce: two boxes cannot be joined, and with the nonce destroyed
    nobody can compute it again. ``identity`` is whatever makes the person one (a register hash, an account's number).
    Raises Refused when the box has no nonce (not frozen yet, or already destroyed).
    """
    if not box.roll_nonce:
        raise Refused(_("Bu sandık oy kullanmaya hazır değil."))
    key = hmac.digest(settings.IDENTITY_KEY.encode(), b"kk-kutuk|" + bytes(box.roll_nonce), "sha256")
    return hmac.new(key, identity, hashlib.sha256).digest()
