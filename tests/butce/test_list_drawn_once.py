"""What the list of ideas keeps in memory follows what it is made of."""

from butce.cards import cards_by_key
from tests.factories.butce import CategoryFactory, CycleFactory, ProposalFactory


def test_empty_form_shows_a_renamed_category_at_once(client, db):
    cycle, category = CycleFactory(slug="donem"), CategoryFactory(name="Yeşil alan")
    before = client.get("/butce/donem/fikirler/").content.decode()
    category.name = "Park ve bahçe"
    category.save()

    after = client.get("/butce/donem/fikirler/").content.decode()

    assert f'<option value="{category.slug}">Yeşil alan</option>' in before
    assert f'<option value="{category.slug}">Park ve bahçe</option>' in after
    assert "Yeşil alan" not in after
    assert cycle.title in after


def test_empty_form_of_a_member_is_not_that_of_a_visitor(client, ayse):
    CycleFactory(slug="donem")
    client.get("/butce/donem/fikirler/")
    client.force_login(ayse)

    page = client.get("/butce/donem/fikirler/").content.decode()
    client.logout()

    assert 'name="own"' in page
    assert 'name="own"' not in client.get("/butce/donem/fikirler/").content.decode()


def test_form_after_a_wish_is_drawn_anew(client, db):
    CycleFactory(slug="donem")
    client.get("/butce/donem/fikirler/")

    page = client.get("/butce/donem/fikirler/?q=salıncak").content.decode()

    assert 'value="salıncak"' in page
    assert '<details class="filter" open>' in page
    assert '<details class="filter">' in client.get("/butce/donem/fikirler/").content.decode()


def test_empty_form_of_the_map_stays_on_the_map(client, db):
    CycleFactory(slug="donem")
    client.get("/butce/donem/fikirler/")

    page = client.get("/butce/donem/fikirler/?view=map").content.decode()

    assert '<input type="hidden" name="view" value="map">' in page


def test_cards_by_key_keep_the_order_of_the_keys(db):
    first, second, third = ProposalFactory.create_batch(3)

    cards = cards_by_key([third.pk, first.pk, 0, second.pk])

    titles = [each.title for each in (third, first, second)]
    assert len(cards) == 3
    assert all(title in card for title, card in zip(titles, cards, strict=True))
