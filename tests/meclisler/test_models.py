import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from meclisler.models import Body
from tests.factories.konsey import DistrictFactory, NeighbourhoodFactory
from tests.factories.meclisler import BodyFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "constraint", "sentence"),
    [
        ({"kind": "club"}, "meclisler_body_kind_known", "Kurulun türünü listeden seçin."),
        ({"state": "asleep"}, "meclisler_body_state_known", "Kurulun durumunu listeden seçin."),
        (
            {"kind": "neighbourhood_assembly"},
            "meclisler_body_neighbourhood_given",
            "Mahalle meclisinin mahallesini seçin.",
        ),
    ],
)
def test_body_with_a_wrong_value_is_refused_by_the_database_in_words(values, constraint, sentence):
    body = BodyFactory.build(**values)

    with pytest.raises(ValidationError) as refused:
        body.validate_constraints()
    assert refused.value.messages == [sentence]
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        body.save()


def test_body_has_one_place():
    body = BodyFactory.build(district=DistrictFactory(), neighbourhood=NeighbourhoodFactory())

    with pytest.raises(ValidationError) as refused:
        body.validate_constraints()
    assert refused.value.messages == ["İlçe ile mahalleden yalnızca birini seçin; mahallenin ilçesi bilinir."]
    with pytest.raises(IntegrityError, match="meclisler_body_one_place"), transaction.atomic():
        body.save()


def test_body_is_not_its_own_parent():
    body = BodyFactory()

    with pytest.raises(IntegrityError, match="meclisler_body_not_own_parent"), transaction.atomic():
        Body.objects.filter(pk=body.pk).update(parent=body)


def test_neighbourhood_has_one_open_assembly():
    first = BodyFactory(of_neighbourhood=True)
    second = BodyFactory.build(kind=first.kind, neighbourhood=first.neighbourhood)

    with pytest.raises(ValidationError, match="kapanmamış bir mahalle meclisi var"):
        second.validate_constraints()
    with pytest.raises(IntegrityError, match="one_neighbourhood_assembly"), transaction.atomic():
        second.save()
    Body.objects.filter(pk=first.pk).update(state="closed")
    second.save()
    assert Body.objects.filter(neighbourhood=first.neighbourhood).count() == 2


def test_general_assembly_is_one():
    BodyFactory(kind="general_assembly")

    with pytest.raises(IntegrityError, match="one_general_assembly"), transaction.atomic():
        BodyFactory(kind="general_assembly")


def test_order_is_by_kind_then_by_the_turkish_alphabet():
    names = [
        ("working_group", "Çevre"),
        ("working_group", "Cadde"),
        ("general_assembly", "Z"),
        ("assembly", "İ"),
        ("assembly", "I"),
    ]
    for kind, name in names:
        BodyFactory(kind=kind, name=name)

    assert [body.name for body in Body.objects.in_order()] == ["Z", "I", "İ", "Cadde", "Çevre"]


def test_search_needs_no_turkish_letters():
    BodyFactory(name="Çevre ve İklim Çalışma Grubu")
    BodyFactory(name="Kadın Meclisi")

    assert [body.name for body in Body.objects.matching("IKLIM cevre")] == ["Çevre ve İklim Çalışma Grubu"]
    assert [body.name for body in Body.objects.matching("kadin")] == ["Kadın Meclisi"]


def test_district_has_the_bodies_of_its_neighbourhoods():
    district = DistrictFactory()
    own = BodyFactory(district=district)
    below = BodyFactory(of_neighbourhood=True, neighbourhood__district=district)
    BodyFactory(of_neighbourhood=True)

    assert set(Body.objects.in_district(district)) == {own, below}
