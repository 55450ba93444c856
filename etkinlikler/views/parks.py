"""The public pages of the Living Parks: the list, and a park with the week that is still free."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from etkinlikler import availability
from etkinlikler.models import LivingPark
from etkinlikler.rules import parks as rules


@login_not_required
@require_safe
def park_list(request: HttpRequest) -> HttpResponse:
    parks = list(LivingPark.objects.select_related("district").prefetch_related("zones"))
    context = {"parks": parks, "trail": trail_in_parks()}
    return render(request, "etkinlikler/parks/park_list.html", context)


@login_not_required
@require_safe
def park_detail(request: HttpRequest, slug: str) -> HttpResponse:
    park = get_object_or_404(LivingPark.objects.with_all(), slug=slug)
    now = timezone.now()
    first = rules.first_day(park, now)
    monday = availability.monday_of(request.GET.get("hafta", ""), first)
    context = {
        "park": park,
        "zones": park.zones.all(),
        "hours": park.hours.all(),
        "first_day": first,
        "last_day": rules.last_day(park, now),
        "week": availability.week_of(park, monday, now),
        "trail": trail_in_parks((park.name, "")),
    }
    return render(request, "etkinlikler/parks/park_detail.html", context)


def trail_in_parks(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """From the events through the list of parks; without ``more`` the list is where one is."""
    parks = reverse("etkinlikler:park_list") if more else ""
    return [(_("Etkinlikler"), reverse("etkinlikler:event_list")), (_("Yaşayan Parklar"), parks), *more]
