"""The check list before a vote opens: what stops it, and what should be looked at."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from butce.models import Cycle, Envelope, Objection, PhaseKind, Proposal
from butce.rules.phases import phase_of_kind
from konsey import numbers

State = Proposal.State


@dataclass(frozen=True)
class Check:
    """One line of the list. ``stops``: the rules cannot be frozen while it stands."""

    sentence: str
    stops: bool


def opening_checks(cycle: Cycle, now: datetime) -> list[Check]:
    """Return what is not in order; an empty list means that the vote can open. A fixed number of queries."""
    envelopes = list(cycle.envelopes.all())
    ready = list(
        Proposal.objects.filter(cycle=cycle, state=State.FEASIBLE).prefetch_related("pictures").order_by("number")
    )
    return [*_cycle_checks(cycle, envelopes, now), *_project_checks(envelopes, ready), *_review_checks(cycle, now)]


def why_not_freeze(cycle: Cycle, now: datetime) -> str | None:
    """Return the first thing that keeps the rules from being frozen."""
    if cycle.frozen_at is not None:
        return _("Bu dönemin kuralları zaten dondurulmuş.")
    return next((check.sentence for check in opening_checks(cycle, now) if check.stops), None)


def _cycle_checks(cycle: Cycle, envelopes: Sequence[Envelope], now: datetime) -> list[Check]:
    found = []
    voting = phase_of_kind(cycle, PhaseKind.VOTING)
    if voting is None or voting.ends_at is None:
        found.append(Check(_("Oylama aşamasının başlangıç ve bitişi yazılmamış."), True))
    elif voting.ends_at <= now:
        found.append(Check(_("Oylama aşamasının bitişi geçmiş: %s.") % numbers.end_moment(voting.ends_at), True))
    if cycle.published_at is None:
        found.append(Check(_("Dönem henüz yayımlanmamış."), True))
    if not cycle.tie_seed.strip():
        found.append(Check(_("Kura tohumu yazılmamış; eşitlikler onunla çözülür ve önceden yayımlanır."), True))
    if not envelopes:
        found.append(Check(_("Dönemde bütçe payı yok."), True))
    return found


def _project_checks(envelopes: Sequence[Envelope], ready: Sequence[Proposal]) -> list[Check]:
    by_envelope = Counter(project.envelope_id for project in ready)
    amounts = {envelope.pk: envelope.amount for envelope in envelopes}
    found = [
        Check(_("“%s” payında oylanacak proje yok.") % envelope.title, True)
        for envelope in envelopes
        if not by_envelope[envelope.pk]
    ]
    placed = [project for project in ready if project.envelope_id]
    counts = (
        (_count(placed, lambda p: p.cost is None), _one_or_more_without_cost, True),
        (len(ready) - len(placed), _one_or_more_without_envelope, False),
        (_count(placed, lambda p: not p.summary.strip()), _one_or_more_without_summary, True),
        (_count(placed, lambda p: not p.pictures.all()), _one_or_more_without_picture, False),
        (_count(placed, lambda p: (p.cost or 0) > amounts[p.envelope_id]), _one_or_more_too_expensive, False),
    )
    return found + [Check(sentence(count), stops) for count, sentence, stops in counts if count]


def _count(projects: Sequence[Proposal], condition: object) -> int:
    assert callable(condition)
    return sum(1 for project in projects if condition(project))


def _one_or_more_without_cost(count: int) -> str:
    return ngettext("%d projenin kesin bedeli yok.", "%d projenin kesin bedeli yok.", count) % count


def _one_or_more_without_envelope(count: int) -> str:
    return (
        ngettext("%d uygun proje bir paya yerleştirilmemiş.", "%d uygun proje bir paya yerleştirilmemiş.", count)
        % count
    )


def _one_or_more_without_summary(count: int) -> str:
    return ngettext("%d projenin sade özeti yok.", "%d projenin sade özeti yok.", count) % count


def _one_or_more_without_picture(count: int) -> str:
    return ngettext("%d projenin görseli yok.", "%d projenin görseli yok.", count) % count


def _one_or_more_too_expensive(count: int) -> str:
    return ngettext("%d projenin bedeli payından büyük.", "%d projenin bedeli payından büyük.", count) % count


def _review_checks(cycle: Cycle, now: datetime) -> list[Check]:
    found = []
    in_time = _refused_in_time(cycle, now)
    if in_time:
        sentence = ngettext("%d önerinin itiraz süresi sürüyor.", "%d önerinin itiraz süresi sürüyor.", in_time)
        found.append(Check(sentence % in_time, True))
    open_objections = Objection.objects.filter(proposal__cycle=cycle, state=Objection.State.OPEN).count()
    if open_objections:
        sentence = ngettext("%d itiraz karara bağlanmamış.", "%d itiraz karara bağlanmamış.", open_objections)
        found.append(Check(sentence % open_objections, True))
    waiting = Proposal.objects.filter(
        cycle=cycle, state__in=[State.SUBMITTED, State.RETURNED, State.UNDER_REVIEW]
    ).count()
    if waiting:
        sentence = ngettext("%d önerinin değerlendirmesi bitmemiş.", "%d önerinin değerlendirmesi bitmemiş.", waiting)
        found.append(Check(sentence % waiting, False))
    return found


def _refused_in_time(cycle: Cycle, now: datetime) -> int:
    """How many refusals can still be objected to within the days that were promised; freezing would cut them off."""
    told_since = now - timedelta(days=cycle.objection_days)
    refused = Proposal.objects.filter(
        cycle=cycle, state=State.INELIGIBLE, author__isnull=False, objections__isnull=True,
        history__to_state=State.INELIGIBLE, history__at__gt=told_since,
    )  # fmt: skip
    return refused.distinct().count()
