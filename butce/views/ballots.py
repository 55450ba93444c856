"""Filling in one paper, looking it over, casting it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from butce import drafts, polling
from butce.booth import answer, open_booth
from butce.forms.ballot import BallotForm, bound_to
from butce.rules import ballots
from konsey.errors import Refused


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def ballot(request: HttpRequest, cycle: str, envelope: str) -> HttpResponse:
    """The paper. Everything filled in comes here in one request and is kept as a draft, encrypted."""
    here = open_booth(request, cycle)
    place = polling.place_of(request, here, envelope)
    if isinstance(place, HttpResponse):
        return place
    paper = ballots.load(place.envelope, place.paper)
    if request.method != "POST":
        return polling.page(request, place, BallotForm(paper, choices=drafts.recall(request, place.paper)))
    later = request.POST.get("islem") == "sonra"
    form = BallotForm(paper, request.POST, is_complete=not later)
    if not form.is_valid():
        return polling.page(request, place, form)
    target = "butce:booth" if later else "butce:ballot_review"
    response = redirect(target, *([cycle] if later else [cycle, envelope]))
    drafts.keep(request, response, paper=place.paper, choices=form.choices, booth=here)
    if later:
        messages.success(request, _("Taslağınız saklandı. Oyunuzu henüz kullanmadınız."))
    return answer(here, response)


@login_not_required
@require_safe
@never_cache
def ballot_review(request: HttpRequest, cycle: str, envelope: str) -> HttpResponse:
    """What will be cast, in words. The form holds the choices, so that what is read here is what is cast."""
    here = open_booth(request, cycle)
    place = polling.place_of(request, here, envelope)
    if isinstance(place, HttpResponse):
        return place
    paper = ballots.load(place.envelope, place.paper, with_details=False)
    choices = drafts.recall(request, place.paper)
    form = bound_to(paper, choices) if choices else None
    if form is None or not form.is_valid():
        return redirect("butce:ballot", cycle, envelope)
    return polling.review(request, place, form)


@login_not_required
@require_POST
@never_cache
@sensitive_post_parameters()
def ballot_cast(request: HttpRequest, cycle: str, envelope: str) -> HttpResponse:
    """Cast. The page that answers is the only one that ever shows the receipt; sent twice, it shows the same again."""
    here = open_booth(request, cycle)
    if (again := polling.answered_before(request, here, envelope)) is not None:
        return again
    place = polling.place_of(request, here, envelope)
    if isinstance(place, HttpResponse):
        return place
    paper = ballots.load(place.envelope, place.paper, with_details=False)
    form = BallotForm(paper, request.POST)
    code = polling.code_of(request, place.paper)
    if not form.is_valid():
        return polling.again(request, place)
    if code is None:
        return polling.review(request, place, form, is_stale=True)
    try:
        polling.cast(place, form.choices, code, paper.weights)
    except Refused as refusal:
        return polling.refused(request, place, form, code, refusal)
    drafts.drop(request, place.paper)
    return polling.confirmed(request, place, code, count=len(form.choices.numbers))
