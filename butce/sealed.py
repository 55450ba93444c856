"""Small facts that only the visitor's browser keeps: encrypted and signed, so that it cannot read or change them.

Used where the server must not remember something (who stands in the booth, a receipt code on its way). Nothing of this
is stored, logged or put into an address.
"""

import base64
import hmac
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def seal(purpose: str, facts: dict[str, Any]) -> str:
    """Return a text that only ``unseal`` with the same purpose can read."""
    return _fernet(purpose).encrypt(json.dumps(facts, separators=(",", ":")).encode()).decode()


def unseal(purpose: str, token: str, *, max_age: int) -> dict[str, Any] | None:
    """Return the facts; None for whatever is forged, made for another purpose, or older than ``max_age`` seconds."""
    try:
        return dict(json.loads(_fernet(purpose).decrypt(token.encode(), ttl=max_age)))
    except (InvalidToken, ValueError):
        return None


def _fernet(purpose: str) -> MultiFernet:
    return MultiFernet([_key(purpose, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(purpose: str, secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hmac.digest(secret.encode(), f"butce|{purpose}".encode(), "sha256")))
