"""Ideas that came on paper, handed in by a clerk for people without the internet."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from butce import ideafiles
from butce.models import Cycle, PhaseKind, Proposal
from butce.rules.phases import has_begun
from butce.services.proposals import advance_proposal
from konsey import audit, text
from konsey.errors import Refused
from konsey.models import User

audit.name_actions({"ideas.imported": gettext_lazy("Fikirler dosyadan aktarıldı")})


def why_not_import(cycle: Cycle, now: datetime) -> str | None:
    """Paper forms may come in until the rules are frozen, since meetings end later than the web form."""
    if cycle.frozen_at is not None:
        return _("Kurallar donduruldu; artık fikir eklenemez.")
    if not has_begun(cycle, PhaseKind.IDEAS, now):
        return _("Fikir toplama aşaması başlamadı.")
    return None


@transaction.atomic
def import_ideas(*, cycle: Cycle, content: bytes, by: User, now: datetime) -> list[Proposal]:
    """Hand in every idea of a CSV file, or none: Refused names the bad lines (`butce.ideafiles`)."""
    locked = Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=cycle.pk)
    if reason := why_not_import(locked, now):
        raise Refused(reason)
    stored = [_hand_in(locked, idea, by, now) for idea in ideafiles.read(content, locked)]
    audit.record(by=by, action="ideas.imported", obj=locked, after={"ideas": len(stored)})
    return stored


def _hand_in(cycle: Cycle, idea: ideafiles.PaperIdea, by: User, now: datetime) -> Proposal:
    proposal = Proposal.objects.create(
        cycle=cycle,
        title=idea.title,
        slug=text.slug(idea.title, max_length=120),
        problem=idea.problem,
        body=idea.body,
        beneficiaries=idea.beneficiaries,
        category=idea.category,
        neighbourhood=idea.neighbourhood,
        cost_guess=idea.cost_guess,
        author_name=idea.author_name,
    )
    note = _("Kâğıt formdan aktarıldı.")
    return advance_proposal(proposal=proposal, to=Proposal.State.SUBMITTED, by=by, now=now, note=note)
