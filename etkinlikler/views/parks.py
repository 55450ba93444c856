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
    trail = [(_("Etkinlikler"), reverse("etkinlikler:event_list")), (_("Yaşayan Parklar"), "")]
    return render(request, "etkinlikler/parks/park_list.html", {"parks": parks, "trail": trail})


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
        "trail": [(_("Yaşayan Parklar"), reverse("etkinlikler:park_list")), (park.name, "")],
    }
    return render(request, "etkinlikler/parks/park_detail.html", context)
