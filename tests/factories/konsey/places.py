import factory

from konsey.models import District, Neighbourhood


class DistrictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = District

    name = factory.Sequence(lambda n: f"Örnek {n}")
    slug = factory.Sequence(lambda n: f"ornek-{n}")
    population = 50_000
    area_km2 = 100
    source_id = factory.Sequence(lambda n: 90_000 + n)
    tile_column = factory.Sequence(lambda n: n)
    tile_row = 90


class NeighbourhoodFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Neighbourhood

    district = factory.SubFactory(DistrictFactory)
    name = factory.Sequence(lambda n: f"Mahalle {n}")
    slug = factory.Sequence(lambda n: f"mahalle-{n}")
    population = 4_000
    postal_code = "35000"
    source_id = factory.Sequence(lambda n: 900_000 + n)
