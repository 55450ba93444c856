"""The mailing lists, and the signed link that takes a person off one without signing in.

A list is a purpose that people consent to (`konsey.consents`) with a wish on their account; there is no second table.
"""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from konsey import consents
from konsey.models import User

_signer = signing.Signer(salt="konsey.unsubscribe")


def mailing_list(name: str) -> consents.Purpose:
    """Return the list. Raises ValueError for a purpose that is none."""
    purpose = consents.PURPOSES.get(name)
    if purpose is None or not purpose.wish:
        raise ValueError(f"There is no mailing list '{name}'.")
    return purpose


def wants(user: User, list_kind: str) -> bool:
    """Return whether the person is on the list now."""
    return user.is_active and bool(getattr(user, mailing_list(list_kind).wish))


def token(user: User, list_kind: str) -> str:
    return _signer.sign_object([user.pk, list_kind])


def link(user: User, list_kind: str) -> str:
    """Return the address that takes this person off this list; it does not expire, old letters must keep working."""
    return settings.SITE_URL + reverse("unsubscribe", args=[token(user, list_kind)])


def read(signed: str) -> tuple[int, str] | None:
    """Return the person's id and the list of a link, or None when it was not made here."""
    try:
        user_id, list_kind = _signer.unsign_object(signed)
        mailing_list(list_kind)
    except (signing.BadSignature, ValueError):
        return None
    return user_id, list_kind
