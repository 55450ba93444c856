from datetime import timedelta

import factory
from django.utils import timezone

from butce.models import Certificate, Count, CountRequest, Cycle, EnvelopeResult, Erratum, Incident, ProjectResult
from tests.factories.butce.cycles import MILLION, CycleFactory, EnvelopeFactory
from tests.factories.butce.proposals import ProposalFactory
from tests.factories.konsey import UserFactory

HASH = "0" * 64


class CountFactory(factory.django.DjangoModelFactory):
    """A count that waits for its certificates; ``certified`` as trait."""

    class Meta:
        model = Count

    class Params:
        certified = factory.Trait(certified_at=factory.LazyFunction(timezone.now))

    cycle = factory.SubFactory(CycleFactory)
    rule_version = "1"
    rule = Cycle.Rule.GREEDY_VOTES
    completion = Cycle.Completion.NONE
    tie_seed = "örnek tohum"
    inputs_sha256 = HASH
    result_sha256 = HASH
    counted_at = factory.LazyFunction(timezone.now)
    counted_by = factory.SubFactory(UserFactory)


class CountRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CountRequest

    cycle = factory.SubFactory(CycleFactory)
    by = factory.SubFactory(UserFactory)
    asked_at = factory.LazyFunction(timezone.now)


class EnvelopeResultFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EnvelopeResult

    count = factory.SubFactory(CountFactory, certified=True)
    envelope = factory.LazyAttribute(lambda result: EnvelopeFactory(cycle=result.count.cycle))
    rule = Cycle.Rule.GREEDY_VOTES
    completion = Cycle.Completion.NONE
    voters, ballots, spent = 120, 118, MILLION
    result_sha256 = HASH


class ProjectResultFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProjectResult

    result = factory.SubFactory(EnvelopeResultFactory)
    proposal = factory.LazyAttribute(
        lambda found: ProposalFactory(winner=True, cycle=found.result.count.cycle, envelope=found.result.envelope)
    )
    votes, score, is_winner, place = 80, 80, True, 1


class CertificateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Certificate

    count = factory.SubFactory(CountFactory)
    by = factory.SubFactory(UserFactory)
    at = factory.LazyFunction(timezone.now)
    result_sha256 = HASH


class ErratumFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Erratum

    cycle = factory.SubFactory(CycleFactory)
    version = 1
    text = "Projenin bedeli yanlış yazılmıştı; doğrusu 1.200.000 TL."
    by = factory.SubFactory(UserFactory)
    at = factory.LazyFunction(timezone.now)


class IncidentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Incident

    cycle = factory.SubFactory(CycleFactory)
    started_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=3))
    ended_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=2))
    text = "Veri merkezinde elektrik kesintisi."
    by = factory.SubFactory(UserFactory)
