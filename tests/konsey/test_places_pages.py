import pytest
from django.urls import reverse

from konsey import panels
from konsey.models import Neighbourhood
from konsey.services.places import import_places
from tests.factories.konsey import DistrictFactory, NeighbourhoodFactory

pytestmark = pytest.mark.django_db


def names(response, key):
    return [place.name for place in response.context[key]]


def search(client, query):
    return client.get(reverse("neighbourhood_search"), {"q": query}).json()


def test_front_page_shows_all_districts_in_turkish_order(client):
    import_places()

    response = client.get("/mahalleler/")

    listed = names(response, "districts")
    assert len(listed) == 30
    assert listed[:8] == ["Aliağa", "Balçova", "Bayındır", "Bayraklı", "Bergama", "Beydağ", "Bornova", "Buca"]
    assert listed.index("Çeşme") == 8
    assert listed.index("Kınık") < listed.index("Kiraz")
    assert "4.504.185" in response.text
    assert "1.297" in response.text
    assert response.text.count('class="tile ') == 30


def test_front_page_of_an_empty_portal_says_so(client):
    assert "İlçeler henüz yüklenmedi." in client.get("/mahalleler/").text


@pytest.mark.parametrize("query", ["isik", "IŞIK", "ışık", "Işık mahallesi", "  ışık\u200b "])
def test_search_finds_the_neighbourhood_however_it_is_typed(client, query):
    NeighbourhoodFactory(name="Işıklar")
    NeighbourhoodFactory(name="Yalı")

    response = client.get("/mahalleler/", {"q": query})

    assert names(response, "page") == ["Işıklar"]


def test_search_by_district_and_name(client):
    konak, buca = DistrictFactory(name="Konak"), DistrictFactory(name="Buca")
    NeighbourhoodFactory(name="Atatürk", district=konak)
    NeighbourhoodFactory(name="Atatürk", district=buca)

    found = names(client.get("/mahalleler/", {"q": "atatürk konak"}), "page")

    assert found == ["Atatürk"]
    assert Neighbourhood.objects.matching("konak ataturk").get().district == konak


def test_search_ranks_the_exact_name_first(client):
    for name in ("Aşağı Yalı", "Yalıkavak", "Yalı"):
        NeighbourhoodFactory(name=name)

    assert names(client.get("/mahalleler/", {"q": "yali"}), "page") == ["Yalı", "Yalıkavak", "Aşağı Yalı"]


def test_search_finds_districts_too(client):
    DistrictFactory(name="Çiğli", slug="cigli")

    response = client.get("/mahalleler/", {"q": "cigli"})

    assert names(response, "found_districts") == ["Çiğli"]
    assert "bulunamadı" not in response.text


@pytest.mark.parametrize("query", ["yok böyle yer", "%", "_", "\x00", "a" * 5000, "<i>x", "\u202e"])
def test_search_without_result_stays_calm(client, query):
    NeighbourhoodFactory(name="Yalı")

    response = client.get("/mahalleler/", {"q": query})

    assert response.status_code == 200
    assert "<i>" not in response.text
    assert names(response, "page") == [] if "page" in response.context else "İlçeler" in response.text


def test_district_page_lists_its_neighbourhoods_in_turkish_order(client):
    district = DistrictFactory(slug="konak")
    for name in ("Çınar", "Cumhuriyet", "Dolaplıkuyu", "İsmetpaşa", "Ihlamur"):
        NeighbourhoodFactory(name=name, district=district)
    NeighbourhoodFactory(name="Başka İlçede")

    response = client.get("/mahalleler/konak/")

    shown = [name for _slug, name, _population in response.context["neighbourhoods"]]
    assert shown == ["Cumhuriyet", "Çınar", "Dolaplıkuyu", "Ihlamur", "İsmetpaşa"]


def test_neighbourhood_page_shows_what_is_known(client):
    place = NeighbourhoodFactory(name="Hacılar (Dereköy Bucağı)", population=1234, postal_code="")

    response = client.get(place.get_absolute_url())

    assert "Hacılar Mahallesi (Dereköy Bucağı)" in response.text
    assert "<dd>1.234</dd>" in response.text
    assert "posta kodu" not in response.text
    assert "Bu mahallede henüz bir çalışma yok." in response.text


def test_neighbourhood_page_leads_to_declaring_it_as_ones_own(client, ayse):
    place = NeighbourhoodFactory(name="Alsancak")
    client.force_login(ayse)

    asked = f"{reverse('residence_edit')}?mahalle={place.pk}"

    assert asked in client.get(place.get_absolute_url()).text
    assert f'<option value="{place.pk}" selected>Alsancak</option>' in client.get(asked).text


@pytest.mark.parametrize("path", ["/mahalleler/yok/", "/mahalleler/konak/yok/", "/mahalleler/baska/alsancak/"])
def test_unknown_place_is_not_found(client, path):
    NeighbourhoodFactory(slug="alsancak", district__slug="konak")
    DistrictFactory(slug="baska")

    assert client.get(path).status_code == 404


def test_suggestions_name_neighbourhood_and_district(client):
    place = NeighbourhoodFactory(name="Alsancak", district__name="Konak")

    assert search(client, "alsan") == {
        "results": [{"id": place.pk, "name": "Alsancak", "district": "Konak"}],
        "more": False,
    }
    assert search(client, "") == {"results": [], "more": False}


def test_suggestions_are_few_and_say_that_there_are_more(client):
    for n in range(13):
        NeighbourhoodFactory(name=f"Yeni {n:02}")

    answer = search(client, "yeni")

    assert (len(answer["results"]), answer["more"]) == (12, True)


def test_suggestions_may_be_cached_and_set_no_cookie(client):
    response = client.get(reverse("neighbourhood_search"), {"q": "a"})

    assert response["Cache-Control"] == "public, max-age=3600"
    assert not response.cookies


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/mahalleler/", 1),
        ("/mahalleler/?q=mahalle", 3),
        ("/mahalleler/ilce-0/", 6),
        ("/mahalleler/ara.json?q=mahalle", 1),
    ],
)
def test_lists_ask_the_database_as_often_for_thirty_rows_as_for_one(client, django_assert_num_queries, path, queries):
    first = DistrictFactory(slug="ilce-0", name="Mahalle Yolu")
    NeighbourhoodFactory(district=first)
    with django_assert_num_queries(queries):
        client.get(path)

    NeighbourhoodFactory.create_batch(29, district=first)
    DistrictFactory.create_batch(29)
    with django_assert_num_queries(queries):
        client.get(path)


def test_rooms_hang_their_panels_in_order_and_only_where_they_have_something(monkeypatch):
    monkeypatch.setattr(panels, "_providers", {})
    place = NeighbourhoodFactory()
    first, second = panels.Panel("Bir", "a.html"), panels.Panel("İki", "b.html")
    for answer in (first, None, second):
        panels.register(Neighbourhood, lambda obj, answer=answer: answer)

    assert panels.panels_for(place) == [first, second]
    assert panels.panels_for(place.district) == []
