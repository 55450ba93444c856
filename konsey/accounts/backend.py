"""Checking a password."""

from allauth.account.auth_backends import AuthenticationBackend

from konsey import addresses
from konsey.models import User


class PortalBackend(AuthenticationBackend):
    """Whoever calls it, an address is brought into its normal form first and then compared with ``=``."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        return super()._authenticate_by_email(addresses.find(email), password)
