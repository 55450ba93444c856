"""Verification by a clerk who saw a document."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from konsey import nationalid
from konsey.errors import Refused
from konsey.models import Neighbourhood, Residence, User, Verification
from konsey.rules import identity as rules
from konsey.services.identity.grants import Held, grant, lock_person
from konsey.services.identity.residence import move


@transaction.atomic
def verify_at_desk(
    *,
    by: User,
    user: User,
    neighbourhood: Neighbourhood,
    document: str,
    reason: str,
    now: datetime,
    number: str = "",
    birth_year: int | None = None,
) -> Verification:
    """Verify a person on the word of a clerk. Raises PermissionDenied, and Refused with a sentence for the clerk.

    ``number`` and ``birth_year`` are optional; with them the identity cannot be verified in a second account.
    """
    if not rules.may_verify_at_desk(by, user):
        raise PermissionDenied
    person = lock_person(user)
    if not rules.has_confirmed_email(person):
        raise Refused(_("Bu kişi e-posta adresini henüz onaylamamış. Önce giriş yapıp adresini onaylaması gerekir."))
    current = rules.current_residence(person)
    if current is None or current.neighbourhood_id != neighbourhood.pk:
        move(user=person, neighbourhood=neighbourhood, source=Residence.Source.DESK, now=now)
    try:
        return grant(
            user=person,
            method=Verification.Method.DESK,
            neighbourhood=neighbourhood,
            identity_hmac=nationalid.digest(number, birth_year) if number and birth_year else None,
            birth_year=birth_year,
            checked_by=by,
            document=document,
            reason=reason,
            now=now,
        )
    except Held as held:
        raise Refused(
            _(
                "Bu kimlik başka bir hesapta doğrulanmış: Kişi %(number)d. Önce o doğrulama sona erdirilmelidir. "
                "Kişiye o hesabın kime ait olduğunu söylemeyiniz."
            )
            % {"number": held.verification.user_id}
        ) from held
