"""The letters about roles: to the person, and to the administrators, so that nobody is promoted in silence."""

from collections.abc import Sequence

from django.utils import timezone

from konsey import mail, roles
from konsey.models import User
from konsey.rules.roles import holders


def roles_changed(person: User, held: Sequence[roles.Role], *, by: User | None) -> None:
    stamp = timezone.now().isoformat()
    context = {"roles": [role.group for role in held], "person": person.name, "by": by.name if by else ""}
    mail.queue("konsey/roles_changed", to=person.email, user=person, key=f"{person.pk}:{stamp}", context=context)
    for other in holders(roles.ADMINISTRATOR).exclude(pk__in=[person.pk, by.pk if by else 0]):
        mail.queue(
            "konsey/roles_changed_notice",
            to=other.email,
            user=other,
            key=f"{person.pk}:{other.pk}:{stamp}",
            context=context,
        )
