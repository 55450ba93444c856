"""Who sees votes, and when: the one policy for pages, exports, the desk, panels and caches of the budget room.

Nobody sees a number before the box is sealed and counted; then those who count and certify; everybody once two people
have certified. Turnout is public at any time.
"""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from butce.models import Count, Cycle, ProjectResult, Proposal
from konsey import numbers
from konsey.compiled import Compiled
from konsey.models import User
from sandik.models import PaperBallot

_RESULT = Compiled(
    lambda proposal: (
        ProjectResult.objects.filter(proposal=proposal, result__count__certified_at__isnull=False)
        .select_related("result__envelope")
        .defer("result__outcome", "result__turnout")  # the whole count: reading it costs more than the page
        .order_by("-result__count__version")[:1]
    ),
    proposal=int,
)
COUNTERS = ("butce.count_votes", "butce.certify_count")


def public_count(cycle: Cycle) -> Count | None:
    """Return the newest certified count; None while nobody may see results."""
    return Count.objects.public().filter(cycle=cycle).order_by("-version").first()


def may_see_results(cycle: Cycle) -> bool:
    return Count.objects.public().filter(cycle=cycle).exists()


def may_see_uncertified(user: User | AnonymousUser) -> bool:
    """Say whether somebody counts or certifies, and so sees a count before everybody else."""
    return user.is_authenticated and any(user.has_perm(name) for name in COUNTERS)


def visible_counts(user: User | AnonymousUser) -> QuerySet[Count]:
    return Count.objects.all() if may_see_uncertified(user) else Count.objects.public()


def why_not_count(cycle: Cycle, now: datetime) -> str | None:
    """Say why the votes of a cycle cannot be counted yet. Sealing asks the database's clock once more."""
    box = cycle.box
    if cycle.frozen_at is None or box is None:
        return _("Kurallar dondurulmadan oylama açılmaz; sayılacak oy yok.")
    if box.sealed_at is not None:
        return None
    if now < box.closes_at:
        end = numbers.end_moment(box.closes_at)
        return _("Oylama %(moment)s günü bitiyor; ondan önce sayılamaz.") % {"moment": end}
    waiting = PaperBallot.objects.filter(
        station__box=box, state__in=[PaperBallot.State.ENTERED, PaperBallot.State.DISPUTED]
    )
    if waiting.exists():
        return _("İkinci kişinin onayını bekleyen kâğıt pusulalar var; önce bunlar sonuçlandırılmalıdır.")
    return None


def why_not_certify(count: Count) -> str | None:
    """Say why nobody can sign this count; whether somebody has signed already is asked when they sign."""
    if count.certified_at is not None:
        return _("Bu sayım kesinleşti.")
    if Count.objects.filter(cycle=count.cycle_id, version__gt=count.version).exists():
        return _("Bu sayımın yerine daha yeni bir sürüm geçti.")
    return None


def public_result(proposal: Proposal) -> ProjectResult | None:
    """Return the certified result of one project with its envelope's; one query, None before.

    The sentence with its numbers is ``explanation["sentence"]``.
    """
    if proposal.ballot_number is None:
        return None
    return _RESULT.first(proposal=proposal.pk)
