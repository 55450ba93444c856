"""The link that confirms an address: a signed key, good for a day, that does nothing by merely being opened."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import EmailAddress, Login
from django.conf import settings
from django.contrib.auth import logout
from django.core import signing
from django.http import HttpRequest, HttpResponse

SALT = "konsey.accounts.confirmation"


def key_for(address: EmailAddress) -> str:
    """Return the signed number of the row: the address itself has no place in an address line."""
    return signing.dumps(address.pk, salt=SALT)


def address_for(key: str) -> EmailAddress | None:
    """Return the address that waits for this key; None if it expired, was confirmed or the account is gone."""
    try:
        number = signing.loads(key, salt=SALT, max_age=settings.CONFIRMATION_LINK_LIFETIME)
    except signing.BadSignature:
        return None
    return EmailAddress.objects.filter(pk=number, verified=False).select_related("user").first()


def enter(request: HttpRequest, address: EmailAddress) -> HttpResponse:
    """Confirm the address and sign its owner, whose password was just checked, in."""
    logout(request)  # whoever was signed in here, or was half way through signing up
    user = address.user
    get_adapter().confirm_email(request, address)
    record_authentication(request, user, "password", email=address.email)
    return perform_login(request, Login(user=user, email=address.email))
