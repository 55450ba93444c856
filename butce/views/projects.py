"""The public page of one idea, from its first day to the finished work."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from butce.models import Proposal
from butce.views.cycles import trail_to


@login_not_required
@require_safe
def proposal_permalink(request: HttpRequest, cycle: str, number: int) -> HttpResponse:
    """The short address for a printed paper leads to the full one."""
    proposals = Proposal.objects.public().select_related("cycle")
    return redirect(get_object_or_404(proposals, cycle__slug=cycle, number=number))


@login_not_required
@require_safe
def proposal_detail(request: HttpRequest, cycle: str, number: int, slug: str) -> HttpResponse:
    proposals = Proposal.objects.public().with_places()
    proposal = get_object_or_404(proposals, cycle__slug=cycle, number=number)
    if proposal.slug != slug:
        return redirect(proposal, permanent=True)
    ideas = reverse("butce:proposal_list", args=[cycle])
    context = {"proposal": proposal, "trail": trail_to(proposal.cycle, (_("Fikirler"), ideas), (proposal.title, ""))}
    return render(request, "butce/proposal_detail.html", context)
