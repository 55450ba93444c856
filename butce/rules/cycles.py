"""Who may see a cycle and what is in it."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from butce.models import Cycle
from konsey.models import User


def visible_cycles(user: User | AnonymousUser) -> QuerySet[Cycle]:
    """Return the published cycles; those that work on the budget see the ones being prepared, too."""
    return Cycle.objects.all() if may_see_all(user) else Cycle.objects.public()


def may_see_all(user: User | AnonymousUser) -> bool:
    # Asked of staff only: everybody else would pay two queries for a no.
    return user.is_staff and user.has_perm("butce.change_cycle")
