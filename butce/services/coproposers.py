"""People who are asked to stand behind an idea: the letter with its link, their answer, writing again."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from butce.emails import writing as emails
from butce.models import CoProposer, Proposal
from butce.rules import writing as rules
from konsey.errors import Refused
from konsey.models import User


@transaction.atomic
def set_coproposers(*, proposal: Proposal, addresses: Collection[str]) -> None:
    """Make the invitations those of ``addresses`` (normal forms). Who has answered stays; nobody is written to yet."""
    if proposal.author is not None and proposal.author.email in addresses:
        raise Refused(_("Kendi adresinizi ortak öneren olarak yazamazsınız."))
    answered = set(_answered(proposal).values_list("email_key", flat=True))
    if len(answered | set(addresses)) > proposal.cycle.coproposer_limit:
        raise Refused(too_many(proposal.cycle.coproposer_limit))
    proposal.coproposers.exclude(email_key__in=answered | set(addresses)).delete()
    CoProposer.objects.bulk_create(
        (
            CoProposer(proposal=proposal, email=address, email_key=address, token_hash=_digest(_new_token()))
            for address in dict.fromkeys(addresses)
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def invite_all(*, proposal: Proposal, now: datetime) -> None:
    """Write to everybody who was not written to yet."""
    rows = CoProposer.objects.select_for_update(of=("self",), no_key=True).filter(proposal=proposal, letters=0)
    for asked in rows.order_by("pk"):
        _write(asked, proposal, now)


@transaction.atomic
def invite_again(*, asked: CoProposer, now: datetime) -> None:
    locked = CoProposer.objects.select_for_update(of=("self",), no_key=True).get(pk=asked.pk)
    if refusal := rules.why_not_write_again(locked, now):
        raise Refused(refusal)
    _write(locked, locked.proposal, now)


@transaction.atomic
def answer_invitation(*, asked: CoProposer, agrees: bool, name: str, user: User | None, now: datetime) -> CoProposer:
    """Confirm or decline. The same answer twice changes nothing; a confirmation can still be taken back."""
    locked = CoProposer.objects.select_for_update(of=("self",), no_key=True).get(pk=asked.pk)
    if refusal := rules.why_not_answer(locked, now):
        raise Refused(refusal)
    if agrees and locked.confirmed_at:
        return locked
    locked.name, locked.user = (name, user) if agrees else ("", None)
    locked.confirmed_at, locked.declined_at = (now, None) if agrees else (None, now)
    locked.save()
    emails.coproposer_answered(asked=locked)
    return locked


def find_by_token(token: str) -> CoProposer | None:
    """Only the hash of the newest letter's token is stored."""
    rows = CoProposer.objects.select_related("proposal__cycle", "proposal__author")
    return rows.filter(token_hash=_digest(token), letters__gt=0).first()


def too_many(limit: int) -> str:
    return _("En çok %(limit)d ortak öneren yazabilirsiniz.") % {"limit": limit}


def _answered(proposal: Proposal) -> QuerySet[CoProposer]:
    return proposal.coproposers.exclude(confirmed_at=None, declined_at=None)


def _write(asked: CoProposer, proposal: Proposal, now: datetime) -> None:
    token = _new_token()
    asked.token_hash, asked.last_letter_at = _digest(token), now
    asked.letters += 1
    asked.save()
    emails.coproposer_invited(asked=asked, proposal=proposal, token=token)


def _new_token() -> str:
    return secrets.token_urlsafe(24)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
