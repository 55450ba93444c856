"""What the audit keeps of sign-ins: those of staff, and attempts on staff accounts. Residents see theirs themselves."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from konsey import addresses, audit
from konsey.models import User
from konsey.services import deletions

audit.name_actions(
    {
        "signin.done": _("Görevli giriş yaptı"),
        "signin.ended": _("Görevli çıkış yaptı"),
        "signin.failed": _("Görevli hesabına başarısız giriş denemesi"),
        "signin.code_rejected": _("Görevli hesabına yanlış giriş kodu"),
        "signin.way_changed": _("Görevlinin giriş yolu değişti"),
    }
)


def signed_in(*, user: User, now: datetime) -> None:
    deletions.keep_used_account(user=user, now=now)
    if user.is_staff:
        audit.record(by=user, action="signin.done", obj=user)


def signed_out(*, user: User | None) -> None:
    if isinstance(user, User) and user.is_staff:
        audit.record(by=user, action="signin.ended", obj=user)


def sign_in_failed(*, credentials: Mapping[str, object]) -> None:
    """By nobody: whoever typed it is not known to be the owner. Addresses that belong to no clerk leave no trace."""
    typed = str(credentials.get("email") or credentials.get("username") or "")
    clerk = User.objects.filter(email=addresses.find(typed), is_staff=True).first()
    if clerk is not None:
        audit.record(by=None, action="signin.failed", obj=clerk)


def code_rejected(*, user: User | None) -> None:
    if isinstance(user, User) and user.is_staff:
        audit.record(by=None, action="signin.code_rejected", obj=user)


def way_in_changed(*, user: User, what: str) -> None:
    if user.is_staff:
        audit.record(by=user, action="signin.way_changed", obj=user, after={"what": what})
