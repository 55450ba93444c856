from datetime import timedelta

import factory
from django.utils import timezone

from butce.models import Implementation, ImplementationStep, StepPhoto
from tests.factories.butce.proposals import ProposalFactory
from tests.factories.butce.review import DepartmentFactory


class ImplementationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Implementation

    proposal = factory.SubFactory(ProposalFactory, winner=True)
    department = factory.SubFactory(DepartmentFactory)
    expected_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=90))
    changed_at = factory.LazyFunction(timezone.now)


class ImplementationStepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImplementationStep

    implementation = factory.SubFactory(ImplementationFactory)
    title = "Zemin hazırlandı"
    done_on = factory.LazyFunction(timezone.localdate)


class StepPhotoFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StepPhoto

    step = factory.SubFactory(ImplementationStepFactory)
    token = factory.Sequence(lambda n: f"adim{n}")
    width, height = 960, 640
    alt = "İşçiler oyun alanının zeminini döşüyor."
