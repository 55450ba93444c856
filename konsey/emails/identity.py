"""The letters about residence and verification. None of them holds a number, a code or another person's data."""

from konsey import mail
from konsey.models import HelpCase, Neighbourhood, Residence, User, Verification


def verified(verification: Verification) -> None:
    """The ladder's last rung is reached."""
    _queue(
        "konsey/identity_verified",
        verification.user,
        key=str(verification.pk),
        place=str(verification.neighbourhood),
        method=verification.get_method_display(),
        expires_at=verification.expires_at,
        url=mail.link("identity_overview"),
    )


def ended(verification: Verification, *, reason: str) -> None:
    """A clerk has taken the verification back."""
    _queue(
        "konsey/verification_ended",
        verification.user,
        key=str(verification.pk),
        place=str(verification.neighbourhood),
        reason=reason,
        url=mail.link("identity_help"),
    )


def expiring(verification: Verification) -> bool:
    """A month is left to renew. Returns False when this letter has been written before."""
    return _queue(
        "konsey/verification_expiring",
        verification.user,
        key=f"{verification.pk}:{verification.expires_at:%Y%m%d}",
        place=str(verification.neighbourhood),
        expires_at=verification.expires_at,
        url=mail.link("identity_overview"),
    )


def residence_changed(residence: Residence, *, former: Residence, verified: bool) -> None:
    """Somebody signed in as this person has declared another neighbourhood."""
    _queue(
        "konsey/residence_changed",
        residence.user,
        key=str(residence.pk),
        place=str(residence.neighbourhood),
        former_place=str(former.neighbourhood),
        is_verified=verified,
        url=mail.link("identity_overview"),
    )


def register_moved(verification: Verification, *, former: Neighbourhood, import_pk: int, still_verified: bool) -> None:
    """The municipality's register shows another neighbourhood than before."""
    _queue(
        "konsey/register_moved",
        verification.user,
        key=f"{import_pk}:{verification.pk}",
        place=str(verification.neighbourhood),
        former_place=str(former),
        is_verified=still_verified,
        url=mail.link("identity_overview"),
    )


def register_departed(verification: Verification, *, import_pk: int) -> None:
    """The municipality's register does not know the person any more: some weeks are left to put it right."""
    _queue(
        "konsey/register_departed",
        verification.user,
        key=f"{import_pk}:{verification.pk}",
        place=str(verification.neighbourhood),
        expires_at=verification.expires_at,
        url=mail.link("identity_help"),
    )


def register_returned(verification: Verification, *, import_pk: int) -> None:
    """The register knows the person again: the early end is called off."""
    _queue(
        "konsey/register_returned",
        verification.user,
        key=f"{import_pk}:{verification.pk}",
        place=str(verification.neighbourhood),
        expires_at=verification.expires_at,
        url=mail.link("identity_overview"),
    )


def help_opened(case: HelpCase) -> None:
    _queue(
        "konsey/help_case_opened",
        case.user,
        key=str(case.pk),
        number=case.pk,
        kind=case.get_kind_display(),
        message=case.message,
        url=mail.link("identity_help_case", case.pk),
    )


def help_answered(case: HelpCase) -> None:
    _queue(
        "konsey/help_case_answered",
        case.user,
        key=str(case.pk),
        number=case.pk,
        kind=case.get_kind_display(),
        answer=case.answer,
        url=mail.link("identity_help_case", case.pk),
    )


def _queue(letter: str, user: User, *, key: str, **context: object) -> bool:
    return mail.queue(letter, to=user.email, user=user, key=key, context=context)
