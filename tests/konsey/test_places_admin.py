import pytest
from django.urls import reverse

from konsey.models import District, Neighbourhood
from tests.factories.konsey import DistrictFactory, NeighbourhoodFactory

pytestmark = pytest.mark.django_db


def test_clerk_looks_places_up_without_turkish_letters(client, as_role):
    as_role("secretariat")
    NeighbourhoodFactory(name="Işıklar", district__name="Bornova")
    NeighbourhoodFactory(name="Yalı")

    page = client.get(reverse("admin:konsey_neighbourhood_changelist"), {"q": "ISIK bornova"}).text

    assert "Işıklar" in page
    assert "Yalı" not in page


@pytest.mark.parametrize("name", ["district", "neighbourhood"])
def test_nobody_edits_what_the_import_owns(admin_client, name):
    place = NeighbourhoodFactory()
    pk = place.pk if name == "neighbourhood" else place.district_id
    change = reverse(f"admin:konsey_{name}_change", args=[pk])

    page = admin_client.get(change).text

    assert 'name="_save"' not in page
    assert admin_client.post(change, {"name": "Başka", "population": 1}).status_code == 403
    assert admin_client.get(reverse(f"admin:konsey_{name}_add")).status_code == 403
    assert admin_client.post(reverse(f"admin:konsey_{name}_delete", args=[pk]), {"post": "yes"}).status_code == 403
    assert (District.objects.count(), Neighbourhood.objects.count()) == (1, 1)


def test_district_list_counts_neighbourhoods(admin_client):
    district = DistrictFactory(name="Bornova")
    NeighbourhoodFactory.create_batch(3, district=district)

    page = admin_client.get(reverse("admin:konsey_district_changelist"))

    assert [row.neighbourhood_count for row in page.context["cl"].result_list] == [3]
    assert "Mahalle sayısı" in page.text


def test_list_asks_as_often_for_thirty_neighbourhoods_as_for_one(admin_client, django_assert_max_num_queries):
    NeighbourhoodFactory()
    address = reverse("admin:konsey_neighbourhood_changelist")
    admin_client.get(address)
    with django_assert_max_num_queries(9) as one:
        admin_client.get(address)

    NeighbourhoodFactory.create_batch(29)
    with django_assert_max_num_queries(len(one)):
        admin_client.get(address)
