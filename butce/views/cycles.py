"""The public pages of cycles and their envelopes."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from butce.models import Cycle
from butce.rules.cycles import visible_cycles

Trail = list[tuple[str, str]]


def cycle_or_404(request: HttpRequest, slug: str) -> Cycle:
    return get_object_or_404(visible_cycles(request.user).prefetch_related("phases"), slug=slug)


def trail_to(cycle: Cycle, *more: tuple[str, str]) -> Trail:
    """Return the breadcrumb of a page below a cycle."""
    return [(_("Katılımcı Bütçe"), reverse("butce:cycle_list")), (cycle.title, cycle.get_absolute_url()), *more]


@login_not_required
@require_safe
def cycle_list(request: HttpRequest) -> HttpResponse:
    cycles = visible_cycles(request.user).newest_first().prefetch_related("phases")
    context = {"cycles": cycles, "trail": [(_("Katılımcı Bütçe"), "")]}
    return render(request, "butce/cycle_list.html", context)


@login_not_required
@require_safe
def cycle_detail(request: HttpRequest, cycle: str) -> HttpResponse:
    found = cycle_or_404(request, cycle)
    trail = [(_("Katılımcı Bütçe"), reverse("butce:cycle_list")), (found.title, "")]
    return render(request, "butce/cycle_detail.html", {"cycle": found, "trail": trail})


@login_not_required
@require_safe
def cycle_rules(request: HttpRequest, cycle: str) -> HttpResponse:
    found = cycle_or_404(request, cycle)
    return render(request, "butce/cycle_rules.html", {"cycle": found, "trail": trail_to(found, (_("Kurallar"), ""))})


@login_not_required
@require_safe
def envelope_detail(request: HttpRequest, cycle: str, envelope: str) -> HttpResponse:
    found = cycle_or_404(request, cycle)
    own = get_object_or_404(found.envelopes.all(), slug=envelope)
    context = {"cycle": found, "envelope": own, "trail": trail_to(found, (own.title, ""))}
    return render(request, "butce/envelope_detail.html", context)
