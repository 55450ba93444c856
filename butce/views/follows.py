"""Following an idea: being told how it goes on."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from butce.cards import cards_of
from butce.models import Proposal
from butce.services import proposals as services
from konsey.models import User

PER_PAGE = 24


@require_safe
def my_follows(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    followed = Proposal.objects.public().filter(follows__user=request.user).order_by("-follows__since", "-pk")
    page = Paginator(followed, PER_PAGE).get_page(request.GET.get("page"))
    trail = [(_("Hesabım"), reverse("my_account")), (_("Takip ettikleriniz"), "")]
    context = {"page": page, "cards": cards_of(page.object_list), "trail": trail}
    return render(request, "butce/my_follows.html", context)


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
