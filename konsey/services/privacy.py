"""Information texts, proof that they were shown, and consents."""

import hashlib
import hmac
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from konsey import addresses, audit, consents, locks
from konsey.compiled import Compiled
from konsey.errors import Refused
from konsey.models import Consent, NoticeAcceptance, PrivacyNotice, User

audit.name_actions(
    {
        "notice.published": gettext_lazy("Aydınlatma metninin yeni sürümü yayımlandı"),
        "consent.given": gettext_lazy("Açık rıza verildi"),
        "consent.revoked": gettext_lazy("Açık rıza geri alındı"),
    }
)


_NOTICE = Compiled(lambda kind, now: PrivacyNotice.objects.in_force(now).filter(kind=kind)[:1], kind=str, now=datetime)


def notice_in_force(*, kind: str, now: datetime) -> PrivacyNotice:
    """Return the version people are shown. Raises Refused where there is none: without it no data may be collected."""
    notice = _NOTICE.first(kind=kind, now=now)
    if notice is None:
        raise Refused(_("Bu formun aydınlatma metni henüz yayımlanmadı; lütfen daha sonra yeniden deneyiniz."))
    return notice


def next_version(*, kind: str) -> int:
    """Return the number of a kind's next version, and keep it from everybody else until the transaction ends."""
    locks.hold(locks.key_for(f"notice {kind}"))
    return (PrivacyNotice.objects.filter(kind=kind).aggregate(last=Max("version"))["last"] or 0) + 1


@transaction.atomic
def publish_notice(
    *, by: User | None, kind: str, title: str, summary: str, text: str, valid_from: datetime
) -> PrivacyNotice:
    """Store the next version of an information text. It replaces the present one from ``valid_from`` on."""
    notice = PrivacyNotice.objects.create(
        kind=kind, version=next_version(kind=kind), title=title, summary=summary, text=text, valid_from=valid_from
    )
    audit.record(by=by, action="notice.published", obj=notice, after={"version": notice.version, "title": title})
    return notice


def record_acceptance(*, kind: str, now: datetime, user: User | None = None, email: str = "") -> NoticeAcceptance:
    """Keep the proof that the version in force was shown to this account, or to the owner of this address.

    Call it in the transaction that stores the collected data. Raises Refused where no version is in force.
    """
    notice = notice_in_force(kind=kind, now=now)
    email_hash = "" if user else hash_address(email)
    return NoticeAcceptance.objects.create(notice=notice, user=user, email_hash=email_hash, context=kind, at=now)


def hash_address(email: str) -> str:
    """Return the keyed hash of an address: proves that somebody was informed, without keeping who."""
    plain = addresses.normalise(email)
    return hmac.new(settings.IDENTITY_KEY.encode(), f"notice:{plain}".encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def give_consent(*, user: User, purpose: str, now: datetime) -> Consent:
    """Open a consent with the very sentence the person saw. Giving it twice changes nothing."""
    person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    wanted = consents.PURPOSES[purpose]
    open_one = Consent.objects.filter(user=person, purpose=purpose, revoked_at=None).first()
    if open_one is not None:
        return open_one
    given = Consent.objects.create(user=person, purpose=purpose, statement=str(wanted.statement), given_at=now)
    _set_wish(person, wanted, True)
    return given


@transaction.atomic
def revoke_consent(*, user: User, purpose: str, now: datetime) -> bool:
    """Close the open consent. Returns whether there was one; what depends on it stops with this call."""
    person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    closed = Consent.objects.filter(user=person, purpose=purpose, revoked_at=None).update(revoked_at=now)
    _set_wish(person, consents.PURPOSES[purpose], False)
    return bool(closed)


def _set_wish(person: User, purpose: consents.Purpose, value: bool) -> None:
    if purpose.wish:
        User.objects.filter(pk=person.pk).update(**{purpose.wish: value})
