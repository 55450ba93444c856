"""The council's bodies, for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from konsey import panels
from konsey.drawing import Group
from meclisler.filters import BodyFilter
from meclisler.models import Body

PER_PAGE, CHILDREN = 24, 60
# How large the decoration is; the real seats come with the memberships.
SEATS: dict[str, int] = {Body.Kind.GENERAL_ASSEMBLY: 180, Body.Kind.EXECUTIVE_BOARD: 21}


@login_not_required
@require_safe
def body_list(request: HttpRequest) -> HttpResponse:
    filters = BodyFilter(request.GET, Body.objects.with_places().in_order())
    return render(
        request,
        "meclisler/body_list.html",
        {
            "filters": filters,
            "page": Paginator(filters.qs, PER_PAGE).get_page(request.GET.get("page")),
            "trail": [(_("Meclisler"), "")],
        },
    )


@login_not_required
@require_safe
def body_detail(request: HttpRequest, slug: str) -> HttpResponse:
    body = get_object_or_404(Body.objects.with_places().select_related("parent"), slug=slug)
    children = list(body.children.open().in_order()[: CHILDREN + 1])
    trail = [(_("Meclisler"), reverse("meclisler:body_list"))]
    if body.parent:
        trail.append((body.parent.name, body.parent.get_absolute_url()))
    return render(
        request,
        "meclisler/body_detail.html",
        {
            "body": body,
            "children": children[:CHILDREN],
            "has_more_children": len(children) > CHILDREN,
            "panels": panels.panels_for(body),
            "seats": [Group("", SEATS.get(body.kind, 60), "a")],
            "trail": [*trail, (body.name, "")],
        },
    )
