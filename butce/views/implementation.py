"""What has become of the winners of a cycle: was it built, or did it stay on paper?"""

from collections import Counter
from collections.abc import Sequence

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from butce import works
from butce.filters.implementation import WHOLE_CITY, WorkFilter
from butce.models import Cycle, Implementation
from butce.rules.implementation import public_works
from butce.views.cycles import cycle_or_404, trail_to
from butce.views.proposals import Place
from konsey import numbers
from konsey.drawing import Tile
from konsey.models import District

PER_PAGE = 50


@login_not_required
@require_safe
def implementation_overview(request: HttpRequest, cycle: str) -> HttpResponse:
    found = cycle_or_404(request, cycle)
    today = timezone.localdate()
    everything, districts = list(_rows(found)), list(District.objects.alphabetical())
    filters = WorkFilter(request.GET, _rows(found), works=everything, districts=districts, today=today)
    views = works.ordered(filters.qs, today)
    context = {
        "cycle": found,
        "summary": works.summary(everything, today),
        "filter": filters,
        "late": [view for view in views if view.late],
        "page": Paginator(views, PER_PAGE).get_page(request.GET.get("page")),
        "query": request.GET.urlencode(),
        "trail": trail_to(found, (_("Kaldı mı, yapıldı mı?"), "")),
        **_map(everything, districts),
    }
    return render(request, "butce/implementation_overview.html", context)


@login_not_required
@require_safe
def implementation_export(request: HttpRequest, cycle: str) -> HttpResponse:
    """The list as it is filtered."""
    found = cycle_or_404(request, cycle)
    today = timezone.localdate()
    everything, districts = list(_rows(found)), list(District.objects.alphabetical())
    filters = WorkFilter(request.GET, _rows(found), works=everything, districts=districts, today=today)
    address = request.build_absolute_uri(found.get_absolute_url())
    response = HttpResponse(
        works.works_as_csv(works.ordered(filters.qs, today), address), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{found.slug}-uygulama.csv"'
    return response


def _rows(cycle: Cycle) -> QuerySet[Implementation]:
    return public_works(cycle).select_related(
        "department", "proposal__cycle", "proposal__envelope", "proposal__neighbourhood__district"
    )


def _map(everything: Sequence[Implementation], districts: Sequence[District]) -> dict[str, object]:
    """The districts with how many winners each has, and those for the whole city."""
    homes = [work.proposal.neighbourhood for work in everything]
    numbers_of = Counter(home.district_id if home else None for home in homes)
    places = [Place(each.name, f"?district={each.slug}", numbers_of[each.pk]) for each in districts]
    tiles = [
        Tile(each.tile_column, each.tile_row, each.name, place.url, numbers.number(place.number), place.number)
        for each, place in zip(districts, places, strict=True)
    ]
    whole = Place(_("Bütün kent"), f"?district={WHOLE_CITY}", numbers_of[None])
    return {"tiles": tiles, "places": [*places, whole]}
