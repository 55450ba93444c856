"""Following an idea: being told how it goes on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from butce.models import Proposal
from butce.services import proposals as services


@require_safe
def my_follows(request: HttpRequest) -> HttpResponse:
    proposals = Proposal.objects.public().filter(follows__user=request.user).with_places()
    return render(request, "butce/my_follows.html", {"proposals": proposals})


@require_POST
def proposal_follow(request: HttpRequest, cycle: str, number: int) -> HttpResponse:
    proposal = _public(cycle, number)
    services.follow_proposal(proposal=proposal, user=request.user, now=timezone.now())
    messages.success(request, _("Bu fikri artık takip ediyorsunuz. Bir adım sonuçlandığında size yazacağız."))
    return redirect(proposal)


@require_POST
def proposal_unfollow(request: HttpRequest, cycle: str, number: int) -> HttpResponse:
    proposal = _public(cycle, number)
    services.unfollow_proposal(proposal=proposal, user=request.user)
    messages.success(request, _("Bu fikri artık takip etmiyorsunuz."))
    return redirect(proposal)


def _public(cycle: str, number: int) -> Proposal:
    return get_object_or_404(Proposal.objects.public().select_related("cycle"), cycle__slug=cycle, number=number)
