"""Results of a certified count, and the page on which a visitor counts again. Before that turnout, and nothing else."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from butce import standings, turnouts, wording
from butce.models import Cycle, ProjectResult
from butce.recounting import recount_button
from butce.rules.results import public_count
from butce.rules.steps import main_step
from butce.views.cycles import cycle_or_404, trail_to
from konsey.models import District


@login_not_required
@require_safe
def results(request: HttpRequest, cycle: str) -> HttpResponse:
    found = cycle_or_404(request, cycle)
    count = public_count(found)
    context = {"cycle": found, "count": count, "trail": trail_to(found, (_("Sonuçlar"), ""))}
    if count is None:
        return render(request, "butce/results_pending.html", {**context, **turnouts.so_far(found, timezone.now())})
    count.cycle = found
    rows = standings.standings(count)
    context |= {
        "standings": rows,
        "certificates": count.certificates.order_by("at", "pk"),
        "amount": sum(each.envelope.amount for each in rows),
        "spent": sum(each.result.spent for each in rows),
        "won": sum(len(each.winners) for each in rows),
        "ballots": sum(each.result.ballots for each in rows),
        "step": main_step(found, timezone.now()),
        **turnouts.of_count(found, rows),
    }
    return render(request, "butce/results.html", context)


@login_not_required
@require_safe
def envelope_results(request: HttpRequest, cycle: str, envelope: str) -> HttpResponse:
    found = cycle_or_404(request, cycle)
    count = public_count(found)
    if count is None:
        return redirect("butce:results", cycle)
    result = get_object_or_404(count.results.defer("file").select_related("envelope"), envelope__slug=envelope)
    result.envelope.cycle = found
    own = standings.standing(found, result, _lines(result.pk))
    context = {
        "cycle": found, "count": count, "own": own, "envelope": result.envelope, "result": result,
        "rule": wording.counting(result.envelope, found) if result.ballots_published else [],
        "votes": standings.votes_chart(own),
        "distribution": _distribution(own),
        "other": standings.comparison(own),
        "shares": standings.shares(own),
        "trail": trail_to(found, (_("Sonuçlar"), reverse("butce:results", args=[cycle])), (result.envelope.title, "")),
        **_turnout(request, own),
    }  # fmt: skip
    return render(request, "butce/envelope_results.html", context)


@login_not_required
@require_safe
def recount_page(request: HttpRequest, cycle: str) -> HttpResponse:
    found = cycle_or_404(request, cycle)
    count = public_count(found)
    context: dict[str, Any] = {"cycle": found, "count": count, "trail": trail_to(found, (_("Yeniden sayın"), ""))}
    if count is not None:
        rows = count.results.defer("file").select_related("envelope").order_by("envelope__position", "pk")
        context["results"] = [(each, _button(found, each) if each.ballots_published else "") for each in rows]
    return render(request, "butce/recount.html", context)


def _button(cycle: Cycle, result: Any) -> str:
    return recount_button(
        url=reverse("butce:results_pb", args=[cycle.slug, result.envelope.slug]),
        sha256=result.file_sha256,
        winners=result.outcome.get("winners", []),
        key=result.envelope.slug,
    )


def _lines(result: int) -> Any:
    rows = ProjectResult.objects.filter(result=result).select_related("proposal")
    return rows.order_by("place", "-score", "-votes", "proposal__ballot_number")


def _distribution(own: standings.Standing) -> Any:
    found = own.result.outcome.get("distribution")
    return standings.distribution_chart(found) if found else None


def _turnout(request: HttpRequest, own: standings.Standing) -> dict[str, Any]:
    """Districts as a map and a list; the neighbourhoods of the one that was chosen."""
    address = reverse("butce:envelope_results", args=[own.envelope.cycle.slug, own.envelope.slug])
    tiles, places = standings.districts_turnout([own.result], address)
    slug = request.GET.get("ilce", "")
    only = places[0].url.partition("ilce=")[2].partition("#")[0] if len(places) == 1 else slug
    district = District.objects.filter(slug=only).first() if only else None
    return {
        "tiles": tiles if len(places) > 1 else [],
        "places": places,
        "district": district,
        "neighbourhoods": standings.neighbourhoods_turnout(own.result, district) if district else [],
        "online": sum(place.online for place in places),
        "desk": sum(place.desk for place in places),
    }
