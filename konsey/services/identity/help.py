"""Help cases: a person asks, staff answers."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy

from konsey import audit, retention
from konsey.emails import identity as letters
from konsey.errors import Refused
from konsey.models import HelpCase, User, Verification
from konsey.rules import identity as rules
from konsey.services.identity.grants import lock_person

audit.name_actions({"identity.help_answered": gettext_lazy("Doğrulama yardımı yanıtlandı")})


@transaction.atomic
def open_help_case(
    *, user: User, kind: str, message: str, now: datetime, contested: Verification | None = None
) -> HelpCase:
    """Put a question to staff. Raises Refused while one of the same kind is waiting."""
    person = lock_person(user)
    if refusal := rules.why_not_ask_help(person, kind):
        raise Refused(refusal)
    case = HelpCase.objects.create(user=person, kind=kind, message=message, contested=contested, created_at=now)
    letters.help_opened(case)
    return case


@transaction.atomic
def answer_help_case(*, by: User, case: HelpCase, answer: str, now: datetime) -> HelpCase:
    """Answer by letter and on the person's page. Raises Refused."""
    row = _locked(case)
    if refusal := rules.why_not_answer(row):
        raise Refused(refusal)
    row.state, row.answer, row.answered_by, row.answered_at = HelpCase.State.ANSWERED, answer, by, now
    row.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    audit.record(by=by, action="identity.help_answered", obj=row, before={"state": "open"}, after={"state": "answered"})
    letters.help_answered(row)
    return row


@transaction.atomic
def withdraw_help_case(*, case: HelpCase, now: datetime) -> HelpCase:
    """The person needs no answer any more. Raises Refused."""
    row = _locked(case)
    if refusal := rules.why_not_withdraw(row):
        raise Refused(refusal)
    row.state, row.closed_at = HelpCase.State.CLOSED, now
    row.save(update_fields=["state", "closed_at"])
    return row


def _locked(case: HelpCase) -> HelpCase:
    return HelpCase.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)


@retention.destroyer("help_cases")
def destroy_closed(older_than: datetime, limit: int) -> int:
    """Delete up to ``limit`` cases answered or withdrawn before the moment. Returns their number."""
    done = Q(state=HelpCase.State.ANSWERED, answered_at__lt=older_than)
    withdrawn = Q(state=HelpCase.State.CLOSED, closed_at__lt=older_than)
    old = HelpCase.objects.filter(done | withdrawn).values("pk")[:limit]
    return HelpCase.objects.filter(pk__in=old).delete()[0]
