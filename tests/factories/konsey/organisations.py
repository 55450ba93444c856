import datetime as dt

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from konsey.models import FederationMembership, Organisation, Representation
from tests.factories.konsey.people import UserFactory
from tests.files import pdf_bytes


class OrganisationFactory(factory.django.DjangoModelFactory):
    """An approved association."""

    class Meta:
        model = Organisation

    class Params:
        proposed = factory.Trait(
            state=Organisation.State.PROPOSED,
            proposed_by=factory.SubFactory(UserFactory),
            decided_by=None,
            decided_at=None,
        )
        suspended = factory.Trait(state=Organisation.State.SUSPENDED, reason="Örnek gerekçe")
        rejected = factory.Trait(state=Organisation.State.REJECTED, reason="Örnek gerekçe")

    name = factory.Sequence(lambda n: f"Örnek Kurum {n}")
    slug = factory.Sequence(lambda n: f"ornek-kurum-{n}")
    kind = Organisation.Kind.ASSOCIATION
    state = Organisation.State.APPROVED
    decided_by = factory.SubFactory(UserFactory, is_staff=True)
    decided_at = factory.LazyFunction(timezone.now)


class FederationMembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FederationMembership

    federation = factory.SubFactory(OrganisationFactory, kind=Organisation.Kind.FEDERATION)
    member = factory.SubFactory(OrganisationFactory)
    since = dt.date(2020, 1, 1)


class RepresentationFactory(factory.django.DjangoModelFactory):
    """An application that waits for a decision."""

    class Meta:
        model = Representation

    class Params:
        approved = factory.Trait(
            state=Representation.State.APPROVED,
            decided_by=factory.SubFactory(UserFactory, is_staff=True),
            decided_at=factory.LazyFunction(timezone.now),
        )

    person = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role_title = "Yönetim kurulu üyesi"
    letter = factory.LazyFunction(lambda: ContentFile(pdf_bytes(), "yazi.pdf"))
    valid_from = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=30))
    valid_to = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=300))
