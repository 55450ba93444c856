from datetime import timedelta

import factory
from django.utils import timezone

from butce.models import Category, Cycle, Envelope, Phase, PhaseChange, PhaseKind
from konsey import text
from tests.factories.konsey import DistrictFactory, NeighbourhoodFactory, UserFactory

MILLION = 100_000_000  # kuruş


class CycleFactory(factory.django.DjangoModelFactory):
    """A published cycle without phases. ``phase="voting"`` gives it that phase now, and the ones before it behind."""

    class Meta:
        model = Cycle
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Örnek Dönem {n}")
    slug = factory.LazyAttribute(lambda cycle: text.slug(cycle.title))
    year = 2027
    summary = "Mahallelerin fikirleri, kentin bütçesi."
    age_on = factory.LazyFunction(timezone.localdate)
    tie_seed = "örnek tohum"
    published_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=200))

    @factory.post_generation
    def phase(self, create, kind, **kwargs):
        """Every phase lasts twenty days; the one asked for began ten days ago."""
        if not create or not kind:
            return
        now = timezone.now().replace(second=0, microsecond=0)
        middle = PhaseKind.values.index(kind)
        for place, value in enumerate(PhaseKind.values):
            start = now + timedelta(days=20 * (place - middle) - 10)
            PhaseFactory(cycle=self, kind=value, starts_at=start, ends_at=start + timedelta(days=20))


class PhaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Phase

    cycle = factory.SubFactory(CycleFactory)
    kind = PhaseKind.IDEAS
    starts_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=5))
    ends_at = factory.LazyAttribute(lambda phase: phase.starts_at + timedelta(days=10))


class PhaseChangeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PhaseChange

    cycle = factory.SubFactory(CycleFactory)
    kind = PhaseKind.IDEAS
    old_start = factory.LazyFunction(lambda: timezone.now() - timedelta(days=5))
    old_end = factory.LazyAttribute(lambda change: change.old_start + timedelta(days=10))
    new_start = factory.SelfAttribute("old_start")
    new_end = factory.LazyAttribute(lambda change: change.old_end + timedelta(days=2))
    reason = "Sel nedeniyle iki gün uzatıldı."
    by = factory.SubFactory(UserFactory)
    at = factory.LazyFunction(timezone.now)


class CategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Category

    name = factory.Sequence(lambda n: f"Konu {n}")
    slug = factory.Sequence(lambda n: f"konu-{n}")


class EnvelopeFactory(factory.django.DjangoModelFactory):
    """A city-wide approval envelope of 10 million TL; ``of_neighbourhood``, ``of_district``, ``themed`` as traits."""

    class Meta:
        model = Envelope

    class Params:
        of_neighbourhood = factory.Trait(
            scope=Envelope.Scope.NEIGHBOURHOOD,
            neighbourhood=factory.SubFactory(NeighbourhoodFactory),
            electorate=Envelope.Electorate.OWN_AREA,
        )
        of_district = factory.Trait(
            scope=Envelope.Scope.DISTRICT,
            district=factory.SubFactory(DistrictFactory),
            electorate=Envelope.Electorate.OWN_AREA,
        )
        themed = factory.Trait(scope=Envelope.Scope.THEME, category=factory.SubFactory(CategoryFactory))

    cycle = factory.SubFactory(CycleFactory)
    title = factory.Sequence(lambda n: f"Pay {n}")
    slug = factory.Sequence(lambda n: f"pay-{n}")
    scope = Envelope.Scope.CITY
    electorate = Envelope.Electorate.ANY_RESIDENT
    amount = 10 * MILLION
