"""Reminding people of papers they began and did not cast: after two hours, after two days, on the last day."""

from datetime import datetime

from django.db import transaction

from butce.booth import roll_keys
from butce.emails import booth as letters
from butce.models import Envelope
from butce.rules.electorate import voter_by_account
from sandik.models import Draft
from sandik.services import drafts
from sandik.services.casting import voted_papers
from sandik.services.drafts import Reminder


def remind_of_drafts(now: datetime) -> int:
    """Queue the letters that are due and return how many. Safe to run at the same time and twice."""
    return sum(_remind(draft, which, now) for draft, which in drafts.due_reminders(now))


@transaction.atomic
def _remind(draft: Draft, which: Reminder, now: datetime) -> bool:
    envelope = Envelope.objects.filter(paper=draft.paper_id).select_related("cycle__box").first()
    if envelope is None or draft.user is None or not drafts.mark_reminded(draft=draft, which=which):
        return False
    if _has_voted(draft, envelope, now):
        return False
    return letters.draft_waits(draft.user, envelope, which=which, is_last=which == Reminder.LAST_DAY)


def _has_voted(draft: Draft, envelope: Envelope, now: datetime) -> bool:
    """Ask the roll with the person's own key; the answer is used here and kept nowhere."""
    voter = voter_by_account(draft.user, envelope.cycle, now) if draft.user else None
    if voter is None:
        return False
    return bool(voted_papers(papers=[draft.paper_id], voters=roll_keys(draft.paper.box, voter)))
