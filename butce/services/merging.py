"""Merging ideas that mean the same, and parting them again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from butce.emails import review as letters
from butce.models import Assessment, CoProposer, Cycle, Follow, Proposal
from butce.rules import review as rules
from butce.services.proposals import advance_proposal
from butce.services.review import lock_for, refuse
from konsey.errors import Refused
from konsey.models import User

State = Proposal.State


@transaction.atomic
def merge_proposals(*, source: Proposal, target: Proposal, by: User, now: datetime, sentence: str) -> Proposal:
    """Let ``source`` go on as part of ``target``; returns where it went.

    Merging into an idea that was merged itself goes to that one's target, and what was merged into ``source`` moves
    along, so there are never chains. Everybody behind ``source`` follows the target from then on. The cycle is locked
    first: two merges of one cycle come one after the other.
    """
    Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=source.cycle_id)
    goal = _goal(target, by)
    locked = lock_for(source, by)
    refuse(rules.why_not_merge(locked, now) or _why_not_into(locked, goal, now))
    Assessment.objects.filter(proposal=locked, state=Assessment.State.ASKED).update(state=Assessment.State.CANCELLED)
    Proposal.objects.filter(merged_into=locked).update(merged_into=goal)
    advance_proposal(proposal=source, to=State.MERGED, by=by, now=now, sentence=sentence, merged_into=goal)
    _follow(goal, people_behind(locked), now)
    letters.merged(source, goal)
    return goal


@transaction.atomic
def part_proposal(*, proposal: Proposal, by: User, now: datetime, sentence: str) -> Proposal:
    """Take a merged idea out again: it comes back to the formal check, alone; those who followed keep following."""
    Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.cycle_id)
    locked = lock_for(proposal, by)
    refuse(rules.why_not_part(locked, now))
    advance_proposal(proposal=proposal, to=State.SUBMITTED, by=by, now=now, sentence=sentence)
    letters.parted(proposal)
    return proposal


def people_behind(proposal: Proposal) -> set[int]:
    """The author, the co-proposers with an account and the followers."""
    stand_behind = CoProposer.objects.filter(proposal=proposal, confirmed_at__isnull=False, user__isnull=False)
    people = set(stand_behind.values_list("user_id", flat=True)) | set(
        Follow.objects.filter(proposal=proposal).values_list("user_id", flat=True)
    )
    return people | ({proposal.author_id} if proposal.author_id else set())


def _goal(target: Proposal, by: User) -> Proposal:
    found = lock_for(target, by)
    return lock_for(found.merged_into, by) if found.merged_into is not None else found


def _why_not_into(source: Proposal, goal: Proposal, now: datetime) -> str | None:
    if goal.pk == source.pk:
        return _("Bir öneri kendisiyle birleştirilemez.")
    if goal.cycle_id != source.cycle_id:
        return _("Yalnızca aynı dönemin önerileri birleştirilebilir.")
    return rules.why_not_merge(goal, now)


def _follow(proposal: Proposal, people: set[int], now: datetime) -> None:
    rows = [Follow(proposal=proposal, user_id=person, since=now) for person in sorted(people)]
    Follow.objects.bulk_create(rows, ignore_conflicts=True)


def target_of(cycle_id: int, number: int) -> Proposal:
    """Find the idea that a clerk names by its public number. Raises Refused where there is none."""
    found = Proposal.objects.filter(cycle=cycle_id, number=number).first()
    if found is None:
        raise Refused(_("Bu dönemde bu numarayla bir öneri yok."))
    return found
