"""Who stands where on the ladder of identity, and what a person may do next."""

from datetime import datetime, timedelta
from enum import IntEnum

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from konsey import numbers
from konsey.compiled import Compiled
from konsey.models import CodeBatch, HelpCase, Neighbourhood, RegisterImport, Residence, User, Verification

DECLARATIONS_PER_DAY = 5


class Level(IntEnum):
    """The rungs. Later rooms ask for at least one of them."""

    ACCOUNT = 0
    DECLARED = 1
    CONFIRMED = 2
    VERIFIED = 3


def current_residence(user: User) -> Residence | None:
    return _RESIDENCE.first(user=user.pk)


_RESIDENCE = Compiled(
    lambda user: Residence.objects.current().filter(user=user).select_related("neighbourhood__district")[:1], user=int
)


def valid_verification(user: User, now: datetime) -> Verification | None:
    """The verification that holds now, wherever the person lives."""
    return Verification.objects.valid(now).filter(user=user).select_related("neighbourhood__district").first()


def latest_verification(user: User) -> Verification | None:
    """The standing verification, even when its time is over."""
    return Verification.objects.standing().filter(user=user).select_related("neighbourhood__district").first()


def has_confirmed_email(user: User) -> bool:
    return bool(_CONFIRMED.rows(user=user.pk, email=user.email))


_CONFIRMED = Compiled(
    lambda user, email: EmailAddress.objects.filter(user=user, email=email, verified=True).values_list("pk")[:1],
    user=int,
    email=str,
)


def level(user: User, now: datetime) -> Level:
    """Return the highest rung of which this and all lower ones hold."""
    if not user.is_authenticated or current_residence(user) is None:
        return Level.ACCOUNT
    if not has_confirmed_email(user):
        return Level.DECLARED
    return Level.VERIFIED if verified_neighbourhood(user, now) is not None else Level.CONFIRMED


def is_verified(user: User, now: datetime) -> bool:
    """Say whether the person is proved to live where they say to live now."""
    return verified_neighbourhood(user, now) is not None


def verified_neighbourhood(user: User, now: datetime) -> Neighbourhood | None:
    """Return the proved neighbourhood; None also for somebody who has declared a move that is not proved yet."""
    found = counting_verification(user, now)
    return found.neighbourhood if found else None


def verified_identity(user: User, now: datetime) -> bytes | None:
    """Return the keyed hash that stands for the verified person; None also for one verified by an anonymous code.

    For rooms in which one person must not act twice even with two accounts.
    """
    found = counting_verification(user, now)
    return bytes(found.identity_hmac) if found and found.identity_hmac is not None else None


def counting_verification(user: User, now: datetime) -> Verification | None:
    """Return the verification that holds now and proves the declared neighbourhood, with its places.

    ``has_earlier`` on it says whether the account had others before, which a room may have to look at.
    """
    if not user.is_authenticated or not user.is_active:
        return None
    return _COUNTING.first(user=user.pk, now=now)


def _counting(user: int, now: datetime) -> QuerySet[Verification]:
    here = Verification.objects.valid(now).filter(
        user=user, user__residences__until__isnull=True, user__residences__neighbourhood=F("neighbourhood")
    )
    earlier = Verification.objects.filter(user=OuterRef("user"), ended_at__isnull=False)
    return here.annotate(has_earlier=Exists(earlier)).select_related("neighbourhood__district")[:1]


_COUNTING = Compiled(_counting, user=int, now=datetime)


def may_renew(verification: Verification, now: datetime) -> bool:
    return verification.expires_at <= now + timedelta(days=settings.IDENTITY_WARN_DAYS)


def why_not_verify(user: User, now: datetime) -> str | None:
    """Say why no method of verification is open to the person."""
    residence = current_residence(user)
    if residence is None:
        return _("Doğrulamadan önce oturduğunuz mahalleyi beyan ediniz.")
    if not has_confirmed_email(user):
        return _("Doğrulamadan önce e-posta adresinizi onaylayınız.")
    verification = valid_verification(user, now)
    if verification is None or verification.neighbourhood_id != residence.neighbourhood_id:
        return None
    if may_renew(verification, now) or verification.identity_hmac is None:
        return None
    return _("Hesabınız doğrulanmış durumda. Geçerlilik sonu: %(day)s.") % {"day": numbers.day(verification.expires_at)}


def why_not_declare(user: User, neighbourhood: Neighbourhood, now: datetime) -> str | None:
    current = current_residence(user)
    if current is not None and current.neighbourhood_id == neighbourhood.pk:
        return _("Beyanınız zaten bu mahalle: %(place)s.") % {"place": neighbourhood}
    day_ago = now - timedelta(days=1)
    if user.residences.filter(source=Residence.Source.SELF, since__gt=day_ago).count() >= DECLARATIONS_PER_DAY:
        return _("Bir gün içinde en çok %(count)d kez adres beyan edebilirsiniz. Yarın yeniden deneyiniz.") % {
            "count": DECLARATIONS_PER_DAY
        }
    return None


def why_not_ask_help(user: User, kind: str) -> str | None:
    if HelpCase.objects.waiting().filter(user=user, kind=kind).exists():
        return _("Bu konuda yanıt bekleyen bir başvurunuz var. Yanıtlandığında e-posta ile haber vereceğiz.")
    return None


def why_not_withdraw(case: HelpCase) -> str | None:
    if case.state != HelpCase.State.OPEN:
        return _("Yalnızca yanıt bekleyen başvurular geri çekilebilir.")
    return None


def why_not_answer(case: HelpCase) -> str | None:
    if case.state != HelpCase.State.OPEN:
        return _("Bu başvuru artık yanıt beklemiyor.")
    return None


def why_not_end(verification: Verification) -> str | None:
    if verification.ended_at is not None:
        return _("Bu doğrulama zaten sona ermiş.")
    return None


def why_not_cancel_batch(batch: CodeBatch) -> str | None:
    if batch.cancelled_at is not None:
        return _("Bu kod dizisi zaten iptal edilmiş.")
    return None


def why_not_cancel_import(register_import: RegisterImport) -> str | None:
    if register_import.state != RegisterImport.State.WAITING:
        return _("Yalnızca sırada bekleyen bir aktarımdan vazgeçilebilir.")
    return None


def may_verify_at_desk(clerk: User, person: User) -> bool:
    """Nobody verifies the own account."""
    return clerk.has_perm("konsey.verify_at_desk") and clerk.pk != person.pk
