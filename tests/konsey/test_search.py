import datetime as dt

import pytest
from django.utils import timezone

from konsey import search
from tests.factories.konsey import (
    DocumentFactory,
    FaqEntryFactory,
    NeighbourhoodFactory,
    NewsItemFactory,
    OrganisationFactory,
    PageFactory,
)
from tests.factories.meclisler import BodyFactory

pytestmark = pytest.mark.django_db


def found(query):
    return {kind.title: [hit.title for hit in kind.hits] for kind in search.find(query, now=timezone.now())}


def test_search_finds_every_kind_without_turkish_letters():
    NeighbourhoodFactory(name="Işıklar")
    BodyFactory(name="Işık Çalışma Grubu")
    OrganisationFactory(name="Işık Derneği")
    NewsItemFactory(title="Işık şenliği")
    PageFactory(title="Işık nedir")
    DocumentFactory(title="Işık raporu")
    FaqEntryFactory(question="Işık nerede yanar?")

    assert found("ISIK") == {
        "Mahalleler ve ilçeler": ["Işıklar"],
        "Meclisler ve çalışma grupları": ["Işık Çalışma Grubu"],
        "Kurumlar": ["Işık Derneği"],
        "Haberler": ["Işık şenliği"],
        "Kurumsal sayfalar": ["Işık nedir"],
        "Belgeler": ["Işık raporu"],
        "Sıkça sorulan sorular": ["Işık nerede yanar?"],
    }


def test_every_word_must_be_found():
    OrganisationFactory(name="İzmir Işık Derneği")
    OrganisationFactory(name="Işık Vakfı")

    assert found("dernegi izmir") == {"Kurumlar": ["İzmir Işık Derneği"]}


def test_what_is_not_public_is_not_found():
    tomorrow = timezone.now() + dt.timedelta(days=1)
    BodyFactory(name="Gizem Grubu", state="closed")
    OrganisationFactory(name="Gizem Derneği", proposed=True)
    for factory in (NewsItemFactory, PageFactory, DocumentFactory):
        factory(title="Gizem taslağı", published_at=None)
        factory(title="Gizem yarın", published_at=tomorrow)

    assert found("gizem") == {}


def test_long_lists_lead_to_their_own_page(client):
    for n in range(7):
        BodyFactory(name=f"Işık {n}")

    page = client.get("/ara/", {"q": "ışık"})

    kind = page.context["found"][0]
    assert (len(kind.hits), kind.more_url) == (6, "/meclisler/?q=%C4%B1%C5%9F%C4%B1k")


def test_page_says_when_nothing_is_found_or_asked(client):
    assert "Aradığınız bulunamadı." in client.get("/ara/", {"q": "yokböyle"}).text
    assert "Aranacak söz çok kısa." in client.get("/ara/", {"q": "a"}).text
    assert "Aradığınız bulunamadı." not in client.get("/ara/").text


@pytest.mark.parametrize("query", ["\x00\x00", "%%", "__", "a" * 5000, "<i>x", "\u202e\u202e", "a " * 500, "'; --"])
def test_strange_queries_are_answered(client, query):
    page = client.get("/ara/", {"q": query})

    assert page.status_code == 200
    assert "<i>x" not in page.text


def test_search_asks_the_database_as_often_for_thirty_hits_as_for_one(client, django_assert_num_queries):
    factories = (NeighbourhoodFactory, BodyFactory, OrganisationFactory)
    for factory in factories:
        factory(name="Işık 0")
    with django_assert_num_queries(11):
        client.get("/ara/", {"q": "isik"})

    for factory in factories:
        for n in range(1, 30):
            factory(name=f"Işık {n}")
    with django_assert_num_queries(11):
        client.get("/ara/", {"q": "isik"})
