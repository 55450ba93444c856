"""Giving roles to people and taking them away."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from konsey import audit, roles
from konsey.emails import roles as letters
from konsey.errors import Refused
from konsey.models import User
from konsey.rules import roles as rules
from konsey.services import accounts

audit.name_actions({"roles.changed": _("Kişinin görevleri değiştirildi")})


def roles_of(user: User) -> list[str]:
    """Return the names of the roles a person holds, in the order of `konsey.roles.ROLES`."""
    held = set(user.groups.values_list("name", flat=True))
    return [role.name for role in roles.ROLES.values() if role.group in held]


@transaction.atomic
def assign_roles(*, by: User | None, user: User, names: Iterable[str], reason: str = "") -> None:
    """Let the person hold exactly these roles. Staff is who holds at least one.

    Whoever loses a role is signed out everywhere; the person and the other administrators get a letter. Raises Refused.
    """
    person = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    wanted = [role for role in roles.ROLES.values() if role.name in set(names)]
    if refusal := rules.why_not_assign(by=by, user=person) or rules.why_not_combine(role.name for role in wanted):
        raise Refused(refusal)
    before = roles_of(person)
    after = [role.name for role in wanted]
    if before == after:
        return
    person.groups.set(Group.objects.filter(name__in=[role.group for role in wanted]))
    User.objects.filter(pk=person.pk).update(is_staff=bool(wanted) or person.is_superuser)
    if set(before) - set(after):
        accounts.end_sessions(user=person)
    audit.record(
        by=by, action="roles.changed", obj=person, before={"roles": before}, after={"roles": after}, reason=reason
    )
    letters.roles_changed(person, wanted, by=by)
