"""Freezing the rules: projects go on the ballot, lots are drawn, and the box is built."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from butce.models import Cycle, Envelope, PhaseKind, Proposal
from butce.rules.opening import why_not_freeze
from butce.rules.phases import phase_of_kind
from butce.services.proposals import advance_proposal
from butce.tally.lots import draw_lots
from konsey import audit
from konsey.errors import Refused
from konsey.models import User
from sandik.models import Box, Option, Paper
from sandik.services.sealing import freeze_box

audit.name_actions({"cycle.frozen": _("Bütçe döneminin kuralları donduruldu")})


@transaction.atomic
def freeze_cycle(*, cycle: Cycle, by: User, now: datetime) -> Cycle:
    """Freeze envelopes, projects, costs, ballot types, counting and tie rule, and make the ballot box ready to open.

    From here on the database itself refuses changes (migration ``frozen_rules``); corrections are errata. Raises
    Refused while something on the check list stops it.
    """
    locked = Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=cycle.pk)
    if reason := why_not_freeze(locked, now):
        raise Refused(reason)
    voting = phase_of_kind(locked, PhaseKind.VOTING)
    assert voting is not None  # the check list has seen to it
    assert voting.ends_at is not None
    box = Box.objects.create(title=locked.title, opens_at=voting.starts_at, closes_at=voting.ends_at)
    for envelope in locked.envelopes.select_related("cycle"):
        _print_paper(box, envelope, by, now)
    freeze_box(box=box, by=by, now=now)
    locked.box, locked.frozen_at = box, now
    locked.save(update_fields=["box", "frozen_at"])
    audit.record(by=by, action="cycle.frozen", obj=locked, after={"tie_seed": locked.tie_seed, "box": box.pk})
    cycle.box, cycle.frozen_at = box, now
    return locked


def _print_paper(box: Box, envelope: Envelope, by: User, now: datetime) -> None:
    """Put the envelope's feasible projects on a paper of their own, numbered in the order of the lots."""
    projects = list(
        Proposal.objects.filter(envelope=envelope, state=Proposal.State.FEASIBLE)
        .select_related("cycle")
        .order_by("number")
    )
    lots = draw_lots(envelope.cycle.tie_seed, [str(project.number) for project in projects])
    projects.sort(key=lambda project: lots[str(project.number)])
    paper = Paper.objects.create(
        box=box,
        title=envelope.title,
        kind=envelope.ballot_kind,
        max_choices=envelope.max_choices if envelope.ballot_kind in {"approval", "ranking"} else None,
        weight_limit=envelope.amount if envelope.ballot_kind == "knapsack" else None,
        points_total=envelope.points_total if envelope.ballot_kind == "points" else None,
        points_per_choice=envelope.points_per_project if envelope.ballot_kind == "points" else None,
    )
    envelope.paper = paper
    envelope.save(update_fields=["paper"])
    for place, project in enumerate(projects, 1):
        project.ballot_number, project.lot = place, lots[str(project.number)]
        project.save(update_fields=["ballot_number", "lot"])
        advance_proposal(proposal=project, to=Proposal.State.ON_BALLOT, by=by, now=now)
    Option.objects.bulk_create(
        Option(paper=paper, number=project.ballot_number or 0, label=project.title, weight=project.cost or 0)
        for project in projects
    )


def lift_freeze_for_erratum() -> None:
    """Let this transaction, and no other, change frozen rows: only `butce.services.errata` may call it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('butce.erratum', 'on', true)")
