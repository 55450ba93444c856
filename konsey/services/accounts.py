"""Writes around an account: profile, sessions, second factors, addresses."""

from collections.abc import Collection
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils.translation import gettext_lazy as _

from konsey import audit, consents, retention
from konsey.emails import accounts as letters
from konsey.errors import Refused
from konsey.models import Consent, User
from konsey.rules import accounts as rules
from konsey.services import privacy

SEEN_EVERY = timedelta(minutes=1)

audit.name_actions(
    {
        "account.sessions_ended": _("Kişinin oturumları kapatıldı"),
        "account.second_factor_reset": _("Kişinin ikinci adımı sıfırlandı"),
        "account.closed": _("Hesap kapatıldı"),
        "account.reopened": _("Hesap yeniden açıldı"),
    }
)


@transaction.atomic
def change_profile(*, user: User, name: str, language: str = "") -> None:
    """An empty ``language`` (no choice was offered) leaves the person's own."""
    User.objects.filter(pk=user.pk).update(name=name, language=language or F("language"))


def change_language(*, user: User, language: str) -> None:
    User.objects.filter(pk=user.pk).update(language=language)


@transaction.atomic
def change_wishes(*, user: User, wanted: Collection[str], now: datetime) -> None:
    """Bring the person's mailing lists in line with ``wanted`` (keys of `konsey.consents.PURPOSES`).

    Each list rests on a consent of its own, so only what really changes opens or closes one.
    """
    open_ones = set(Consent.objects.filter(user=user, revoked_at=None).values_list("purpose", flat=True))
    for purpose in consents.PURPOSES:
        if purpose in wanted and purpose not in open_ones:
            privacy.give_consent(user=user, purpose=purpose, now=now)
        elif purpose in open_ones and purpose not in wanted:
            privacy.revoke_consent(user=user, purpose=purpose, now=now)


def see_session(*, row: UserSession, now: datetime) -> None:
    """Note that a session is in use, at most once a minute."""
    if now - row.last_seen_at >= SEEN_EVERY:
        UserSession.objects.filter(pk=row.pk).update(last_seen_at=now)


@transaction.atomic
def end_sessions(*, user: User, keep: str | None = None) -> int:
    """End the sessions of a person everywhere, except the one with the key ``keep``. Returns how many ended."""
    rows = list(UserSession.objects.filter(user=user).exclude(session_key=keep or ""))
    for row in rows:
        row.end()
    return len(rows)


@transaction.atomic
def end_sessions_of(*, by: User, user: User, reason: str) -> int:
    """A clerk ends all sessions of a person, for example after a lost phone. Raises Refused."""
    _refuse(rules.why_not_help(by=by, user=user))
    ended = end_sessions(user=user)
    audit.record(by=by, action="account.sessions_ended", obj=user, after={"count": ended}, reason=reason)
    return ended


@transaction.atomic
def reset_second_factor(*, by: User | None, user: User, reason: str) -> None:
    """Remove a person's second factors, so that a new one can be set up; end the sessions; tell the person.

    ``by`` None is whoever sits at the server's terminal. Raises Refused.
    """
    person = _locked(user)
    _refuse(rules.why_not_reset_second_factor(by=by, user=person) if by else None)
    before = sorted(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    Authenticator.objects.filter(user=person).delete()
    end_sessions(user=person)
    audit.record(
        by=by,
        action="account.second_factor_reset",
        obj=person,
        before={"kinds": before},
        after={"kinds": []},
        reason=reason,
    )
    letters.notice(letters.FACTORS_RESET, user=person)


@transaction.atomic
def close_account(*, by: User, user: User, reason: str) -> None:
    """Close an account without erasing it: nobody can sign in, what it did stays. Raises Refused."""
    person = _locked(user)
    _refuse(rules.why_not_close(by=by, user=person))
    User.objects.filter(pk=person.pk).update(is_active=False)
    end_sessions(user=person)
    audit.record(by=by, action="account.closed", obj=person, reason=reason)
    letters.notice(letters.ACCOUNT_CLOSED, user=person)


@transaction.atomic
def reopen_account(*, by: User, user: User, reason: str) -> None:
    """Raises Refused."""
    person = _locked(user)
    _refuse(rules.why_not_reopen(by=by, user=person))
    User.objects.filter(pk=person.pk).update(is_active=True)
    audit.record(by=by, action="account.reopened", obj=person, reason=reason)
    letters.notice(letters.ACCOUNT_REOPENED, user=person)


@transaction.atomic
def spend_totp_code(*, authenticator: Authenticator, counter: int) -> bool:
    """Use up the time step of a code. Returns False if it, or a later one, was used already (replay).

    In the row and not in the cache, where an emptied Redis would forget it.
    """
    row = Authenticator.objects.select_for_update(of=("self",), no_key=True).get(pk=authenticator.pk)
    if counter <= row.data.get("last_counter", 0):
        return False
    row.data["last_counter"] = counter
    row.save(update_fields=["data"])
    return True


@retention.destroyer("unconfirmed_accounts")
def remove_unconfirmed(older_than: datetime, limit: int) -> int:
    """Delete accounts whose address was never confirmed: nobody may keep somebody else's address occupied.

    Returns how many. One that a clerk recorded something for is an account in use and stays.
    """
    stale = User.objects.filter(joined_at__lt=older_than, last_login=None, is_staff=False, erased_at=None)
    confirmed = EmailAddress.objects.filter(verified=True).values("user_id")
    candidates = stale.exclude(pk__in=confirmed).exclude(socialaccount__isnull=False)
    removed = 0
    for user in candidates.order_by("pk")[:limit]:
        try:
            with transaction.atomic():
                user.delete()
        except ProtectedError:
            continue
        removed += 1
    return removed


def _locked(user: User) -> User:
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)


def _refuse(sentence: str | None) -> None:
    if sentence:
        raise Refused(sentence)
