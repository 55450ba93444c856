"""A person's own ideas: where they stand, what waits for the author, deleting and withdrawing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from butce.cards import BADGES
from butce.models import CoProposer, Proposal
from butce.rules import writing as rules
from butce.services import coproposers
from butce.services import writing as services
from butce.views.writing import own_or_404, own_trail
from konsey.errors import Refused
from konsey.locks import patiently

PER_PAGE = 20
State = Proposal.State


@require_safe
@never_cache
def my_proposals(request: HttpRequest) -> HttpResponse:
    rows = Proposal.objects.filter(author=request.user, cycle__published_at__isnull=False).select_related("cycle")
    waiting = rows.filter(rules.waits_for_author()).order_by("-changed_at")
    others = rows.exclude(rules.waits_for_author()).order_by("-submitted_at", "-pk")
    page = Paginator(others, PER_PAGE).get_page(request.GET.get("page"))
    context = {"waiting": waiting, "page": page, "trail": [*own_trail()[:1], (_("Fikirlerim"), "")]}
    return render(request, "butce/writing/my_proposals.html", context)


@require_safe
@never_cache
def my_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = own_or_404(request, pk)
    now = timezone.now()
    asked = list(proposal.coproposers.select_related("proposal__cycle").prefetch_related("proposal__cycle__phases"))
    context = {
        "proposal": proposal,
        "badge": BADGES.get(proposal.state, ""),
        "last": proposal.history.order_by("-at", "-pk").first(),
        "may_edit": rules.why_not_edit(request.user, proposal, now) is None,
        "may_withdraw": rules.why_not_withdraw(proposal, now) is None,
        "coproposers": [(each, rules.why_not_write_again(each, now) is None) for each in asked],
        "is_public": Proposal.objects.public().filter(pk=proposal.pk).exists(),
        "trail": own_trail((proposal.title or _("Adsız taslak"), "")),
    }
    return render(request, "butce/writing/my_proposal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def proposal_delete(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = get_object_or_404(Proposal, pk=pk, author=request.user, state=State.DRAFT)
    if request.method == "POST":
        services.delete_draft(author=request.user, proposal=proposal)
        messages.success(request, _("Taslak silindi."))
        return redirect("butce:my_proposals")
    context = {"proposal": proposal, "trail": own_trail((_("Taslağı silin"), ""))}
    return render(request, "butce/writing/delete.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def proposal_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = own_or_404(request, pk)
    refusal = rules.why_not_withdraw(proposal, timezone.now())
    if request.method == "POST" and proposal.state != State.WITHDRAWN:
        try:
            with patiently():
                services.withdraw_idea(author=request.user, proposal=proposal, now=timezone.now())
            messages.success(request, _("Fikrinizi geri çektiniz. Artık yayında değil."))
        except Refused as refused:
            messages.error(request, refused.message)
    elif not refusal:
        context = {"proposal": proposal, "trail": own_trail((proposal.title, ""), (_("Geri çekin"), ""))}
        return render(request, "butce/writing/withdraw.html", context)
    elif proposal.state != State.WITHDRAWN:
        messages.error(request, refusal)
    return redirect("butce:my_proposal", proposal.pk)


@require_POST
def coproposer_again(request: HttpRequest, pk: int, asked: int) -> HttpResponse:
    row = get_object_or_404(CoProposer, pk=asked, proposal=pk, proposal__author=request.user)
    try:
        with patiently():
            coproposers.invite_again(asked=row, now=timezone.now())
        messages.success(request, _("Davet yeniden gönderildi."))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("butce:my_proposal", pk)
