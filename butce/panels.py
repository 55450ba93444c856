"""What the budget has to show on the pages of districts and neighbourhoods (`konsey.panels`)."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from butce.cards import cards_of
from butce.models import Proposal
from butce.models.proposals import ProposalQuerySet
from konsey.models import District, Neighbourhood
from konsey.panels import Panel

SHOWN = 3
State = Proposal.State
WON = Q(state__in=[State.SELECTED, State.IN_PROGRESS, State.COMPLETED])


@dataclass(frozen=True)
class CycleLine:
    """A cycle's ideas for one place; ``won_cost`` in kuruş."""

    title: str
    url: str
    ideas: int
    won: int
    won_cost: int


def of_neighbourhood(neighbourhood: Neighbourhood) -> Panel | None:
    wishes = {"district": neighbourhood.district.slug, "neighbourhood": neighbourhood.slug}
    return _panel(Proposal.objects.public().filter(neighbourhood=neighbourhood), wishes)


def of_district(district: District) -> Panel | None:
    return _panel(Proposal.objects.public().filter(neighbourhood__district=district), {"district": district.slug})


def _panel(proposals: ProposalQuerySet, wishes: dict[str, str]) -> Panel | None:
    """Its ideas cycle by cycle, the newest first, and some of the newest cycle's; three queries."""
    rows = (
        proposals.order_by("-cycle__year", "-cycle_id")
        .values_list("cycle_id", "cycle__title", "cycle__slug")
        .annotate(ideas=Count("pk"), won=Count("pk", filter=WON), won_cost=Sum("cost", filter=WON))
    )
    found = list(rows)
    if not found:
        return None
    newest = proposals.filter(cycle=found[0][0]).order_by("-submitted_at", "-pk")
    context = {
        "cards": cards_of(newest[:SHOWN]),
        "cycles": [
            CycleLine(
                title, f"{reverse('butce:proposal_list', args=[slug])}?{urlencode(wishes)}", ideas, won, cost or 0
            )
            for _pk, title, slug, ideas, won, cost in found
        ],
    }
    return Panel(_("Katılımcı bütçede"), "butce/_panel.html", context)
