"""What all methods share: giving and ending a verification, one per person and one per identity."""

import calendar
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from konsey import audit, locks
from konsey.constraints import refused_as
from konsey.emails import identity as letters
from konsey.errors import Refused
from konsey.models import Neighbourhood, OneTimeCode, User, Verification
from konsey.rules import identity as rules

audit.name_actions(
    {
        "identity.verified": gettext_lazy("Kimlik doğrulandı"),
        "identity.verification_ended": gettext_lazy("Doğrulama sona erdirildi"),
    }
)


class Held(Exception):
    """The identity is verified in another account. ``verification`` is for staff, never for the person who asks."""

    def __init__(self, verification: Verification) -> None:
        super().__init__()
        self.verification = verification


def lock_person(user: User) -> User:
    """Lock the person's row, so that nothing else about this identity happens at the same time."""
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)


def months_after(moment: datetime, months: int) -> datetime:
    """Return the same day of the month later, or the month's last day where there is none."""
    year, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + year, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))


def grant(
    *,
    user: User,
    method: str,
    neighbourhood: Neighbourhood,
    now: datetime,
    identity_hmac: bytes | None = None,
    birth_year: int | None = None,
    code: OneTimeCode | None = None,
    checked_by: User | None = None,
    document: str = "",
    reason: str = "",
) -> Verification:
    """Write the verification in the caller's transaction; ``user`` must be locked. Raises Held."""
    if identity_hmac is not None:
        _claim_identity(user=user, identity_hmac=identity_hmac, now=now)
    for former in Verification.objects.standing().filter(user=user):
        _end(former, reason=Verification.EndReason.REPLACED, now=now)
    with refused_as({"konsey_verification_one_per_identity": held_sentence()}):
        verification = Verification.objects.create(
            user=user,
            method=method,
            neighbourhood=neighbourhood,
            identity_hmac=identity_hmac,
            birth_year=birth_year,
            code=code,
            checked_by=checked_by,
            document=document,
            verified_at=now,
            expires_at=months_after(now, settings.IDENTITY_VALID_MONTHS),
        )
    audit.record(
        by=checked_by or user,
        action="identity.verified",
        obj=verification,
        after={"user": user.pk, "method": method, "neighbourhood": neighbourhood.pk, "document": document},
        reason=reason,
    )
    letters.verified(verification)
    return verification


@transaction.atomic
def end_verification(*, by: User, verification: Verification, reason: str, now: datetime) -> Verification:
    """Take a verification back: staff, with a reason that the person is told. Raises Refused."""
    lock_person(verification.user)
    row = Verification.objects.select_for_update(of=("self",), no_key=True).get(pk=verification.pk)
    if refusal := rules.why_not_end(row):
        raise Refused(refusal)
    _end(row, reason=Verification.EndReason.REVOKED, now=now)
    audit.record(
        by=by,
        action="identity.verification_ended",
        obj=row,
        before={"ended_at": None},
        after={"ended_at": now},
        reason=reason,
    )
    letters.ended(row, reason=reason)
    return row


def held_sentence() -> str:
    """What a person is told whose identity is verified elsewhere: clear, and without a hint whose account it is."""
    return _(
        "Bu kimlik bilgileriyle daha önce bir hesap doğrulanmış. Bir kişi yalnızca bir hesapta doğrulanabilir. "
        "O hesap sizinse onunla giriş yapınız; değilse ya da erişemiyorsanız yardım isteyiniz, görevlimiz incelesin."
    )


def _claim_identity(*, user: User, identity_hmac: bytes, now: datetime) -> None:
    """Make sure that no other account holds the identity; a holder whose time is over gives way."""
    locks.hold(int.from_bytes(identity_hmac[:8], "big", signed=True))
    holder = Verification.objects.standing().filter(identity_hmac=identity_hmac).exclude(user=user).first()
    if holder is None:
        return
    if holder.expires_at > now:
        raise Held(holder)
    _end(holder, reason=Verification.EndReason.EXPIRED, now=now)


def _end(verification: Verification, *, reason: str, now: datetime) -> None:
    verification.ended_at = now
    verification.end_reason = reason
    verification.birth_year = None
    verification.save(update_fields=["ended_at", "end_reason", "birth_year"])
