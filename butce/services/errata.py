"""Corrections after the rules were frozen: public, numbered, and seen by voters above the ballot."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from butce.models import Cycle, Erratum, Proposal
from butce.services.freezing import lift_freeze_for_erratum
from butce.services.proposals import advance_proposal
from konsey import audit
from konsey.errors import Refused
from konsey.models import User
from sandik.models import Option

audit.name_actions({"erratum.published": gettext_lazy("Düzeltme yayımlandı")})


@dataclass(frozen=True)
class Correction:
    """What changes about one project; None leaves it as it is. ``cost`` in kuruş."""

    title: str | None = None
    summary: str | None = None
    cost: int | None = None


def why_not_correct(cycle: Cycle) -> str | None:
    """Say why no erratum can be published."""
    if cycle.frozen_at is None:
        return _("Kurallar henüz dondurulmadı; düzeltmek için ilgili kaydı değiştiriniz.")
    if cycle.box is not None and cycle.box.sealed_at is not None:
        return _("Sandık mühürlendi; artık düzeltme yayımlanamaz.")
    return None


@transaction.atomic
def publish_erratum(
    *,
    cycle: Cycle,
    by: User,
    now: datetime,
    text: str,
    proposal: Proposal | None = None,
    correction: Correction | None = None,
) -> Erratum:
    """Publish a correction, and apply it where it names a project. Ballots that were cast stay as they are.

    Raises Refused before the rules are frozen and after the box is sealed.
    """
    locked = Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=cycle.pk)
    if reason := why_not_correct(locked):
        raise Refused(reason)
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    if proposal is not None and correction is not None:
        before, after = _apply(_locked_project(locked, proposal), correction)
    return _publish(locked, by, now, text, proposal, before, after)


@transaction.atomic
def withdraw_from_ballot(*, proposal: Proposal, by: User, now: datetime, text: str) -> Erratum:
    """Take a project off the ballot after opening; ballots that hold it stay valid for their other choices."""
    locked = Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.cycle_id)
    if reason := why_not_correct(locked):
        raise Refused(reason)
    project = _locked_project(locked, proposal)
    _options_of(project).update(withdrawn_at=now)
    advance_proposal(proposal=project, to=Proposal.State.WITHDRAWN, by=by, now=now, sentence=text[:500])
    return _publish(locked, by, now, text, project, {"state": "on_ballot"}, {"state": "withdrawn"})


def _locked_project(cycle: Cycle, proposal: Proposal) -> Proposal:
    project = Proposal.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.pk)
    if project.cycle_id != cycle.pk or project.state != Proposal.State.ON_BALLOT:
        raise Refused(_("Yalnızca bu dönemin oylamadaki projeleri düzeltilebilir."))
    return project


def _apply(project: Proposal, correction: Correction) -> tuple[dict[str, object], dict[str, object]]:
    changed = {name: value for name, value in vars(correction).items() if value is not None}
    before = {name: getattr(project, name) for name in changed}
    lift_freeze_for_erratum()
    for name, value in changed.items():
        setattr(project, name, value)
    project.save(update_fields=[*changed])
    _options_of(project).update(label=project.title, weight=project.cost or 0)
    return before, changed


def _options_of(project: Proposal) -> QuerySet[Option]:
    return Option.objects.filter(paper__envelope=project.envelope_id, number=project.ballot_number or 0)


def _publish(
    cycle: Cycle,
    by: User,
    now: datetime,
    text: str,
    proposal: Proposal | None,
    before: dict[str, object],
    after: dict[str, object],
) -> Erratum:
    version = (cycle.errata.aggregate(most=Max("version"))["most"] or 0) + 1
    erratum = Erratum.objects.create(
        cycle=cycle, version=version, proposal=proposal, text=text, before=before, after=after, by=by, at=now
    )
    audit.record(by=by, action="erratum.published", obj=erratum, before=before, after=after, reason=text)
    return erratum
