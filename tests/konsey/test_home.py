"""The home page: what there is, never an empty box, and the next step for whoever looks."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from konsey.home import compose
from tests.factories.konsey import (
    DistrictFactory,
    DocumentFactory,
    NeighbourhoodFactory,
    NewsItemFactory,
    NewsPictureFactory,
    ResidenceFactory,
    VerificationFactory,
)
from tests.factories.meclisler import BodyFactory

pytestmark = pytest.mark.django_db


def _titles(user) -> list[str]:
    return [act.title for act in compose(user=user, now=timezone.now()).acts]


def test_visitor_is_invited():
    assert _titles(AnonymousUser()) == ["Üye olun", "Mahallenizi bulun", "Meclisleri tanıyın"]


def test_resident_without_address_is_asked_for_it(ayse):
    assert _titles(ayse)[0] == "Oturduğunuz mahalleyi bildirin"


def test_resident_climbs_the_ladder(ayse):
    place = NeighbourhoodFactory(name="Alsancak")
    ResidenceFactory(user=ayse, neighbourhood=place)
    EmailAddress.objects.filter(user=ayse).update(verified=False)

    before = _titles(ayse)[0]
    EmailAddress.objects.filter(user=ayse).update(verified=True)
    confirmed = _titles(ayse)[0]
    VerificationFactory(user=ayse, neighbourhood=place)
    verified = _titles(ayse)

    assert before == "E-posta adresinizi onaylayın"
    assert confirmed == "İkametinizi doğrulayın"
    assert verified == [
        "Mahallenizin sayfasına bakın",
        "Meclisleri tanıyın",
        "Bir kurumu temsil edin",
        "Duyuru tercihlerinizi belirleyin",
    ]


def test_verification_that_ends_soon_is_said_first(ayse):
    place = NeighbourhoodFactory()
    ResidenceFactory(user=ayse, neighbourhood=place)
    now = timezone.now()
    VerificationFactory(
        user=ayse, neighbourhood=place, verified_at=now - timedelta(days=700), expires_at=now + timedelta(days=3)
    )

    first = compose(user=ayse, now=now).acts[0]

    assert (first.title, first.is_open) == ("Doğrulamanızı yenileyin", True)


def test_own_neighbourhood_shows_its_bodies(client, ayse):
    place = NeighbourhoodFactory(name="Alsancak", population=12345)
    ResidenceFactory(user=ayse, neighbourhood=place)
    BodyFactory(of_neighbourhood=True, neighbourhood=place, name="Alsancak Mahalle Meclisi")
    client.force_login(ayse)

    page = client.get("/").content.decode()

    assert "12.345 kişi" in page
    assert "Alsancak Mahalle Meclisi" in page[page.index("own-place") : page.index("</section>")]


def test_empty_portal_has_no_empty_box(client):
    page = client.get("/").content.decode()

    assert "<h1>Kentin sözünü birlikte kuruyoruz</h1>" in page
    assert 'id="haberler"' not in page
    assert 'id="belgeler"' not in page
    assert 'id="ilceler"' not in page
    assert 'class="empty"' not in page


def test_home_shows_the_newest_of_everything(client):
    now = timezone.now()
    for number in range(5):
        NewsItemFactory(title=f"Haber no {number}", published_at=now - timedelta(days=number))
    NewsItemFactory(title="Yarınki haber", published_at=now + timedelta(days=1))
    picture = NewsPictureFactory(news_item=NewsItemFactory(title="Resimli haber", published_at=now))
    DocumentFactory(title="Sonuç bildirgesi")
    BodyFactory(name="Genel Kurul", kind="general_assembly", since="2010-06-08")
    BodyFactory(name="Kapanmış Grup", state="closed")

    page = client.get("/").content.decode()

    shown = [f"Haber no {number}" in page for number in range(5)]
    assert shown == [True, True, False, False, False]
    assert "Yarınki haber" not in page
    assert f'alt="{picture.alt}"' in page
    assert "Sonuç bildirgesi" in page
    assert "8 Haziran 2010" in page
    assert "Kapanmış Grup" not in page


def test_tiles_and_list_say_the_same(client):
    district = DistrictFactory(name="Çiğli", tile_column=3, tile_row=3)
    NeighbourhoodFactory.create_batch(2, district=district)

    page = client.get("/").content.decode()

    assert page.count(f'href="/mahalleler/{district.slug}/"') == 2
    assert "2 mahalle" in page


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_do_not_grow(client, django_assert_num_queries, rows):
    for _row in range(rows):
        NeighbourhoodFactory()
        NewsPictureFactory()
        DocumentFactory()
        BodyFactory(of_neighbourhood=True)

    with django_assert_num_queries(7):
        client.get("/")
