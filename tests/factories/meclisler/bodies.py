import factory

from meclisler.models import Body
from tests.factories.konsey import NeighbourhoodFactory


class BodyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Body

    class Params:
        of_neighbourhood = factory.Trait(
            kind=Body.Kind.NEIGHBOURHOOD_ASSEMBLY, neighbourhood=factory.SubFactory(NeighbourhoodFactory)
        )

    kind = Body.Kind.WORKING_GROUP
    name = factory.Sequence(lambda n: f"Örnek Çalışma Grubu {n}")
    slug = factory.Sequence(lambda n: f"ornek-calisma-grubu-{n}")
    purpose = "Örnek amaç cümlesi."
