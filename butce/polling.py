"""The steps that filling in, looking over and casting a paper share."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from butce import drafts, sealed, standing
from butce.booth import Booth, answer, open_booth, roll_keys, stops, trail
from butce.forms.ballot import BallotForm
from butce.models import Envelope
from butce.rules import ballots
from butce.rules.ballots import Ballot
from butce.rules.electorate import Voter, own_envelopes, why_not_vote_in
from konsey.errors import Refused
from sandik import receipts
from sandik.choices import Choices
from sandik.models import Paper
from sandik.services.casting import already_voted, cast_ballot, paper_of_receipt, voted_papers

FORM = "onay"  # the hidden field of the review page, and what its token is for
REVIEW_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Place:
    """A voter in front of a paper that is theirs to fill in."""

    booth: Booth
    voter: Voter
    envelope: Envelope
    paper: Paper
    own: list[Envelope]

    @property
    def address(self) -> list[str]:
        return [self.booth.cycle.slug, self.envelope.slug]


def place_of(request: HttpRequest, here: Booth, slug: str) -> Place | HttpResponse:
    """Return the voter's place in front of the paper, or the answer for whoever has none."""
    if here.why_closed:
        return closed(request, here, slug)
    if not here.may_enter or here.voter is None:
        return _unknown(request, here, slug)
    own = own_envelopes(here.cycle, here.voter)
    envelope = next((one for one in own if one.slug == slug), None)
    if envelope is None:
        return _foreign(request, here, here.voter, slug)
    if envelope.paper is None:
        raise Http404
    return Place(here, here.voter, envelope, envelope.paper, own)


def has_voted(place: Place) -> bool:
    return bool(voted_papers(papers=[place.paper.pk], voters=roll_keys(place.booth.box, place.voter)))


def page(request: HttpRequest, place: Place, form: BallotForm) -> HttpResponse:
    """The paper to fill in; somebody who has voted on it is told so instead."""
    if has_voted(place):
        return _voted(request, place)
    key = standing.draft_key(request)
    context = {
        "form": form,
        "paper": place.paper,
        "envelope": place.envelope,
        "cycle": place.booth.cycle,
        "how": ballots.limit_sentence(place.paper),
        "lines": form.lines(ballots.shuffled(form.ballot.projects, key)),
        "errata": place.booth.cycle.errata.order_by("version"),
        "closes_at": place.booth.box.closes_at,
        "trail": trail(place.booth.cycle, (place.envelope.title, "")),
    }
    response = render(request, "butce/booth/ballot.html", context)
    drafts.remember(response, key, place.booth)
    return answer(place.booth, response)


def review(request: HttpRequest, place: Place, form: BallotForm, *, is_stale: bool = False) -> HttpResponse:
    """What will be cast. The receipt code is made here and travels sealed, so that sending twice is sending once."""
    token = sealed.seal(FORM, {"paper": place.paper.pk, "code": receipts.new_code()})
    context = {
        "chosen": form.ballot.chosen(form.choices),
        "hidden": [*form.hidden(), (FORM, token)],
        "sum": form.ballot.cost_of(form.choices),
        "remainder": ballots.remainder_sentence(form.ballot, form.choices),
        "paper": place.paper,
        "envelope": place.envelope,
        "cycle": place.booth.cycle,
        "is_stale": is_stale,
        "trail": trail(
            place.booth.cycle,
            (place.envelope.title, reverse("butce:ballot", args=place.address)),
            (_("Gözden geçirin"), ""),
        ),
    }
    return answer(place.booth, render(request, "butce/booth/review.html", context))


def code_of(request: HttpRequest, paper: Paper) -> str | None:
    """Return the receipt code that the review page was made with; None for a forged or an old one."""
    facts = sealed.unseal(FORM, request.POST.get(FORM, ""), max_age=REVIEW_SECONDS)
    return str(facts["code"]) if facts and facts["paper"] == paper.pk else None


def cast(place: Place, choices: Choices, code: str, on_paper: dict[int, int]) -> None:
    """Cast under the person's key. Raises Refused as `cast_ballot`, also for what the account has stood for before."""
    first, *former = roll_keys(place.booth.box, place.voter)
    if former and voted_papers(papers=[place.paper.pk], voters=former):
        raise Refused(already_voted())
    cast_ballot(paper=place.paper, voter=first, area=place.voter.area, choices=choices, code=code, on_paper=on_paper)


