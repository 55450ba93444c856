"""Checking a password, and finding the person of a session."""

from allauth.account.auth_backends import AuthenticationBackend

from konsey import addresses
from konsey.compiled import Compiled
from konsey.models import User

_USER = Compiled(lambda user: User.objects.filter(pk=user), user=int)


class PortalBackend(AuthenticationBackend):
    """Whoever calls it, an address is brought into its normal form first and then compared with ``=``."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        return super()._authenticate_by_email(addresses.find(email), password)

    def get_user(self, user_id: int) -> User | None:
        """Every request of a signed-in person asks this."""
        user = _USER.first(user=user_id)
        return user if user and self.user_can_authenticate(user) else None
