"""Districts and neighbourhoods are for everybody."""

from tests.access.table import Row
from tests.factories.konsey import DistrictFactory, NeighbourhoodFactory


def _district() -> tuple[object, ...]:
    return (DistrictFactory().slug,)


def _neighbourhood() -> tuple[object, ...]:
    place = NeighbourhoodFactory()
    return (place.district.slug, place.slug)


ACCESS = {
    "district_list": Row(visitor=200, resident=200, clerk=200),
    "neighbourhood_search": Row(visitor=200, resident=200, clerk=200),
    "district_detail": Row(args=_district, visitor=200, resident=200, clerk=200),
    "neighbourhood_detail": Row(args=_neighbourhood, visitor=200, resident=200, clerk=200),
}
