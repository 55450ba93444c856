"""When an account may be erased."""

from datetime import datetime

from django.utils.translation import gettext as _

from konsey import personal_data
from konsey.models import User


def why_not_delete(user: User, now: datetime) -> str | None:
    """Staff answer for their acts while they hold a role; rooms may ask to wait, for example for an open ballot."""
    if user.erased_at:
        return _("Bu hesap silinmiş.")
    if user.is_staff:
        return _(
            "Hesabınıza görev tanımlı olduğu için silinemez. Önce yöneticinizden görevlerinizi kaldırmasını isteyiniz."
        )
    return personal_data.why_not_now(user, now)
