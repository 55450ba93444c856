"""Districts and neighbourhoods: the map, the lists, the search and the type-ahead's suggestions."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from konsey import panels, text
from konsey.drawing.tilemap import Tile
from konsey.models import District, Neighbourhood

PER_PAGE = 50
SUGGESTIONS = 12
LONGEST_QUERY = 80


@login_not_required
@require_safe
def district_list(request: HttpRequest) -> HttpResponse:
    query = _query(request)
    districts = District.objects.alphabetical().with_neighbourhood_counts()
    context: dict[str, object] = {"query": query, "districts": districts, "trail": [(_("Mahalleler"), "")]}
    if query:
        found = Neighbourhood.objects.select_related("district").matching(query).best_first(query)
        context["page"] = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        context["found_districts"] = District.objects.matching(query).alphabetical()
    else:
        context["tiles"] = [_tile(district) for district in districts]
        context["population"] = sum(district.population for district in districts)
        context["neighbourhoods"] = sum(district.neighbourhood_count for district in districts)
    return render(request, "konsey/places/district_list.html", context)


@login_not_required
@require_safe
def district_detail(request: HttpRequest, district_slug: str) -> HttpResponse:
    district = get_object_or_404(District, slug=district_slug)
    return render(
        request,
        "konsey/places/district_detail.html",
        {
            "district": district,
            "tiles": District.objects.tiles(),
            "neighbourhoods": tuple(district.neighbourhoods.alphabetical().values_list("slug", "name", "population")),
            "panels": panels.panels_for(district),
            "trail": [(_("Mahalleler"), reverse("district_list")), (district.name, "")],
        },
    )


@login_not_required
@require_safe
def neighbourhood_detail(request: HttpRequest, district_slug: str, slug: str) -> HttpResponse:
    places = Neighbourhood.objects.select_related("district")
    neighbourhood = get_object_or_404(places, district__slug=district_slug, slug=slug)
    district = neighbourhood.district
    return render(
        request,
        "konsey/places/neighbourhood_detail.html",
        {
            "neighbourhood": neighbourhood,
            "tiles": District.objects.tiles(),
            "panels": panels.panels_for(neighbourhood),
            "trail": [
                (_("Mahalleler"), reverse("district_list")),
                (district.name, district.get_absolute_url()),
                (neighbourhood.name, ""),
            ],
        },
    )


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def neighbourhood_search(request: HttpRequest) -> JsonResponse:
    """Answer the type-ahead of static/js/picker.js; public names only."""
    query = _query(request)
    places = Neighbourhood.objects.select_related("district").matching(query).best_first(query)
    found = list(places[: SUGGESTIONS + 1]) if query else []
    results = [{"id": place.pk, "name": place.name, "district": place.district.name} for place in found[:SUGGESTIONS]]
    return JsonResponse({"results": results, "more": len(found) > SUGGESTIONS})


def _query(request: HttpRequest) -> str:
    return text.clean(request.GET.get("q", ""))[:LONGEST_QUERY]


def _tile(district: District) -> Tile:
    thousands = _("%(count)d bin") % {"count": round(district.population / 1000)}
    return Tile(
        district.tile_column,
        district.tile_row,
        district.name,
        district.get_absolute_url(),
        text=thousands,
        value=district.population,
    )
