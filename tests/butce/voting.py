"""An open vote as it stands after freezing: envelopes, papers, projects, and people who may vote in them."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from butce.models import Cycle, Envelope, PhaseKind, Proposal
from konsey.models import Neighbourhood, User
from sandik.models import Box, Option, Paper
from sandik.voters import new_nonce
from tests.factories.butce import CycleFactory, EnvelopeFactory, ProposalFactory
from tests.factories.konsey import NeighbourhoodFactory, RegisterEntryFactory, VerificationFactory
from tests.factories.konsey.identity import BIRTH_YEAR, NUMBER

MILLION = 100_000_000  # kuruş
LIMITS = {
    "approval": {"max_choices": 3},
    "ranking": {"max_choices": 3},
    "knapsack": {"weight_limit": 5 * MILLION},
    "points": {"points_total": 10, "points_per_choice": 6},
}


@dataclass
class Vote:
    """``papers`` by the envelope's address; projects cost 1, 2, 3 … million TL in the order of their numbers."""

    cycle: Cycle
    place: Neighbourhood
    box: Box
    envelopes: dict[str, Envelope] = field(default_factory=dict)

    def projects(self, slug: str = "kent") -> list[Proposal]:
        return list(Proposal.objects.filter(envelope=self.envelopes[slug]).order_by("ballot_number"))

    def paper(self, slug: str = "kent") -> Paper:
        return self.envelopes[slug].paper

    def url(self, name: str, *args: object) -> str:
        return reverse(f"butce:{name}", args=[self.cycle.slug, *args])

    def close(self) -> None:
        Box.objects.filter(pk=self.box.pk).update(closes_at=timezone.now() - timedelta(minutes=5))

    def voter(self, **options: object) -> User:
        """Somebody with a verified account who lives at the place."""
        return VerificationFactory(settled=True, neighbourhood=self.place, **options).user


def open_vote(*, kind: str = "approval", projects: int = 5, with_own: bool = True, **cycle_options: object) -> Vote:
    """A city-wide envelope "kent" and, unless refused, one of the voters' own neighbourhood, "mahalle"."""
    cycle = CycleFactory(phase=PhaseKind.VOTING, **cycle_options)
    place = NeighbourhoodFactory(name="Alsancak")
    box = Box.objects.create(
        title=cycle.title,
        opens_at=timezone.now() - timedelta(days=9),
        closes_at=timezone.now() + timedelta(days=9),
        frozen_at=timezone.now() - timedelta(days=10),
        roll_nonce=new_nonce(),
    )
    vote = Vote(cycle, place, box)
    city = {"title": "Kent geneli", "slug": "kent", "position": 1}
    own = {"title": "Alsancak payı", "slug": "mahalle", "position": 2, "neighbourhood": place, "of_neighbourhood": True}
    for number, wanted in enumerate([city, own] if with_own else [city]):
        vote.envelopes[str(wanted["slug"])] = _envelope(vote, kind, projects, 1000 * number, wanted)
    Cycle.objects.filter(pk=cycle.pk).update(
        box=box, frozen_at=box.frozen_at
    )  # last: then the database lets nothing in
    cycle.refresh_from_db()
    return vote


def register_entry(vote: Vote, *, number: str = NUMBER) -> dict[str, object]:
    """Put somebody into the register and return what they type at the door."""
    RegisterEntryFactory(number=number, neighbourhood=vote.place)
    return {"number": number, "birth_year": str(BIRTH_YEAR), "notice_version": "1"}


def _envelope(vote: Vote, kind: str, projects: int, first: int, wanted: dict[str, object]) -> Envelope:
    limits = LIMITS[kind]
    paper = Paper.objects.create(box=vote.box, title=str(wanted["title"]), kind=kind, **{"max_choices": None, **limits})
    envelope = EnvelopeFactory(
        cycle=vote.cycle,
        amount=5 * MILLION,
        ballot_kind=kind,
        max_choices=limits.get("max_choices"),
        points_total=limits.get("points_total"),
        points_per_project=limits.get("points_per_choice"),
        paper=paper,
        **wanted,
    )
    for place in range(1, projects + 1):
        project = ProposalFactory(
            cycle=vote.cycle,
            on_ballot=True,
            number=first + 100 + place,
            envelope=envelope,
            ballot_number=place,
            cost=place * MILLION,
            neighbourhood=vote.place,
        )
        Option.objects.create(paper=paper, number=place, label=project.title, weight=project.cost)
    return envelope
