"""The form above a list: kept while nobody asks for anything, as fresh as the places it offers."""

import pytest
from django.http import QueryDict

from konsey.filters.organisations import OrganisationFilter
from konsey.models import Organisation
from tests.factories.konsey import DistrictFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
LIST = "/kurumlar/"


def filters(query: str = "") -> OrganisationFilter:
    return OrganisationFilter(QueryDict(query), Organisation.objects.all())


def test_list_without_a_wish_is_whole_and_in_order():
    last, first = OrganisationFactory(name="Zeytin Derneği"), OrganisationFactory(name="Ağaç Derneği")

    assert list(filters("q=&kind=&page=2").qs) == [first, last]
    assert filters("q=&page=2").is_narrowed is False


def test_wish_narrows_the_list():
    tree = OrganisationFactory(name="Ağaç Derneği", district=DistrictFactory(slug="konak"))
    OrganisationFactory(name="Zeytin Derneği", district=DistrictFactory(slug="urla"))

    assert list(filters("district=konak").qs) == [tree]
    assert list(filters("q=agac").qs) == [tree]
    assert filters("q=agac").is_narrowed is True


def test_new_district_is_offered_at_once(client):
    DistrictFactory(name="Konak", slug="konak")
    before = client.get(LIST).content.decode()
    DistrictFactory(name="Urla", slug="urla")

    after = client.get(LIST).content.decode()

    assert '<option value="konak">Konak</option>' in before
    assert "Urla" not in before
    assert '<option value="urla">Urla</option>' in after


def test_wish_of_one_visitor_is_not_in_the_form_of_the_next(client):
    client.get(LIST)

    assert 'value="agac"' in client.get(LIST, {"q": "agac"}).content.decode()
    assert 'value="agac"' not in client.get(LIST).content.decode()


def test_unknown_district_is_said_beside_the_field(client):
    DistrictFactory(slug="konak")

    assert "Listeden bir ilçe seçiniz." in client.get(LIST, {"district": "yok"}).content.decode()