def confirmed(request: HttpRequest, place: Place, code: str, *, count: int, again: bool = False) -> HttpResponse:
    """The only page that shows the receipt. Whoever has nothing left to vote on leaves the booth with it."""
    own = stops(place.booth, place.own)
    following = next((stop for stop in own if stop.state == "now"), None)
    context = {
        "code": code,
        "count": count,
        "again": again,
        "envelope": place.envelope,
        "cycle": place.booth.cycle,
        "closes_at": place.booth.box.closes_at,
        "stops": own,
        "next": following,
        "trail": trail(place.booth.cycle, (place.envelope.title, "")),
    }
    response = answer(place.booth, render(request, "butce/booth/confirmed.html", context))
    if following is None:
        standing.forget_voter(response)
    return response


def refused(request: HttpRequest, place: Place, form: BallotForm, code: str, refusal: Refused) -> HttpResponse:
    """The box said no: sent twice, voted before, closed in this second, or busy. Nothing that was chosen is lost."""
    if paper_of_receipt(box_id=place.booth.box.pk, code=code) == place.paper.pk:
        return confirmed(request, place, code, count=len(form.choices.numbers), again=True)
    if has_voted(place):
        return _voted(request, place)
    here = open_booth(request, place.booth.cycle.slug)
    if here.why_closed:
        return closed(request, here, place.envelope.slug)
    return again(request, place, refusal.message)


def again(request: HttpRequest, place: Place, message: str = "") -> HttpResponse:
    """Show the whole paper with what was sent, and why it was not cast."""
    whole = BallotForm(ballots.load(place.envelope, place.paper), request.POST)
    whole.is_valid()
    if message:
        whole.add_error(None, message)
    return page(request, place, whole)


def answered_before(request: HttpRequest, here: Booth, slug: str) -> HttpResponse | None:
    """Answer a confirmation page that is loaded again after its voter has left the booth; None for everything else."""
    facts = sealed.unseal(FORM, request.POST.get(FORM, ""), max_age=REVIEW_SECONDS)
    if here.voter is not None or facts is None or here.cycle.box is None:
        return None
    envelope = here.cycle.envelopes.filter(slug=slug, paper=facts["paper"]).select_related("paper").first()
    if envelope is None or paper_of_receipt(box_id=here.cycle.box.pk, code=facts["code"]) != facts["paper"]:
        return None
    context = {"code": facts["code"], "again": True, "envelope": envelope, "cycle": here.cycle}
    context |= {"closes_at": here.cycle.box.closes_at, "trail": trail(here.cycle, (envelope.title, ""))}
    return answer(here, render(request, "butce/booth/confirmed.html", context))


def closed(request: HttpRequest, here: Booth, slug: str) -> HttpResponse:
    """Say when it closed, and show what an old tab has sent, for the person's own record."""
    form = _posted(request, here, slug)
    if form is None:
        return redirect("butce:booth", here.cycle.slug)
    context = {
        "why_closed": here.why_closed,
        "chosen": form.ballot.chosen(form.choices),
        "cycle": here.cycle,
        "trail": trail(here.cycle, (form.ballot.envelope.title, "")),
    }
    return answer(here, render(request, "butce/booth/closed.html", context))


def _foreign(request: HttpRequest, here: Booth, voter: Voter, slug: str) -> HttpResponse:
    """Say whose paper it is."""
    envelopes = here.cycle.envelopes.select_related("district", "neighbourhood__district")
    envelope = get_object_or_404(envelopes, slug=slug)
    messages.error(request, why_not_vote_in(envelope, voter) or "")
    return redirect("butce:booth", here.cycle.slug)


def _voted(request: HttpRequest, place: Place) -> HttpResponse:
    own = stops(place.booth, place.own)
    context = {
        "sentence": already_voted(),
        "envelope": place.envelope,
        "cycle": place.booth.cycle,
        "next": next((stop for stop in own if stop.state == "now"), None),
        "trail": trail(place.booth.cycle, (place.envelope.title, "")),
    }
    return answer(place.booth, render(request, "butce/booth/voted.html", context))


def _posted(request: HttpRequest, here: Booth, slug: str) -> BallotForm | None:
    """Read what an old tab has sent, without judging it."""
    envelope = here.cycle.envelopes.filter(slug=slug, paper__isnull=False).select_related("paper").first()
    if request.method != "POST" or envelope is None or envelope.paper is None:
        return None
    form = BallotForm(ballots.load(envelope, envelope.paper), request.POST, is_complete=False)
    return form if form.is_valid() else None


def _unknown(request: HttpRequest, here: Booth, slug: str) -> HttpResponse:
    """Nobody stands here (any more): keep what was sent as a draft, then ask who it is."""
    response = redirect("butce:booth", here.cycle.slug)
    if (form := _posted(request, here, slug)) is not None:
        ballot: Ballot = form.ballot
        drafts.keep(request, response, paper=ballot.paper, choices=form.choices, booth=here)
        text = _("Kimliğinizi yeniden göstermeniz gerekiyor. Seçimleriniz bu tarayıcıda taslak olarak duruyor.")
        messages.warning(request, text)
    return response
