import pytest

from konsey.models import Neighbourhood
from tests.factories.konsey import NeighbourhoodFactory


@pytest.mark.django_db
def test_search_finds_dotted_capital_from_plain_ascii():
    NeighbourhoodFactory(name="İstasyonaltı")
    NeighbourhoodFactory(name="Yalı")

    found = Neighbourhood.objects.matching("ISTASYON")

    assert [row.name for row in found] == ["İstasyonaltı"]
