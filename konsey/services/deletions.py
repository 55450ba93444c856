"""Erasing an account: asked for, stopped, or carried out. Rows that totals count stay, the person in them goes."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy

from konsey import audit, personal_data
from konsey.emails import privacy as letters
from konsey.errors import Refused
from konsey.models import AccountDeletion, User
from konsey.rules import deletions as rules

WAIT = timedelta(days=7)
WARN_BEFORE = timedelta(days=30)

audit.name_actions(
    {
        "account.deletion_requested": gettext_lazy("Hesap silme istendi"),
        "account.deletion_stopped": gettext_lazy("Hesap silmeden vazgeçildi"),
        "account.erased": gettext_lazy("Hesap silindi"),
    }
)


@transaction.atomic
def request_deletion(*, user: User, now: datetime) -> AccountDeletion:
    """Note the wish and write to the person. Asking twice changes nothing. Raises Refused."""
    person = _locked(user)
    if refusal := rules.why_not_delete(person, now):
        raise Refused(refusal)
    pending = open_deletion(person)
    if pending is not None and pending.cause == AccountDeletion.Cause.WISH:
        return pending
    if pending is not None:
        _stop(pending, now)
    deletion = AccountDeletion.objects.create(user=person, requested_at=now, due_at=now + WAIT)
    audit.record(by=person, action="account.deletion_requested", obj=person, after={"due_at": deletion.due_at})
    letters.deletion_planned(deletion)
    return deletion


@transaction.atomic
def stop_deletion(*, user: User, now: datetime) -> bool:
    """The person keeps the account. Returns whether there was something to stop."""
    pending = open_deletion(_locked(user))
    if pending is None:
        return False
    _stop(pending, now)
    audit.record(by=user, action="account.deletion_stopped", obj=user)
    return True


@transaction.atomic
def plan_for_unused(*, user: User, now: datetime) -> AccountDeletion | None:
    """Warn the owner of an account that was left alone; nothing when a deletion is planned or not possible now."""
    person = _locked(user)
    if open_deletion(person) is not None or rules.why_not_delete(person, now):
        return None
    cause = AccountDeletion.Cause.UNUSED
    deletion = AccountDeletion.objects.create(user=person, cause=cause, requested_at=now, due_at=now + WARN_BEFORE)
    letters.unused_account(deletion)
    return deletion


@transaction.atomic
def keep_used_account(*, user: User, now: datetime) -> None:
    """Called at sign-in: an account in use is not unused. A deletion the person asked for stays."""
    pending = AccountDeletion.objects.filter(
        user=user, cause=AccountDeletion.Cause.UNUSED, cancelled_at=None, done_at=None
    )
    pending.update(cancelled_at=now)


@transaction.atomic
def erase_account(*, by: User | None, user: User, now: datetime, reason: str = "") -> None:
    """Forget the person for good and tell the old address. Raises Refused, also when this was done already."""
    person = _locked(user)
    if refusal := rules.why_not_delete(person, now):
        raise Refused(refusal)
    address, language = person.email, person.language
    personal_data.erase(person, now)
    AccountDeletion.objects.filter(user=person, cancelled_at=None, done_at=None).update(done_at=now)
    audit.record(by=by, action="account.erased", obj=person, reason=reason)
    letters.account_erased(address=address, language=language, number=person.pk)


def carry_out_due(*, now: datetime) -> int:
    """Erase the accounts whose day has come. One that has to wait stays for the next night. Returns how many."""
    erased = 0
    due = AccountDeletion.objects.filter(due_at__lte=now, cancelled_at=None, done_at=None).select_related("user")
    for deletion in due.order_by("due_at", "pk"):
        erased += _carry_out(deletion, now)
    return erased


def open_deletion(user: User) -> AccountDeletion | None:
    return AccountDeletion.objects.filter(user=user, cancelled_at=None, done_at=None).first()


@transaction.atomic
def _carry_out(deletion: AccountDeletion, now: datetime) -> int:
    """Look again under the lock: the person may have stopped it, or another worker may have been here, meanwhile."""
    person = _locked(deletion.user)
    pending = open_deletion(person)
    if pending is None or pending.pk != deletion.pk:
        return 0
    if rules.why_not_delete(person, now):
        return 0
    erase_account(by=None, user=person, now=now, reason=str(deletion.get_cause_display()))
    return 1


def _stop(deletion: AccountDeletion, now: datetime) -> None:
    AccountDeletion.objects.filter(pk=deletion.pk).update(cancelled_at=now)


def _locked(user: User) -> User:
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
