"""The count: seals the box, counts each envelope's published file and stores the result for two people to sign."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from butce import outcomes
from butce.models import Count, CountRequest, Cycle, EnvelopeResult, ProjectResult
from butce.outcomes import Counted
from butce.rules.results import why_not_count
from butce.tally.count import RULE_VERSION
from konsey import audit
from konsey.constraints import refused_as
from konsey.errors import Refused
from konsey.models import User
from sandik.rules import turnout_of
from sandik.services.sealing import seal_box

audit.name_actions(
    {
        "count.asked": gettext_lazy("Sayım istendi"),
        "count.stored": gettext_lazy("Sandık sayıldı"),
    }
)
Progress = Callable[[int, int], None]


@transaction.atomic
def request_count(*, cycle: Cycle, by: User, now: datetime) -> CountRequest:
    """Ask the background work for a count. Raises Refused before closing time and while one is on its way."""
    locked = Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=cycle.pk)
    if reason := why_not_count(locked, now):
        raise Refused(reason)
    with refused_as({"butce_countrequest_one_open": _("Bu dönemin sayımı zaten sürüyor.")}):
        request = CountRequest.objects.create(cycle=locked, by=by, asked_at=now)
    audit.record(by=by, action="count.asked", obj=request)
    return request


def run_waiting(now: datetime) -> int:
    """Count what was asked for; return how many requests were finished. Safe to run again after a crash."""
    finished = 0
    for request in CountRequest.objects.filter(finished_at__isnull=True).order_by("asked_at"):
        _run(request, now)
        finished += 1
    return finished


def count_cycle(*, cycle: Cycle, by: User, now: datetime, progress: Progress = lambda done, total: None) -> Count:
    """Seal the box if it is not, count every envelope and store the outcome as a new version, for two people to sign.

    Only sealed rows are read, which nothing can change, so the long part holds no lock. Counting again with the same
    outcome returns the version that is there, also for two at once. Raises Refused before closing time (the database's
    clock) or when roll and box do not agree.
    """
    _seal(cycle, by, now)
    envelopes = list(
        cycle.envelopes.select_related("paper__box", "cycle", "district", "neighbourhood").order_by("position", "pk")
    )
    turnout = turnout_of(envelope.paper for envelope in envelopes if envelope.paper is not None)
    counted: list[Counted] = []
    for envelope in envelopes:
        progress(len(counted), len(envelopes))
        counted.append(outcomes.count_envelope(envelope, turnout.get(envelope.paper_id or 0, [])))
    progress(len(counted), len(envelopes))
    return _store(cycle, counted, by, now)


@transaction.atomic
def _seal(cycle: Cycle, by: User, now: datetime) -> None:
    locked = Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=cycle.pk)
    if reason := why_not_count(locked, now):
        raise Refused(reason)
    box = locked.box
    if box is not None and box.sealed_at is None:
        seal_box(box=box, by=by)


@transaction.atomic
def _store(cycle: Cycle, counted: Sequence[Counted], by: User, now: datetime) -> Count:
    locked = Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=cycle.pk)
    last = locked.counts.order_by("-version").first()
    count = Count(
        cycle=locked,
        version=last.version + 1 if last else 1,
        rule_version=RULE_VERSION,
        rule=locked.rule,
        completion=locked.completion,
        tie_seed=locked.tie_seed,
        inputs_sha256=outcomes.inputs_digest(
            RULE_VERSION, locked.tie_seed, [(each.result, each.projects) for each in counted]
        ),
        counted_at=now,
        counted_by=by,
    )
    count.result_sha256 = outcomes.result_digest(count, [each.result for each in counted])
    if last is not None and last.result_sha256 == count.result_sha256:
        return last
    count.save()
    _store_results(count, counted)
    audit.record(by=by, action="count.stored", obj=count, after={"result_sha256": count.result_sha256})
    return count


def _store_results(count: Count, counted: Sequence[Counted]) -> None:
    for each in counted:
        each.result.count = count
    EnvelopeResult.objects.bulk_create([each.result for each in counted])
    for each in counted:
        for line in each.projects:
            line.result = each.result
    ProjectResult.objects.bulk_create([line for each in counted for line in each.projects])


def _run(request: CountRequest, now: datetime) -> None:
    rows = CountRequest.objects.filter(pk=request.pk)
    rows.update(started_at=now)
    values: dict[str, object] = {}
    try:
        values["count"] = count_cycle(
            cycle=request.cycle,
            by=request.by,
            now=now,
            progress=lambda done, total: _note(request, done, total),
        )
    except Refused as refused:
        values["refusal"] = str(refused.message)[:500]
    rows.update(finished_at=now, **values)


def _note(request: CountRequest, done: int, total: int) -> None:
    CountRequest.objects.filter(pk=request.pk).update(done=done, total=total)
