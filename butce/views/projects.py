"""The public page of one idea, from its first day to the finished work."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from butce.cards import BADGES, opening
from butce.forms.coordinates import point_of
from butce.history import public_history
from butce.models import CoProposer, Follow, Proposal, ProposalPicture
from butce.models.proposals import HIDDEN
from butce.rules import objections
from butce.rules.results import public_result
from butce.rules.review import public_review
from butce.views.cycles import trail_to
from butce.works import work_of
from konsey.compiled import Compiled
from konsey.models import District

# What few projects have is asked for with the project itself; only who has it pays a query for it.
_RARE = {
    "has_pictures": Exists(ProposalPicture.objects.filter(proposal=OuterRef("pk"))),
    "has_coproposers": Exists(CoProposer.objects.filter(proposal=OuterRef("pk"))),
    "has_merged": Exists(Proposal.objects.filter(merged_into=OuterRef("pk"))),
    "followers": Coalesce(
        Subquery(Follow.objects.filter(proposal=OuterRef("pk")).values("proposal").annotate(n=Count("pk")).values("n")),
        0,
    ),
}
_PROPOSAL = Compiled(
    lambda cycle, number: (
        Proposal.objects.public()
        .with_places()
        .annotate(**_RARE)
        .defer("body_fold", "title_fold", "title_sort")
        .filter(cycle__slug=cycle, number=number)
    ),
    cycle=str,
    number=int,
)
_TILES = Compiled(lambda: District.objects.order_by().values_list("tile_column", "tile_row"))


@login_not_required
@require_safe
def proposal_permalink(request: HttpRequest, cycle: str, number: int) -> HttpResponse:
    """The short address for a printed paper leads to the full one."""
    proposals = Proposal.objects.public().select_related("cycle")
    return redirect(get_object_or_404(proposals, cycle__slug=cycle, number=number))


@login_not_required
@require_safe
def proposal_detail(request: HttpRequest, cycle: str, number: int, slug: str) -> HttpResponse:
    proposal = _PROPOSAL.first(cycle=cycle, number=number)
    if proposal is None:
        raise Http404
    if proposal.slug != slug:
        return redirect(proposal, permanent=True)
    pictures = list(proposal.pictures.all()) if proposal.has_pictures else []
    ideas = reverse("butce:proposal_list", args=[cycle])
    context = {
        "proposal": proposal,
        "description": proposal.summary or opening(proposal.body),
        "badge_kind": BADGES.get(proposal.state, ""),
        "cover": pictures[0] if pictures else None,
        "pictures": pictures[1:],
        "coproposers": _coproposers(proposal),
        "merged": proposal.merged.select_related("cycle").order_by("number") if proposal.has_merged else [],
        "merged_into": _visible(proposal.merged_into) if proposal.merged_into_id else None,
        "events": public_history(proposal),
        "result": public_result(proposal),
        "review": public_review(proposal),
        "may_object": objections.may_object(request.user, proposal, timezone.now()),
        "implementation": work_of(proposal, timezone.localdate()),
        "follows": _follows(request, proposal),
        "permalink": request.build_absolute_uri(reverse("butce:proposal_permalink", args=[cycle, number])),
        "trail": trail_to(proposal.cycle, (_("Fikirler"), ideas), (proposal.title, "")),
        **_place(proposal),
    }
    return render(request, "butce/proposal_detail.html", context)


def _coproposers(proposal: Proposal) -> list[str]:
    if not proposal.has_coproposers:
        return []
    return [str(each) for each in proposal.coproposers.filter(confirmed_at__isnull=False)]


def _visible(proposal: Proposal | None) -> Proposal | None:
    return proposal if proposal is not None and proposal.state not in HIDDEN else None


def _follows(request: HttpRequest, proposal: Proposal) -> dict[str, int]:
    """How many people follow it, and whether this one does."""
    if not request.user.is_authenticated:
        return {"total": proposal.followers, "mine": 0}
    mine = Count("pk", filter=Q(user=request.user.pk))
    return proposal.follows.aggregate(total=Count("pk"), mine=mine)


def _place(proposal: Proposal) -> dict[str, object]:
    """The district's tile and the point as text: no map of somebody else is loaded."""
    place: dict[str, object] = {"tiles": _TILES.rows() if proposal.neighbourhood else []}
    if point := point_of(proposal.latitude, proposal.longitude):
        place["point"] = point
        place["geo"] = f"geo:{point.latitude},{point.longitude}"
    return place
