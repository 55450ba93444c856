"""The steps of changing a ballot by its receipt code."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from butce import polling, standing
from butce.booth import Booth, answer, trail
from butce.forms.ballot import BallotForm
from butce.models import Envelope
from butce.rules import ballots
from butce.rules.ballots import Ballot
from sandik.services.casting import paper_of_receipt


@dataclass(frozen=True)
class Place:
    """Somebody with a receipt code in front of a fresh paper."""

    booth: Booth
    ballot: Ballot
    code: str


def place_of(request: HttpRequest, here: Booth) -> Place | HttpResponse:
    code = standing.receipt_of(request, here.cycle)
    envelope = _envelope_of(here, code) if code else None
    if here.why_closed:
        if request.method == "POST" and envelope is not None:  # an old tab: show what it has sent
            return polling.closed(request, here, envelope.slug)
        messages.error(request, here.why_closed)
        return redirect("butce:ballot_change", here.cycle.slug)
    if code is None or envelope is None or envelope.paper is None:
        messages.info(request, _("Değiştirmek için alındı kodunuzu yazınız."))
        return redirect("butce:ballot_change", here.cycle.slug)
    return Place(here, ballots.load(envelope, envelope.paper), code)


def page(request: HttpRequest, place: Place, form: BallotForm) -> HttpResponse:
    projects = ballots.shuffled(place.ballot.projects, standing.draft_key(request))
    context = {
        **_common(place),
        "form": form,
        "how": ballots.limit_sentence(place.ballot.paper),
        "lines": form.lines(projects),
        "errata": place.booth.cycle.errata.order_by("version"),
        "closes_at": place.booth.box.closes_at,
    }
    return answer(place.booth, render(request, "butce/booth/change_paper.html", context))


def review(request: HttpRequest, place: Place, form: BallotForm) -> HttpResponse:
    context = {
        **_common(place),
        "chosen": form.ballot.chosen(form.choices),
        "hidden": form.hidden(),
        "sum": form.ballot.cost_of(form.choices),
        "remainder": ballots.remainder_sentence(form.ballot, form.choices),
    }
    return answer(place.booth, render(request, "butce/booth/change_review.html", context))


def _envelope_of(here: Booth, code: str) -> Envelope | None:
    """Return the envelope of the ballot that the receipt names, if the box still holds it."""
    paper = paper_of_receipt(box_id=here.cycle.box_id, code=code) if here.cycle.box_id else None
    return here.cycle.envelopes.filter(paper=paper).select_related("paper").first() if paper else None


def _common(place: Place) -> dict[str, object]:
    return {
        "paper": place.ballot.paper,
        "envelope": place.ballot.envelope,
        "cycle": place.booth.cycle,
        "trail": trail(place.booth.cycle, (_("Oyunuzu değiştirin"), "")),
    }
