"""Who may give a role to whom."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from konsey import roles
from konsey.models import User


def holders(role: str) -> QuerySet[User]:
    """Return who holds a role and can use it."""
    return User.objects.filter(groups__name=roles.ROLES[role].group, is_active=True)


def is_last_administrator(user: User) -> bool:
    """Without an administrator nobody could give roles any more."""
    administrators = holders(roles.ADMINISTRATOR)
    return administrators.filter(pk=user.pk).exists() and not administrators.exclude(pk=user.pk).exists()


def why_not_assign(*, by: User | None, user: User) -> str | None:
    """``by`` None is whoever sits at the server's terminal. Nobody changes the own rights, upwards or downwards."""
    if by is not None and by.pk == user.pk:
        return _("Kendi görevlerinizi değiştiremezsiniz. Başka bir yöneticiden isteyiniz.")
    if user.erased_at or not user.is_active:
        return _("Kapalı ya da silinmiş bir hesaba görev verilemez.")
    if user.is_superuser and by is not None and not by.is_superuser:
        return _("Bu hesap kurulumda tanımlanan sistem yöneticisidir; görevleri buradan değiştirilemez.")
    if not user.emailaddress_set.filter(verified=True).exists():
        return _("Görev verilebilmesi için kişinin önce e-posta adresini onaylaması gerekir.")
    return None


def why_not_combine(names: Iterable[str]) -> str | None:
    """An auditor who may also act would audit the own acts."""
    chosen = set(names)
    if roles.AUDITOR in chosen and len(chosen) > 1:
        return _("Denetçi başka bir görev alamaz: kendi işlemlerini denetlemiş olurdu.")
    return None
