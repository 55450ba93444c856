"""Writing an idea: the form, what it lacks, the last look, handing it in."""

from datetime import datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from butce.forms.writing import IdeaForm, SubmitForm, typed_of
from butce.models import Cycle, PhaseKind, Proposal
from butce.rules import writing as rules
from butce.rules.phases import phase_of_kind, why_not_in
from butce.services import writing as services
from butce.similar import similar_ideas
from butce.views.cycles import cycle_or_404, trail_to
from konsey.errors import Refused
from konsey.locks import patiently
from konsey.middleware import WITH_LOCATION
from konsey.rules import identity

FORWARD, CHECK = "_ilerle", "denetle"  # the button that leads on; the address that says what is missing
State = Proposal.State


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def proposal_write(request: HttpRequest, cycle: str) -> HttpResponse:
    found = cycle_or_404(request, cycle)
    now = timezone.now()
    if not request.user.is_authenticated or rules.why_not_start(request.user, found, now):
        return _explain(request, found, now)
    own = Proposal.objects.filter(cycle=found, author=request.user, state__in=rules.EDITABLE)
    if request.method == "POST":
        form = IdeaForm(request.POST, request.FILES, cycle=found, author=request.user)
        return _save(request, form, None, now)
    form = IdeaForm(cycle=found, author=request.user)
    context = {"form_key": uuid4(), "drafts": own.order_by("-changed_at")}
    return _show(request, form, found, context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def proposal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = own_or_404(request, pk)
    now = timezone.now()
    if refusal := rules.why_not_edit(request.user, proposal, now):
        messages.error(request, refusal)
        return redirect("butce:my_proposal", proposal.pk)
    options = {"cycle": proposal.cycle, "author": request.user, "proposal": proposal}
    if request.method == "POST":
        return _save(request, IdeaForm(request.POST, request.FILES, **options), proposal, now)
    is_checked = CHECK in request.GET
    form = IdeaForm.of_stored(proposal, request.user) if is_checked else IdeaForm(initial=typed_of(proposal), **options)
    return _show(request, form, proposal.cycle, {"proposal": proposal, "is_checked": is_checked})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def proposal_review(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = own_or_404(request, pk)
    if proposal.state not in rules.EDITABLE:
        return redirect("butce:my_proposal", proposal.pk)
    if not IdeaForm.of_stored(proposal, request.user).is_valid():
        return redirect(_check_url(proposal))
    now = timezone.now()
    asks_age = proposal.state == State.DRAFT
    form = SubmitForm(request.POST or None, cycle=proposal.cycle)
    if request.method == "POST" and (not asks_age or form.is_valid()) and _submit(request, proposal, form, now):
        return redirect("butce:proposal_received", proposal.pk)
    context = {
        "form": form,
        "asks_age": asks_age,
        "proposal": proposal,
        "pictures": proposal.pictures.all(),
        "coproposers": proposal.coproposers.all(),
        "similar": similar_ideas(proposal.cycle, proposal.title, but=proposal),
        "why_not": None if form.errors else rules.why_not_submit(request.user, proposal, now),
        "trail": own_trail((proposal.title, ""), (_("Gözden geçirin"), "")),
    }
    return render(request, "butce/writing/review.html", context)


@require_safe
@never_cache
def proposal_received(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = own_or_404(request, pk)
    if proposal.number is None:
        return redirect("butce:my_proposal", proposal.pk)
    links = [
        (_("Fikrinizin sayfasını açın"), proposal.get_absolute_url()),
        (_("Fikirlerinizi ve durumlarını görün"), reverse("butce:my_proposals")),
        (_("Öteki fikirlere bakın"), reverse("butce:proposal_list", args=[proposal.cycle.slug])),
    ]
    review = phase_of_kind(proposal.cycle, PhaseKind.PRELIMINARY_REVIEW)
    context = {"proposal": proposal, "links": links, "review": review, "asked": proposal.coproposers.count()}
    return render(request, "butce/writing/received.html", {**context, "trail": own_trail((proposal.title, ""))})


@login_not_required
@require_safe
def proposal_similar(request: HttpRequest, cycle: str) -> HttpResponse:
    """The fragment that static/js/writing.js puts below the title while it is being typed."""
    found = cycle_or_404(request, cycle)
    context = {"similar": similar_ideas(found, request.GET.get("q", ""))}
    return render(request, "butce/writing/_similar.html", context)


def own_or_404(request: HttpRequest, pk: int) -> Proposal:
    rows = Proposal.objects.with_places().select_related("author").prefetch_related("cycle__phases")
    return get_object_or_404(rows, pk=pk, author=request.user, cycle__published_at__isnull=False)


def own_trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Hesabım"), reverse("my_account")), (_("Fikirlerim"), reverse("butce:my_proposals")), *more]


def _save(request: HttpRequest, form: IdeaForm, proposal: Proposal | None, now: datetime) -> HttpResponse:
    """Keep what was typed, complete or not; then on to the last look, or back to the form."""
    saved = _saved(request, form, proposal, now) if form.is_valid() else None
    if saved is None:
        context = {
            "proposal": proposal,
            "form_key": _form_key(request),
            "lost_files": bool(request.FILES) and not form.is_choosing,
        }
        return _show(request, form, form.cycle, context)
    if FORWARD in request.POST:
        return redirect("butce:proposal_review", saved.pk)
    messages.success(request, _("Taslağınız kaydedildi. Dilediğiniz zaman “Fikirlerim” sayfasından sürdürebilirsiniz."))
    return redirect("butce:proposal_edit", saved.pk)


def _saved(request: HttpRequest, form: IdeaForm, proposal: Proposal | None, now: datetime) -> Proposal | None:
    try:
        with patiently():
            if proposal is not None:
                return services.save_idea(author=request.user, proposal=proposal, idea=form.idea(), now=now)
            return services.start_draft(
                author=request.user, cycle=form.cycle, idea=form.idea(), form_key=_form_key(request), now=now
            )
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return None


def _submit(request: HttpRequest, proposal: Proposal, form: SubmitForm, now: datetime) -> bool:
    year = form.cleaned_data["birth_year"] if proposal.state == State.DRAFT else None
    try:
        with patiently():
            services.submit_idea(author=request.user, proposal=proposal, birth_year=year, now=now)
    except Refused as refusal:
        form.is_valid()
        form.add_error(None, refusal.message)
        return False
    return True


def _show(request: HttpRequest, form: IdeaForm, cycle: Cycle, context: dict[str, object]) -> HttpResponse:
    trail = trail_to(cycle, (_("Fikrinizi yazın"), ""))
    response = render(request, "butce/writing/write.html", {"form": form, "cycle": cycle, "trail": trail, **context})
    response["Permissions-Policy"] = WITH_LOCATION  # static/js/locate.js
    return response


def _explain(request: HttpRequest, cycle: Cycle, now: datetime) -> HttpResponse:
    """Why no idea can be written now, and what to do about it."""
    user = request.user if request.user.is_authenticated else None
    closed = why_not_in(cycle, PhaseKind.IDEAS, now)
    context = {
        "cycle": cycle,
        "closed": closed,
        "why_not": closed or (rules.why_not_start(user, cycle, now) if user else ""),
        "lacks_email": user is not None and not identity.has_confirmed_email(user),
        "lacks_residence": user is not None and identity.current_residence(user) is None,
        "phase": phase_of_kind(cycle, PhaseKind.IDEAS),
        "trail": trail_to(cycle, (_("Fikrinizi yazın"), "")),
    }
    return render(request, "butce/writing/closed.html", context, status=200)


def _check_url(proposal: Proposal) -> str:
    return f"{reverse('butce:proposal_edit', args=[proposal.pk])}?{CHECK}=1"


def _form_key(request: HttpRequest) -> UUID:
    """The key the form came with; a broken one is nobody's fault worth an error."""
    try:
        return UUID(request.POST.get("form_key", ""))
    except ValueError:
        return uuid4()
