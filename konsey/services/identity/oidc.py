"""Verification by the municipality's own sign-in (OpenID Connect). The claims live as long as this call."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from konsey import nationalid
from konsey.errors import Refused
from konsey.models import Neighbourhood, RegisterEntry, Residence, User, Verification
from konsey.rules import identity as rules
from konsey.services.identity.claims import Outcome
from konsey.services.identity.grants import Held, grant, held_sentence, lock_person
from konsey.services.identity.register_files import BadLine, Places
from konsey.services.identity.residence import move

Claims = Mapping[str, object]


def verify_by_oidc(*, user: User, provider: str, claims: Claims, now: datetime) -> Outcome:
    """Verify the signed-in person by what the municipality says about them. Raises Refused.

    With national id and birth date in the claims the identity is the same as in the register; otherwise the provider's
    own subject stands for the person. The place comes from the claims, or from the register.
    """
    try:
        return Outcome(verification=_verify(user, provider, claims, now))
    except Held as held:
        return Outcome(message=held_sentence(), contested=held.verification)


@transaction.atomic
def _verify(user: User, provider: str, claims: Claims, now: datetime) -> Verification:
    person = lock_person(user)
    if not rules.has_confirmed_email(person):
        raise Refused(_("Doğrulamadan önce e-posta adresinizi onaylayınız."))
    identity_hmac = _identity(provider, claims)
    neighbourhood = _neighbourhood(claims, identity_hmac)
    if neighbourhood is None:
        raise Refused(
            _("Belediye hesabınızda mahalleniz bulunamadı. Başka bir yolla doğrulanınız ya da yardım isteyiniz.")
        )
    current = rules.current_residence(person)
    if current is None or current.neighbourhood_id != neighbourhood.pk:
        move(user=person, neighbourhood=neighbourhood, source=Residence.Source.OIDC, now=now)
    if refusal := rules.why_not_verify(person, now):
        raise Refused(refusal)
    return grant(
        user=person,
        method=Verification.Method.OIDC,
        neighbourhood=neighbourhood,
        identity_hmac=identity_hmac,
        birth_year=_birth_year(claims),
        now=now,
    )


def _identity(provider: str, claims: Claims) -> bytes:
    number = nationalid.digits(str(claims.get(settings.OIDC_CLAIM_NUMBER) or ""))
    year = _birth_year(claims)
    if nationalid.is_plausible(number) and year is not None:
        return nationalid.digest(number, year)
    subject = str(claims.get("sub") or "")
    if not subject:
        raise Refused(_("Belediye hesabından kimliğinizi belirten bir bilgi gelmedi."))
    return nationalid.foreign_digest(provider, subject)


def _birth_year(claims: Claims) -> int | None:
    year = str(claims.get(settings.OIDC_CLAIM_BIRTH_DATE) or "")[:4]
    return int(year) if len(year) == 4 and year.isascii() and year.isdigit() and year >= "1900" else None


def _neighbourhood(claims: Claims, identity_hmac: bytes) -> Neighbourhood | None:
    district = str(claims.get(settings.OIDC_CLAIM_DISTRICT) or "")
    name = str(claims.get(settings.OIDC_CLAIM_NEIGHBOURHOOD) or "")
    places = Neighbourhood.objects.select_related("district")
    try:
        return places.get(pk=Places().find(district, name))
    except BadLine:
        entry = RegisterEntry.objects.filter(identity_hmac=identity_hmac).first()
        return places.get(pk=entry.neighbourhood_id) if entry else None
