"""The first administrator of an empty portal, appointed by whoever sits at the server's terminal."""

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from konsey import audit, locks
from konsey.errors import Refused
from konsey.models import User
from konsey.roles import ADMINISTRATOR, ROLES
from konsey.rules import roles as rules

audit.name_actions({"administrator.appointed": _("İlk yönetici tanımlandı")})


def why_not_appoint() -> str | None:
    if rules.holders(ADMINISTRATOR).exists():
        return _("Portalın bir yöneticisi var. Yenilerini yönetim ekranlarından tanımlayabilir.")
    return None


@transaction.atomic
def appoint_first(*, name: str, email: str, password: str) -> User:
    """Create the first holder of the administrator's role, with a confirmed address: no superuser, whom no rule binds.

    ``email`` is in its normal form. Raises Refused.
    """
    locks.hold(locks.key_for("first administrator"))
    if refusal := why_not_appoint():
        raise Refused(refusal)
    if User.objects.filter(email=email).exists():
        raise Refused(_("Bu e-posta adresiyle açılmış bir hesap var; yönetici için başka bir adres yazınız."))
    user = User.objects.create_user(email, password, name=name, is_staff=True)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    user.groups.add(Group.objects.get(name=ROLES[ADMINISTRATOR].group))
    audit.record(by=None, action="administrator.appointed", obj=user)
    return user
