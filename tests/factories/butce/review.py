from datetime import timedelta

import factory
from django.utils import timezone

from butce.models import Assessment, Department, Objection, Proposal
from tests.factories.butce.cycles import MILLION
from tests.factories.butce.proposals import ProposalFactory
from tests.factories.konsey import UserFactory


class DepartmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Department

    name = factory.Sequence(lambda n: f"Örnek Daire Başkanlığı {n}")
    slug = factory.Sequence(lambda n: f"ornek-daire-{n}")
    email = factory.Sequence(lambda n: f"daire{n}@example.com")


class AssessmentFactory(factory.django.DjangoModelFactory):
    """A question to a department; ``answered`` as trait."""

    class Meta:
        model = Assessment

    class Params:
        answered = factory.Trait(
            state=Assessment.State.ANSWERED,
            feasibility=Assessment.Feasibility.YES,
            ownership=Assessment.Ownership.MUNICIPAL,
            cost=MILLION,
            running_cost=MILLION // 100,
            sentence="Alan belediyeye aittir; oyun grubu kurulabilir.",
            answered_by=factory.SubFactory(UserFactory),
            answered_at=factory.LazyFunction(timezone.now),
        )

    proposal = factory.SubFactory(ProposalFactory, state=Proposal.State.UNDER_REVIEW)
    department = factory.SubFactory(DepartmentFactory)
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=10))
    asked_by = factory.SubFactory(UserFactory)
    asked_at = factory.LazyFunction(timezone.now)


class ObjectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Objection

    proposal = factory.SubFactory(ProposalFactory, ineligible=True)
    by = factory.SelfAttribute("proposal.author")
    text = "Arsanın yarısı belediyeye ait; yalnızca o bölüm kullanılabilir."
    submitted_at = factory.LazyFunction(timezone.now)
