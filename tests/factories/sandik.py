"""One factory per model of the ballot box, valid with no arguments."""

import hashlib
from datetime import timedelta

import factory
from django.utils import timezone

from sandik.models import (
    Box,
    BoxBallot,
    Channel,
    Draft,
    Option,
    Paper,
    PaperBallot,
    PendingBallot,
    RollEntry,
    SealedBallot,
    Station,
    TurnoutHour,
)
from sandik.voters import new_nonce
from tests.factories.konsey import UserFactory


def _hash(n: int) -> bytes:
    return hashlib.sha256(str(n).encode()).digest()


class BoxFactory(factory.django.DjangoModelFactory):
    """An open, frozen box; ``closed`` and ``unfrozen`` as traits."""

    class Meta:
        model = Box

    class Params:
        closed = factory.Trait(closes_at=factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=1)))
        unfrozen = factory.Trait(frozen_at=None, roll_nonce=None)

    title = "Örnek oylama"
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=2))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=2))
    frozen_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=3))
    roll_nonce = factory.LazyFunction(new_nonce)


class PaperFactory(factory.django.DjangoModelFactory):
    """An approval paper with five options costing 100 to 500."""

    class Meta:
        model = Paper
        skip_postgeneration_save = True

    class Params:
        knapsack = factory.Trait(kind=Paper.Kind.KNAPSACK, max_choices=None, weight_limit=600)
        points = factory.Trait(kind=Paper.Kind.POINTS, max_choices=None, points_total=10, points_per_choice=6)
        ranking = factory.Trait(kind=Paper.Kind.RANKING)

    box = factory.SubFactory(BoxFactory)
    title = "Örnek pusula"
    kind = Paper.Kind.APPROVAL
    max_choices = 3

    @factory.post_generation
    def options(self, create, count, **kwargs):
        for number in range(1, (5 if count is None else count) + 1):
            OptionFactory(paper=self, number=number, weight=100 * number)


class OptionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Option

    paper = factory.SubFactory(PaperFactory, options=0)
    number = 1
    label = factory.LazyAttribute(lambda option: f"Proje {option.number}")
    weight = 100


class StationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Station

    box = factory.SubFactory(BoxFactory)
    name = factory.Sequence(lambda n: f"Masa {n}")


class RollEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RollEntry

    paper = factory.SubFactory(PaperFactory)
    voter = factory.Sequence(_hash)
    area = "konak/alsancak"
    channel = Channel.ONLINE
    day = factory.LazyFunction(lambda: timezone.localdate())


class PendingBallotFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PendingBallot

    paper = factory.SubFactory(PaperFactory)
    receipt = factory.LazyFunction(new_nonce)
    channel = Channel.ONLINE
    choices = [1, 2]


class BoxBallotFactory(PendingBallotFactory):
    class Meta:
        model = BoxBallot


class SealedBallotFactory(PendingBallotFactory):
    class Meta:
        model = SealedBallot

    number = factory.Sequence(lambda n: n + 1)


class DraftFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Draft

    paper = factory.SubFactory(PaperFactory)
    user = factory.SubFactory(UserFactory)
    handle = factory.Sequence(_hash)
    sealed_choices = b"x"
    saved_at = factory.LazyFunction(timezone.now)


class PaperBallotFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PaperBallot

    paper = factory.SubFactory(PaperFactory)
    station = factory.LazyAttribute(lambda ballot: StationFactory(box=ballot.paper.box))
    serial = factory.Sequence(lambda n: n + 1)
    entered_by = factory.SubFactory(UserFactory)


class TurnoutHourFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TurnoutHour

    paper = factory.SubFactory(PaperFactory)
    hour = factory.LazyFunction(lambda: timezone.now().replace(minute=0, second=0, microsecond=0))
    voters = 10
