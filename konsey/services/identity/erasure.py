"""What remains of an identity when an account is erased: rows to count, nothing that leads to the person."""

from datetime import datetime

from django.db import transaction

from konsey.models import HelpCase, LockOut, Residence, User, Verification

ERASED_TEXT = "—"


@transaction.atomic
def erase_identity(*, user: User, now: datetime) -> None:
    """End residences and verifications, free the identity for a new account, wipe what was written. Codes stay used.

    Rows stay with method, neighbourhood and dates, so that no figure of the past changes (docs/kararlar/0008).
    """
    HelpCase.objects.filter(user=user).update(message=ERASED_TEXT)
    HelpCase.objects.filter(user=user, state=HelpCase.State.ANSWERED).update(answer=ERASED_TEXT)
    HelpCase.objects.filter(user=user, state=HelpCase.State.OPEN).update(state=HelpCase.State.CLOSED, closed_at=now)
    verifications = Verification.objects.filter(user=user)
    verifications.filter(ended_at=None).update(ended_at=now, end_reason=Verification.EndReason.ERASED, birth_year=None)
    verifications.update(identity_hmac=None, document="", end_reason=Verification.EndReason.ERASED)
    Residence.objects.filter(user=user, until=None).update(until=now)
    LockOut.objects.filter(user=user).delete()
