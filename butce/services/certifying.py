"""Two signatures below a count. The second makes it public, moves every proposal and opens the work on the winners."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from butce import countfiles, outcomes
from butce.models import Assessment, Certificate, Count, Cycle, EnvelopeResult, Implementation, ProjectResult, Proposal
from butce.rules.results import why_not_certify
from butce.services.proposals import advance_proposal
from butce.tally.pabulib_writer import digest
from konsey import audit
from konsey.constraints import refused_as
from konsey.errors import Refused
from konsey.models import User
from sandik.services.publication import publish_results

SIGNATURES = 2
State = Proposal.State
ONCE = {"butce_certificate_once": _("Bu sayımı zaten onayladınız; ikinci onay başka bir kişiden gelmelidir.")}
audit.name_actions(
    {
        "count.signed": gettext_lazy("Sayım onaylandı"),
        "count.certified": gettext_lazy("Sonuç kesinleşti ve yayımlandı"),
    }
)


@transaction.atomic
def certify_count(*, count: Count, by: User, now: datetime, seen_sha256: str = "") -> Certificate:
    """Sign a count. The second person's signature publishes it.

    ``seen_sha256``: the hash that the person had before their eyes. Raises Refused for a second signature of one
    person, a count that was replaced, or stored rows and files that are no longer what was counted.
    """
    Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=count.cycle_id)
    locked = Count.objects.select_for_update(of=("self",), no_key=True).select_related("cycle__box").get(pk=count.pk)
    if reason := why_not_certify(locked):
        raise Refused(reason)
    if seen_sha256 and seen_sha256 != locked.result_sha256:
        raise Refused(_("Gördüğünüz sonucun özeti bu sayımınki değil. Sayfayı yenileyip yeniden bakınız."))
    lines = stored_lines(locked)
    if reason := why_not_trust(locked, lines):
        raise Refused(reason)
    with refused_as(ONCE):
        certificate = Certificate.objects.create(count=locked, by=by, at=now, result_sha256=locked.result_sha256)
    audit.record(by=by, action="count.signed", obj=locked, after={"result_sha256": locked.result_sha256})
    if locked.certificates.count() >= SIGNATURES:
        _publish(locked, [line for result in lines for line in result[1]], by, now)
    count.certified_at = locked.certified_at
    return certificate


Stored = Sequence[tuple[EnvelopeResult, Sequence[ProjectResult]]]


def stored_lines(count: Count) -> Stored:
    """Return the results of a count with their projects; two queries."""
    lines: dict[int, list[ProjectResult]] = {}
    for line in ProjectResult.objects.filter(result__count=count).select_related("proposal__cycle"):
        lines.setdefault(line.result_id, []).append(line)
    results = count.results.select_related("envelope__cycle", "envelope__paper__box").order_by(
        "envelope__position", "pk"
    )
    return [(result, lines.get(result.pk, [])) for result in results]


def why_not_trust(count: Count, stored: Stored) -> str | None:
    """Say whether rows or files were changed since the count: every hash is computed anew."""
    for result, lines in stored:
        is_whole = result.file is None or digest(countfiles.unpacked(result.file)) == result.file_sha256
        if not is_whole or outcomes.digest(outcomes.signed(result, lines)) != result.result_sha256:
            return _("“%s” payının kayıtları sayımdaki özetle uyuşmuyor. Yeniden sayınız.") % result.envelope.title
    inputs = outcomes.inputs_digest(count.rule_version, count.tie_seed, stored)
    if inputs != count.inputs_sha256 or outcomes.result_digest(count, [result for result, _lines in stored]) != (
        count.result_sha256
    ):
        return _("Sayımın kayıtları özetiyle uyuşmuyor. Yeniden sayınız.")
    return None


def _publish(count: Count, lines: Sequence[ProjectResult], by: User, now: datetime) -> None:
    count.certified_at = now
    count.save(update_fields=["certified_at"])
    if count.cycle.box is not None:
        publish_results(box=count.cycle.box, by=by, now=now)
    for line in lines:
        _move(line, now)
    _begin_works([line.proposal for line in lines if line.is_winner], now)
    audit.record(by=by, action="count.certified", obj=count, after={"result_sha256": count.result_sha256})


def _move(line: ProjectResult, now: datetime) -> None:
    """A corrected count may turn a result around; what is being built stays so as long as it still wins."""
    won = {State.SELECTED, State.IN_PROGRESS, State.COMPLETED}
    if line.is_winner and line.proposal.state not in won:
        to: str = State.SELECTED
    elif not line.is_winner and line.proposal.state != State.NOT_SELECTED:
        to = State.NOT_SELECTED
    else:
        return
    sentence = str(line.explanation.get("sentence", ""))[:500]
    advance_proposal(proposal=line.proposal, to=to, by=None, now=now, sentence=sentence)


def _begin_works(winners: Sequence[Proposal], now: datetime) -> None:
    """One row of work for each winner, given to the department that answered last."""
    answered = Assessment.objects.filter(
        proposal__in=winners, state=Assessment.State.ANSWERED, feasibility__in=["yes", "conditional"]
    ).order_by("answered_at", "pk")
    department = dict(answered.values_list("proposal_id", "department_id"))
    Implementation.objects.bulk_create(
        [
            Implementation(proposal=project, department_id=department.get(project.pk), changed_at=now)
            for project in winners
        ],
        ignore_conflicts=True,
    )
