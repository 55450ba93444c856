"""The public pages of cycles and their envelopes."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from butce import wording
from butce.cards import cards_of
from butce.models import ConflictPair, Cycle, Envelope, Proposal
from butce.models.proposals import HIDDEN
from butce.rules.cycles import may_see_all, visible_cycles
from butce.rules.phases import current_phase
from butce.rules.steps import main_step
from butce.summaries import formula, phase_lines, summaries
from konsey.compiled import Compiled

Trail = list[tuple[str, str]]
State = Proposal.State
# Checked and found feasible, on the ballot, or later: what an envelope's page lists.
CHECKED = (State.FEASIBLE, State.ON_BALLOT, State.SELECTED, State.NOT_SELECTED, State.IN_PROGRESS, State.COMPLETED)


_PUBLIC = Compiled(lambda slug: Cycle.objects.public().filter(slug=slug).prefetch_related("phases"), slug=str)


def cycle_or_404(request: HttpRequest, slug: str) -> Cycle:
    if may_see_all(request.user):
        return get_object_or_404(visible_cycles(request.user).prefetch_related("phases"), slug=slug)
    cycle = _PUBLIC.first(slug=slug)
    if cycle is None:
        raise Http404
    return cycle


def trail_to(cycle: Cycle, *more: tuple[str, str]) -> Trail:
    """Return the breadcrumb of a page below a cycle."""
    return [(_("Katılımcı Bütçe"), reverse("butce:cycle_list")), (cycle.title, cycle.get_absolute_url()), *more]


def envelopes_of(cycle: Cycle) -> list[Envelope]:
    """Return the envelopes with their places and the number of their ``projects_checked``; one query."""
    checked = Count("projects", filter=Q(projects__state__in=CHECKED))
    places = cycle.envelopes.select_related("neighbourhood__district", "district", "category")
    return list(places.annotate(projects_checked=checked).order_by("position", "pk"))


@login_not_required
@require_safe
def cycle_list(request: HttpRequest) -> HttpResponse:
    cycles = visible_cycles(request.user).newest_first().prefetch_related("phases")
    found = summaries(cycles, timezone.now())
    context = {
        "open": sorted((each for each in found if each.is_open), key=lambda each: not each.step.is_urgent),
        "archive": [each for each in found if not each.is_open],
        "trail": [(_("Katılımcı Bütçe"), "")],
    }
    return render(request, "butce/cycle_list.html", context)


@login_not_required
@require_safe
def cycle_detail(request: HttpRequest, cycle: str) -> HttpResponse:
    found = cycle_or_404(request, cycle)
    now = timezone.now()
    envelopes = envelopes_of(found)
    context = {
        "cycle": found,
        "phase": current_phase(found, now),
        "phases": phase_lines(found, now),
        "step": main_step(found, now),
        "envelopes": [(each, wording.place(each)) for each in envelopes],
        "amount": sum(each.amount for each in envelopes),
        "parts": [each.amount for each in envelopes],
        "formula": formula(found, envelopes),
        "ideas": found.proposals.exclude(state__in=HIDDEN).count(),
        "changes": found.phase_changes.all(),
        "errata": found.errata.select_related("proposal__cycle"),
        "incidents": found.incidents.all(),
        "rule": wording.RULES[Cycle.Rule(found.rule)],
        "completion": wording.COMPLETIONS[Cycle.Completion(found.completion)],
        "trail": [(_("Katılımcı Bütçe"), reverse("butce:cycle_list")), (found.title, "")],
    }
    return render(request, "butce/cycle_detail.html", context)


@login_not_required
@require_safe
def cycle_rules(request: HttpRequest, cycle: str) -> HttpResponse:
    found = cycle_or_404(request, cycle)
    envelopes = envelopes_of(found)
    pairs = ConflictPair.objects.filter(first__cycle=found).exclude(first__state__in=HIDDEN)
    context = {
        "cycle": found,
        "participation": wording.participation(found),
        "envelopes": [
            (each, wording.electorate(each, found), wording.ballot(each), wording.counting(each, found))
            for each in envelopes
        ],
        "formula": formula(found, envelopes),
        "ties": wording.ties(found),
        "pairs": pairs.exclude(second__state__in=HIDDEN).select_related("first__cycle", "second__cycle"),
        "trail": trail_to(found, (_("Kurallar"), "")),
    }
    return render(request, "butce/cycle_rules.html", context)


@login_not_required
@require_safe
def rule_text(request: HttpRequest) -> HttpResponse:
    """The published text of the counting rules, word for word the file that auditors find beside the source."""
    trail = [(_("Katılımcı Bütçe"), reverse("butce:cycle_list")), (_("Oylar nasıl sayılır"), "")]
    return render(request, "butce/rule_text.html", {"text": wording.published_rules(), "trail": trail})


@login_not_required
@require_safe
def envelope_detail(request: HttpRequest, cycle: str, envelope: str) -> HttpResponse:
    found = cycle_or_404(request, cycle)
    places = found.envelopes.select_related("neighbourhood__district", "district", "category")
    own = get_object_or_404(places, slug=envelope)
    projects = Proposal.objects.filter(envelope=own, state__in=CHECKED).order_by("ballot_number", "title_sort", "pk")
    context = {
        "cycle": found,
        "envelope": own,
        "place": wording.place(own),
        "electorate": wording.electorate(own, found),
        "ballot": wording.ballot(own),
        "counting": wording.counting(own, found),
        "cards": cards_of(projects),
        "step": main_step(found, timezone.now()),
        "trail": trail_to(found, (own.title, "")),
    }
    return render(request, "butce/envelope_detail.html", context)
