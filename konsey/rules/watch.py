"""Who may look at the state of the portal."""

from django.contrib.auth.models import AnonymousUser

from konsey.models import User


def may_see_health(user: User | AnonymousUser) -> bool:
    """Figures of the machine, no personal data: all who work here."""
    return isinstance(user, User) and user.is_clerk
