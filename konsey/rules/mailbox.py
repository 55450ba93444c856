"""Who may read the demo's mailbox."""

from django.contrib.auth.models import AnonymousUser

from konsey.models import User


def may_read_mailbox(user: User | AnonymousUser) -> bool:
    """All who work here; the page exists only where letters are not real (demo, tests, development)."""
    return isinstance(user, User) and user.is_clerk
