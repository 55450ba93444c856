"""The author objects to a refusal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from butce.forms.review import ObjectionForm
from butce.models import Proposal
from butce.rules import objections as rules
from butce.services.objections import object_to_refusal
from butce.views.cycles import trail_to
from konsey import locks
from konsey.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_object(request: HttpRequest, cycle: str, number: int) -> HttpResponse:
    """The form for the author only; to everybody else this page does not exist."""
    mine = Proposal.objects.public().filter(author=request.user.pk).select_related("cycle")
    proposal, now = get_object_or_404(mine, cycle__slug=cycle, number=number), timezone.now()
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with locks.patiently():
                object_to_refusal(proposal=proposal, by=request.user, text=form.cleaned_data["text"], now=now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("İtirazınız alındı. Kararı size yazacağız."))
            return redirect(proposal)
    context = {
        "proposal": proposal,
        "form": form,
        "why_not": rules.why_not_object(request.user, proposal, now),
        "deadline": rules.deadline(proposal),
        "trail": trail_to(proposal.cycle, (proposal.title, proposal.get_absolute_url()), (_("İtiraz"), "")),
    }
    return render(request, "butce/objection_form.html", context)
