"""The public list of ideas, as cards and on the map, and its download."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from butce import shuffling
from butce.cards import cards_by_key
from butce.exports import ideas_as_csv
from butce.filters.proposals import WHOLE_CITY, Choices, ProposalFilter
from butce.rules.steps import main_step
from butce.views.cycles import cycle_or_404, trail_to
from konsey import numbers
from konsey.drawing import Tile
from konsey.filters.lists import drawn

PER_PAGE, MOST_PER_PAGE = 24, 100


@dataclass(frozen=True)
class Place:
    """A line of the list beside the map."""

    label: str
    url: str
    number: int


@login_not_required
@require_safe
def proposal_list(request: HttpRequest, cycle: str) -> HttpResponse:
    found = cycle_or_404(request, cycle)
    seed = shuffling.seed_for(request)
    filters = ProposalFilter(request.GET, choices=Choices.of(found), user=request.user, seed=seed.value)
    is_map = request.GET.get("view") == "map"
    ideas = reverse("butce:proposal_list", args=[found.slug])
    context = {
        "cycle": found,
        "filter": filters,
        "form": drawn(filters, "butce/_filter.html", reset=ideas, is_map=is_map),
        "step": main_step(found, timezone.now()),
        "tabs": [
            (_("Liste"), _query(request, view=""), not is_map),
            (_("Harita"), _query(request, view="map"), is_map),
        ],
        "trail": trail_to(found, (_("Fikirler"), "")),
        **(_map(request, filters) if is_map else _cards(request, filters, seed)),
    }
    response = render(request, "butce/proposal_list.html", context)
    seed.keep(response)
    return response


@login_not_required
@require_safe
def proposal_export(request: HttpRequest, cycle: str) -> HttpResponseBase:
    """The list as it is filtered, by number."""
    found = cycle_or_404(request, cycle)
    filters = ProposalFilter(request.GET, choices=Choices.of(found), user=request.user, seed="")
    address = request.build_absolute_uri(found.get_absolute_url())
    response = StreamingHttpResponse(
        ideas_as_csv(filters.found.order_by("number"), address), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{found.slug}-fikirler.csv"'
    return response


def _cards(request: HttpRequest, filters: ProposalFilter, seed: shuffling.Seed) -> dict[str, object]:
    if seed.is_new:  # for browsers that keep no cookie: the next page's address holds the seed
        request.GET = request.GET.copy()
        request.GET[shuffling.PARAMETER] = seed.value
    page = Paginator(filters.qs, _per_page(request)).get_page(request.GET.get("page"))
    return {
        "page": page,
        "cards": cards_by_key(page.object_list.values_list("pk", flat=True)),
        "shuffle_url": _query(request, **{shuffling.PARAMETER: shuffling.new_value()}),
        "export_query": _query(request, view=""),
    }


def _map(request: HttpRequest, filters: ProposalFilter) -> dict[str, object]:
    """The districts with how many ideas each has, and the ideas for the whole city."""
    rows = filters.everywhere.order_by().values_list("neighbourhood__district").annotate(number=Count("pk"))
    numbers_of = dict(rows)
    places = [
        Place(each.name, _query(request, district=each.slug, view=""), numbers_of.get(each.pk, 0))
        for each in filters.choices.districts
    ]
    tiles = [
        Tile(each.tile_column, each.tile_row, each.name, place.url, numbers.number(place.number), place.number)
        for each, place in zip(filters.choices.districts, places, strict=True)
    ]
    whole = Place(_("Bütün kent"), _query(request, district=WHOLE_CITY, view=""), numbers_of.get(None, 0))
    return {"tiles": tiles, "places": [*places, whole], "total": sum(numbers_of.values())}


def _per_page(request: HttpRequest) -> int:
    asked = request.GET.get("per_page", "")
    return min(MOST_PER_PAGE, max(1, int(asked))) if asked.isdecimal() and len(asked) < 4 else PER_PAGE


def _query(request: HttpRequest, **changes: str) -> str:
    """The address of this list with some wishes changed; an empty one is left out, and it begins at its first page."""
    query = request.GET.copy()
    query.pop("page", None)
    if "district" in changes:
        query.pop("neighbourhood", None)
    for name, value in changes.items():
        query[name] = value
    kept = {name: value for name, value in query.items() if value}
    query.clear()
    query.update(kept)
    return f"?{query.urlencode()}"
