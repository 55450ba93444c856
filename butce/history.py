"""The public history of an idea: what happened, when, and the sentence that was written for everybody."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from butce.models import Proposal, ProposalHistory
from butce.models.proposals import HIDDEN
from konsey import numbers
from konsey.compiled import Compiled

State = Proposal.State
TITLES: dict[str, Any] = {
    State.SUBMITTED: _("Fikir verildi"),
    State.RETURNED: _("Düzeltme istendi"),
    State.UNDER_REVIEW: _("Teknik değerlendirmeye alındı"),
    State.FEASIBLE: _("Uygun bulundu"),
    State.INELIGIBLE: _("Uygun bulunmadı"),
    State.MERGED: _("Başka bir fikirle birleştirildi"),
    State.ON_BALLOT: _("Oylamaya çıktı"),
    State.SELECTED: _("Oylamada kazandı"),
    State.NOT_SELECTED: _("Oylamada kazanamadı"),
    State.IN_PROGRESS: _("Yapımına başlandı"),
    State.COMPLETED: _("Tamamlandı"),
}
# Where the same state says something else because of what came before.
TURNS: dict[tuple[str, str], Any] = {
    (State.RETURNED, State.SUBMITTED): _("Düzeltilip yeniden gönderildi"),
    (State.MERGED, State.SUBMITTED): _("Birleştirme geri alındı"),
    (State.REDIRECTED, State.SUBMITTED): _("Ön değerlendirmeye alındı"),
    (State.UNDER_REVIEW, State.SUBMITTED): _("Ön değerlendirmeye geri döndü"),
    (State.INELIGIBLE, State.UNDER_REVIEW): _("İtiraz üzerine yeniden değerlendirmeye alındı"),
    (State.INELIGIBLE, State.FEASIBLE): _("İtiraz üzerine uygun bulundu"),
    (State.FEASIBLE, State.UNDER_REVIEW): _("Yeniden değerlendirmeye alındı"),
    (State.ON_BALLOT, State.FEASIBLE): _("Oylamadan geri alındı"),
    (State.COMPLETED, State.IN_PROGRESS): _("Yapımı sürüyor"),
}
_STEPS = Compiled(
    lambda proposal: (
        ProposalHistory.objects.filter(proposal=proposal)
        .exclude(to_state__in=HIDDEN)
        .order_by("at", "pk")
        .values_list("from_state", "to_state", "sentence", "at")
    ),
    proposal=int,
)
LATE = frozenset({State.RETURNED, State.INELIGIBLE})


class Event(NamedTuple):
    """A step as the timeline shows it."""

    title: str
    when: str
    text: str
    state: str


def public_history(proposal: Proposal) -> tuple[Event, ...]:
    """Return the steps in their order; one query. The desk's notes and names are not part of it."""
    return tuple(
        Event(
            title=str(TURNS.get((before, after), TITLES[after])),
            when=numbers.moment(at),
            text=sentence,
            state="late" if after in LATE else "done",
        )
        for before, after, sentence, at in _STEPS.rows(proposal=proposal.pk)
    )
