"""The public list of ideas: what is shown, filters, order, map, download, and what it costs."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from butce.models import Proposal
from konsey.admin.export import FORMULA_STARTS
from konsey.cookies import ORDER_COOKIE
from tests.factories.butce import (
    CategoryFactory,
    CycleFactory,
    EnvelopeFactory,
    FollowFactory,
    ProposalFactory,
    ProposalPictureFactory,
)
from tests.factories.konsey import DistrictFactory, NeighbourhoodFactory, UserFactory

pytestmark = pytest.mark.django_db
State = Proposal.State
MILLION = 100_000_000


@pytest.fixture
def cycle():
    return CycleFactory(phase="ideas", slug="donem")


def _list(client, cycle, **query):
    return client.get(reverse("butce:proposal_list", args=[cycle.slug]), query)


def _titles(client, cycle, **query) -> list[str]:
    page = _list(client, cycle, **query).context["page"]
    return [proposal.title for proposal in page.object_list]


def test_list_shows_what_is_public_and_nothing_else(client, cycle):
    ProposalFactory(cycle=cycle, title="Görünen fikir")
    ProposalFactory(cycle=cycle, title="Taslak fikir", draft=True)
    ProposalFactory(cycle=cycle, title="Çekilen fikir", state=State.WITHDRAWN)
    ProposalFactory(cycle=cycle, title="Yönlendirilen fikir", state=State.REDIRECTED)
    ProposalFactory(title="Başka dönemin fikri")

    page = _list(client, cycle).text

    assert "Görünen fikir" in page
    assert "1 fikir" in page
    for hidden in ("Taslak", "Çekilen", "Yönlendirilen", "Başka dönem"):
        assert hidden not in page


def test_cycle_in_preparation_shows_nothing_to_anybody_but_budget_staff(client, ayse):
    draft = CycleFactory(published_at=None)
    proposal = ProposalFactory(cycle=draft)
    addresses = [
        draft.get_absolute_url(),
        proposal.get_absolute_url(),
        *(reverse(f"butce:{name}", args=[draft.slug]) for name in ("proposal_list", "proposal_export", "cycle_rules")),
        reverse("butce:proposal_permalink", args=[draft.slug, proposal.number]),
    ]

    client.force_login(ayse)
    assert {client.get(address).status_code for address in addresses} == {404}
    assert draft.title not in client.get("/butce/").text

    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert client.get(draft.get_absolute_url()).status_code == 200
    assert draft.title in client.get("/butce/").text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "ISIK"}, ["Işık ağacı"]),
        ({"q": "salincak golgelik"}, ["Işık ağacı", "Park"]),
        ({"state": "feasible"}, ["Park"]),
        ({"state": "review"}, ["Işık ağacı", "Sokak lambası"]),
        ({"category": "yesil"}, ["Park"]),
        ({"envelope": "kent"}, ["Park"]),
        ({"district": "konak"}, ["Işık ağacı", "Park"]),
        ({"district": "konak", "neighbourhood": "alsancak"}, ["Park"]),
        ({"district": "butun-kent"}, ["Sokak lambası"]),
        ({"cost_min": "2.000.000"}, ["Park"]),
        ({"cost_max": "2000000"}, ["Işık ağacı"]),
        ({"q": "yokböyle"}, []),
    ],
)
def test_filters_narrow_the_list(client, cycle, query, found):
    konak = DistrictFactory(name="Konak", slug="konak")
    alsancak = NeighbourhoodFactory(district=konak, name="Alsancak", slug="alsancak")
    other = NeighbourhoodFactory(district=konak)
    ProposalFactory(cycle=cycle, title="Işık ağacı", neighbourhood=other, cost_guess=MILLION)
    ProposalFactory(cycle=cycle, title="Sokak lambası", body="Yol aydınlansın.", neighbourhood=None)
    green, city = CategoryFactory(slug="yesil"), EnvelopeFactory(cycle=cycle, slug="kent")
    ProposalFactory(
        cycle=cycle, title="Park", feasible=True, cost=3 * MILLION, cost_guess=MILLION,
        neighbourhood=alsancak, category=green, envelope=city,
    )  # fmt: skip

    assert sorted(_titles(client, cycle, **query)) == sorted(found)


def test_own_and_followed_ideas(client, cycle, ayse):
    ProposalFactory(cycle=cycle, title="Benimki", author=ayse)
    FollowFactory(user=ayse, proposal=ProposalFactory(cycle=cycle, title="İzlediğim"))
    FollowFactory(proposal=ProposalFactory(cycle=cycle, title="Başkasının izlediği"))

    assert len(_titles(client, cycle, own="mine")) == 3  # a visitor has none: the wish is not understood
    client.force_login(ayse)
    assert _titles(client, cycle, own="mine") == ["Benimki"]
    assert _titles(client, cycle, own="followed") == ["İzlediğim"]


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("newest", ["Işıl", "Çınar", "Ağaç"]),
        ("title", ["Ağaç", "Çınar", "Işıl"]),
        ("cost", ["Çınar", "Işıl", "Ağaç"]),
        ("followed", ["Çınar", "Ağaç", "Işıl"]),
    ],
)
def test_orders(client, cycle, sort, found):
    now = timezone.now()
    for place, (title, cost) in enumerate([("Ağaç", None), ("Çınar", MILLION), ("Işıl", 2 * MILLION)]):
        ProposalFactory(cycle=cycle, title=title, cost_guess=cost, submitted_at=now - timedelta(days=9 - place))
    FollowFactory(proposal=Proposal.objects.get(title="Çınar"))

    assert _titles(client, cycle, sort=sort) == found


def test_shuffled_order_stays_with_the_visitor_from_page_to_page_and_differs_between_visitors(client, cycle):
    ProposalFactory.create_batch(40, cycle=cycle)

    first, again = _titles(client, cycle), _titles(client, cycle)
    second = _titles(client, cycle, page=2)
    cookie = client.cookies[ORDER_COOKIE]
    client.cookies.clear()
    stranger = _titles(client, cycle)

    assert first == again
    assert len(set(first + second)) == 40
    assert stranger != first
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (True, "Lax", "/butce/", "")


def test_without_cookies_the_order_travels_in_the_addresses(client, cycle):
    ProposalFactory.create_batch(30, cycle=cycle)
    page = _list(client, cycle)
    client.cookies.clear()
    seed = page.context["request"].GET["shuffle"]

    second = _titles(client, cycle, page=2, shuffle=seed)

    assert f"shuffle={seed}&amp;page=2" in page.text
    assert len({*(each.title for each in page.context["page"]), *second}) == 30


def test_shuffling_again_and_a_forged_seed(client, cycle):
    ProposalFactory.create_batch(24, cycle=cycle)
    before = _list(client, cycle)

    client.get(before.request["PATH_INFO"] + before.context["shuffle_url"])
    after = _titles(client, cycle)
    client.cookies[ORDER_COOKIE] = "deadbeef"  # not signed by us
    page = _list(client, cycle)

    assert after != [each.title for each in before.context["page"]]
    assert page.status_code == 200
    assert client.cookies[ORDER_COOKIE].value != "deadbeef"


def test_every_place_in_the_shuffled_order_is_as_likely(cycle):
    """Over 600 seeds each of 6 ideas leads about a hundred times (five standard deviations: 46)."""
    ideas = ProposalFactory.create_batch(6, cycle=cycle)
    leads = dict.fromkeys((idea.pk for idea in ideas), 0)

    for seed in range(600):
        leads[Proposal.objects.filter(cycle=cycle).shuffled(f"{seed:08x}").values_list("pk", flat=True)[0]] += 1

    assert all(54 <= count <= 146 for count in leads.values())


def test_card_says_state_place_cost_and_shows_picture_or_pattern(client, cycle):
    place = NeighbourhoodFactory(name="Alsancak", district=DistrictFactory(name="Konak"))
    project = ProposalFactory(cycle=cycle, feasible=True, neighbourhood=place, cost=125_000_000, summary="Kısa özet.")
    ProposalFactory(cycle=cycle, cost_guess=50_000_000, summary="", body="Uzun <b>metin</b> " * 40)
    picture = ProposalPictureFactory(proposal=project)
    ProposalPictureFactory(proposal=project, position=1, alt="İkinci görsel")

    page = _list(client, cycle).text

    assert f'<a class="card-link" href="{project.get_absolute_url()}">{project.title}</a>' in page
    assert "Uygun bulundu" in page
    assert f"Alsancak, Konak · {project.category.name} · 1.250.000\xa0TL" in page
    assert "tahmin 500.000\xa0TL" in page
    assert "Kısa özet." in page
    assert f'src="{picture.url_at(480)}" alt="{picture.alt}"' in page
    assert "İkinci görsel" not in page
    assert page.count('class="pattern') == 1
    assert "<b>metin</b>" not in page


def test_a_changed_idea_shows_its_new_card_at_once(client, cycle):
    proposal = ProposalFactory(cycle=cycle, summary="Eski özet.")
    assert "Eski özet." in _list(client, cycle).text

    Proposal.objects.filter(pk=proposal.pk).update(summary="Yeni özet.", state=State.UNDER_REVIEW)

    page = _list(client, cycle).text
    assert "Yeni özet." in page
    assert "Teknik değerlendirmede" in page
    assert "Eski özet." not in page


def test_map_and_its_list_count_ideas_by_district(client, cycle):
    konak = DistrictFactory(name="Konak", slug="konak")
    empty = DistrictFactory(name="Kiraz", slug="kiraz")
    ProposalFactory.create_batch(2, cycle=cycle, neighbourhood=NeighbourhoodFactory(district=konak))
    ProposalFactory(cycle=cycle, neighbourhood=None)
    ProposalFactory(cycle=cycle, draft=True, neighbourhood=NeighbourhoodFactory(district=konak))

    response = _list(client, cycle, view="map", state="review")

    places = {place.label: (place.number, place.url) for place in response.context["places"]}
    assert places["Konak"] == (2, "?state=review&district=konak")
    assert places[empty.name][0] == 0
    assert places["Bütün kent"] == (1, "?state=review&district=butun-kent")
    assert response.text.count('href="?state=review&amp;district=konak"') == 2


def test_empty_lists_say_what_to_do(client, cycle):
    assert "Bu dönemde henüz fikir yok." in _list(client, cycle).text
    ProposalFactory(cycle=cycle)
    assert "Aramanıza uyan bir fikir yok." in _list(client, cycle, q="yokböyle").text


@pytest.mark.parametrize(
    "query",
    [
        {"page": "abc"},
        {"page": "99999"},
        {"per_page": "-1"},
        {"per_page": "9" * 30},
        {"state": "yok", "district": "yok", "sort": "yok"},
        {"cost_min": "on lira"},
        {"q": "\x00%_<i>x" * 50},
        {"shuffle": "../../etc"},
        {"neighbourhood": "alsancak"},
    ],
)
def test_strange_wishes_are_answered(client, cycle, query):
    ProposalFactory(cycle=cycle)

    page = _list(client, cycle, **query)

    assert page.status_code == 200
    assert "<i>x" not in page.text


def test_download_is_the_filtered_list_without_personal_data_or_formulas(client, cycle):
    ProposalFactory(
        cycle=cycle, number=7, title='=HYPERLINK("http://kotu.example")', cost_guess=50, author_name="Gizli"
    )
    ProposalFactory(cycle=cycle, number=3, title="@Komut", body="-2+3", feasible=True)
    ProposalFactory(cycle=cycle, title="Taslak fikir", draft=True)

    response = client.get(reverse("butce:proposal_export", args=[cycle.slug]), {"state": "review"})
    everything = client.get(reverse("butce:proposal_export", args=[cycle.slug])).getvalue().decode("utf-8-sig")

    lines = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert [line[0] for line in lines] == ["Numara", "7"]
    assert lines[1][1] == '\'=HYPERLINK("http://kotu.example")'
    assert lines[1][7] == "0.5"
    assert lines[1][-1] == f"http://testserver/butce/donem/fikir/7/{Proposal.objects.get(number=7).slug}/"
    cells = [cell for line in csv.reader(io.StringIO(everything), delimiter=";") for cell in line]
    assert not any(cell.startswith(FORMULA_STARTS) for cell in cells)
    assert "'@Komut" in cells
    assert "Gizli" not in everything
    assert "Taslak fikir" not in everything
    assert response["Content-Disposition"] == 'attachment; filename="donem-fikirler.csv"'


def test_list_costs_as_many_queries_for_three_hundred_ideas_as_for_one(
    client, cycle, ayse, django_assert_num_queries, django_assert_max_num_queries
):
    """Nine for a visitor: cycle, phases, envelopes, districts, topics, count, keys, ideas, pictures."""
    place, category, envelope = NeighbourhoodFactory(), CategoryFactory(), EnvelopeFactory(cycle=cycle)
    author = UserFactory()
    made = 0
    for number in (1, 30, 300):
        ProposalFactory.create_batch(
            number - made, cycle=cycle, neighbourhood=place, category=category, envelope=envelope, author=author
        )
        made = number
        ProposalPictureFactory(proposal=Proposal.objects.filter(pictures=None).first())
        with django_assert_num_queries(9):
            _list(client, cycle, per_page=100)
        with django_assert_num_queries(6):
            _list(client, cycle, view="map", per_page=100)
    client.force_login(ayse)
    client.get("/butce/")  # the first request of a session also notes its beginning
    with django_assert_max_num_queries(13):
        _list(client, cycle, per_page=100, own="", sort="followed", district=place.district.slug)
