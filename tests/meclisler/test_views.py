import pytest

from konsey.services.places import import_places
from meclisler import demo
from meclisler.models import Body
from tests.factories.konsey import DistrictFactory, NeighbourhoodFactory
from tests.factories.meclisler import BodyFactory

pytestmark = pytest.mark.django_db


def listed(client, **query):
    return [body.name for body in client.get("/meclisler/", query).context["page"]]


def test_list_shows_open_bodies_by_kind(client):
    BodyFactory(kind="assembly", name="Kadın Meclisi")
    BodyFactory(name="Afet")
    BodyFactory(kind="general_assembly", name="Genel Kurul")
    BodyFactory(name="Eski", state="closed")

    assert listed(client) == ["Genel Kurul", "Kadın Meclisi", "Afet"]


def test_list_is_narrowed_by_name_kind_district_and_state(client):
    district = DistrictFactory(slug="konak")
    BodyFactory(kind="assembly", name="Işık Meclisi", district=district)
    BodyFactory(name="Işık Grubu")
    BodyFactory(name="Işık Eski", state="closed")

    assert listed(client, q="ISIK") == ["Işık Meclisi", "Işık Grubu"]
    assert listed(client, kind="assembly") == ["Işık Meclisi"]
    assert listed(client, district="konak") == ["Işık Meclisi"]
    assert listed(client, state="closed") == ["Işık Eski"]


@pytest.mark.parametrize(
    "query", [{"kind": "club"}, {"district": "yok"}, {"page": "x"}, {"q": "\x00"}, {"q": "a" * 500}, {"state": "<b>"}]
)
def test_strange_filters_are_answered(client, query):
    BodyFactory()

    assert client.get("/meclisler/", query).status_code == 200


def test_empty_list_says_why(client):
    assert "Henüz kurul yok." in client.get("/meclisler/").text
    BodyFactory()
    assert "Bu koşullara uyan bir kurul yok." in client.get("/meclisler/", {"q": "yok"}).text


def test_detail_shows_place_parent_children_and_safe_text(client):
    parent = BodyFactory(kind="general_assembly", name="Genel Kurul")
    body = BodyFactory(
        of_neighbourhood=True, name="Erzene Mahalle Meclisi", parent=parent, description="## Konu\n<script>x</script>"
    )
    BodyFactory(parent=body, name="Alt Komisyon", kind="commission")
    BodyFactory(parent=body, name="Kapanan", state="closed")

    page = client.get(body.get_absolute_url()).text

    assert parent.get_absolute_url() in page
    assert body.neighbourhood.get_absolute_url() in page
    assert "Alt Komisyon" in page
    assert "Kapanan" not in page
    assert "<script>x" not in page


def test_detail_of_a_body_with_very_many_children_stays_short(client):
    root = BodyFactory()
    BodyFactory.create_batch(61, parent=root)

    page = client.get(root.get_absolute_url())

    assert len(page.context["children"]) == 60
    assert "Bütün kurulları gösterin" in page.text


@pytest.mark.parametrize(("state", "sentence"), [("proposed", "henüz çalışmaya başlamadı"), ("closed", "arşiv olarak")])
def test_detail_says_when_a_body_does_not_work(client, state, sentence):
    assert sentence in client.get(BodyFactory(state=state).get_absolute_url()).text


def test_neighbourhood_and_district_pages_show_their_bodies(client):
    body = BodyFactory(of_neighbourhood=True, name="Erzene Mahalle Meclisi")
    BodyFactory(of_neighbourhood=True, name="Uzak Mahalle Meclisi")

    for place in (body.neighbourhood, body.neighbourhood.district):
        page = client.get(place.get_absolute_url()).text
        assert "Erzene Mahalle Meclisi" in page
        assert "Uzak Mahalle Meclisi" not in page


def test_district_with_many_bodies_links_to_all(client):
    district = DistrictFactory(slug="konak")
    for _n in range(13):
        BodyFactory(of_neighbourhood=True, neighbourhood__district=district)

    page = client.get(district.get_absolute_url()).text

    assert "/meclisler/?district=konak" in page
    assert page.count("<article") == 12


@pytest.mark.parametrize(
    ("path", "queries"),
    [("/meclisler/", 3), ("/meclisler/kok/", 3), ("/mahalleler/ilce/", 6), ("/mahalleler/ilce/mahalle/", 5)],
)
def test_pages_ask_the_database_as_often_for_thirty_rows_as_for_one(client, django_assert_num_queries, path, queries):
    place = NeighbourhoodFactory(district__slug="ilce", slug="mahalle")
    root = BodyFactory(slug="kok", neighbourhood=place)
    BodyFactory(parent=root, neighbourhood=place)
    with django_assert_num_queries(queries):
        client.get(path)

    for n in range(29):
        BodyFactory(parent=root, neighbourhood=place if n % 2 else NeighbourhoodFactory(district=place.district))
    with django_assert_num_queries(queries):
        client.get(path)


def test_demo_bodies_can_be_loaded_again_and_say_what_is_invented():
    import_places()
    demo.load(None)
    Body.objects.filter(name="Kadın Meclisi").update(purpose="Görevli değiştirdi.")
    demo.load(None)

    assert {kind: Body.objects.filter(kind=kind).count() for kind in Body.Kind.values} == {
        "general_assembly": 1,
        "executive_board": 1,
        "assembly": 4,
        "working_group": 9,
        "neighbourhood_assembly": 4,
        "commission": 0,
    }
    assert Body.objects.filter(name__contains="(örnek)").count() == 13
    assert Body.objects.get(name="Kadın Meclisi").purpose == "Görevli değiştirdi."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "is_open"), [("", False), ("?page=2", False), ("?q=kadin", True), ("?kind=yok", True)]
)
def test_filter_is_folded_until_something_is_chosen(client, query, is_open):
    page = client.get(f"/meclisler/{query}").content.decode()

    assert ('<details class="filter" open>' in page) is is_open
    assert ("Süzgeçleri kaldırın" in page) is is_open
