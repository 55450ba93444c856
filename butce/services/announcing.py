"""Letters about results and about the work on the winners: one a person and occasion, in the background."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from butce.emails import results as letters
from butce.models import Count, Follow, Implementation, ProjectResult, Proposal
from konsey.models import User

BATCH = 200


def announce_waiting(now: datetime) -> int:
    """Write to authors and followers of every certified count that nobody has been told of. Safe to run again."""
    told = 0
    for count in Count.objects.public().filter(told_at__isnull=True).select_related("cycle").order_by("pk"):
        lines = ProjectResult.objects.filter(result__count=count).select_related("proposal__cycle")
        told += _announce(count, {line.proposal_id: line for line in lines})
        Count.objects.filter(pk=count.pk).update(told_at=now)
    return told


def tell_followers(now: datetime) -> int:
    """Write once a day to whoever follows works that changed since; all of a person's works in one letter."""
    day = timezone.localtime(now).date()
    changed = Implementation.objects.filter(Q(told_at__isnull=True) | Q(told_at__lt=F("changed_at")))
    works = {work.proposal_id: work for work in changed.select_related("proposal__cycle", "department")}
    told = 0
    for chunk in _chunks(_readers(works)):
        with transaction.atomic():
            for user, proposals in chunk:
                told += letters.works_changed(user, [works[each] for each in proposals], day=day)
    for work in works.values():  # what changes meanwhile has a later moment and is told tomorrow
        Implementation.objects.filter(pk=work.pk).update(told_at=work.changed_at)
    return told


def _announce(count: Count, lines: Mapping[int, ProjectResult]) -> int:
    told = 0
    for chunk in _chunks(_readers(lines)):
        with transaction.atomic():
            for user, proposals in chunk:
                told += letters.results_published(user, count, [lines[each] for each in proposals])
    return told


def _readers(proposals: Iterable[int]) -> list[tuple[User, list[int]]]:
    """Followers, who are told of all their projects at once; authors follow their own idea, but may have left it."""
    keys = list(proposals)
    of_user: dict[int, set[int]] = defaultdict(set)
    for proposal, user in Follow.objects.filter(proposal__in=keys).values_list("proposal_id", "user_id"):
        of_user[user].add(proposal)
    authors = Proposal.objects.filter(pk__in=keys, author__isnull=False)
    for proposal, user in authors.values_list("pk", "author_id"):
        of_user[user].add(proposal)
    people = User.objects.filter(pk__in=list(of_user), is_active=True).order_by("pk")
    return [(person, sorted(of_user[person.pk])) for person in people]


def _chunks(readers: Sequence[tuple[User, list[int]]]) -> Iterable[Sequence[tuple[User, list[int]]]]:
    return (readers[start : start + BATCH] for start in range(0, len(readers), BATCH))
