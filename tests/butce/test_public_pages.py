"""The public pages of cycles, envelopes and projects, following, and what the budget adds to other pages."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from butce.models import Cycle, Follow, Phase, Proposal
from konsey.home import compose
from konsey.search import find
from tests.factories.butce import (
    ConflictPairFactory,
    CoProposerFactory,
    CycleFactory,
    EnvelopeFactory,
    ErratumFactory,
    FollowFactory,
    IncidentFactory,
    PhaseChangeFactory,
    ProposalFactory,
    ProposalHistoryFactory,
    ProposalPictureFactory,
)
from tests.factories.konsey import DistrictFactory, NeighbourhoodFactory

pytestmark = pytest.mark.django_db
State = Proposal.State
MILLION = 100_000_000


def test_open_cycles_come_first_and_a_vote_before_all(client):
    CycleFactory(title="Biten dönem", phase="closed", year=2030)
    CycleFactory(title="Değerlendirilen dönem", phase="technical_review", year=2029)
    voting = CycleFactory(title="Oylanan dönem", phase="voting", year=2028)
    EnvelopeFactory(cycle=voting, amount=3 * MILLION)

    response = client.get("/butce/")

    assert [each.cycle.title for each in response.context["open"]] == ["Oylanan dönem", "Değerlendirilen dönem"]
    assert [each.cycle.title for each in response.context["archive"]] == ["Biten dönem"]
    assert "Oy kullanın" in response.text
    assert "3.000.000 TL" in response.text
    assert "9 gün kaldı" in response.text


def test_list_without_cycles_says_so(client):
    assert "Henüz bir bütçe dönemi yok." in client.get("/butce/").text


@pytest.mark.parametrize(
    ("phase", "title"),
    [
        ("announced", "Dönemi tanıyın"),
        ("ideas", "Fikrinizi yazın"),
        ("technical_review", "Fikirleri inceleyin"),
        ("voting", "Oy kullanın"),
        ("count", "Oylanan projeleri görün"),
        ("council_approval", "Sonuçları görün"),
        ("implementation", "Yapılanları izleyin"),
    ],
)
def test_each_phase_has_its_big_next_step(client, phase, title):
    cycle = CycleFactory(phase=phase)

    page = client.get(cycle.get_absolute_url())

    assert page.context["step"].title == title
    assert client.get(page.context["step"].url).status_code in {200, 302}


def test_between_two_phases_the_page_says_what_comes_next(client):
    cycle = CycleFactory(phase="ideas")
    Phase.objects.filter(cycle=cycle, kind="ideas").update(ends_at=timezone.now() - timedelta(hours=1))

    assert "“Ön değerlendirme” aşaması" in client.get(cycle.get_absolute_url()).text


def test_cycle_page_shows_calendar_money_rules_changes_errata_and_incidents(client):
    cycle = CycleFactory(phase="voting", description="## Nasıl **işliyor**")
    start = timezone.make_aware(timezone.datetime(2026, 9, 1, 9, 0))
    Phase.objects.filter(cycle=cycle, kind="announced").update(
        starts_at=start - timedelta(days=3000), ends_at=start - timedelta(days=2999), text="Duyuru _metni_"
    )
    EnvelopeFactory(cycle=cycle, title="Kent payı", amount=25 * MILLION)
    PhaseChangeFactory(cycle=cycle, reason="Sel nedeniyle uzatıldı.")
    project = ProposalFactory(cycle=cycle, on_ballot=True)
    ErratumFactory(cycle=cycle, proposal=project, text="Bedel düzeltildi.")
    IncidentFactory(cycle=cycle, text="Elektrik kesildi.")

    page = client.get(cycle.get_absolute_url()).text

    assert "15 Haziran 2018 Cuma, 09.00 – 16 Haziran 2018 Cumartesi, 09.00" in page
    assert "<em>metni</em>" in page
    assert "Nasıl <strong>işliyor</strong>" in page
    assert "25.000.000 TL" in page
    assert "En çok oy alandan başlanır" in page
    for words in ("Sel nedeniyle uzatıldı.", "Bedel düzeltildi.", "Elektrik kesildi.", "60 dakika", "Düzeltme 1"):
        assert words in page
    assert project.get_absolute_url() in page


@pytest.mark.parametrize(("amounts", "holds"), [((193_00, 313_00, 494_00), True), ((200_00, 300_00, 500_00), False)])
def test_formula_of_the_shares_is_published_and_checked(client, amounts, holds):
    cycle = CycleFactory(equal_percent=40)
    for amount, people in zip(amounts, (100, 300, 600), strict=True):
        place = NeighbourhoodFactory(population=people)
        EnvelopeFactory(cycle=cycle, of_neighbourhood=True, neighbourhood=place, amount=amount)

    page = client.get(cycle.get_absolute_url()).text

    assert "1.000 TL tutarının %40 kadarı 3 mahalleye eşit, %60 kadarı" in page
    assert ("bu hesaptan farklıdır" in page) is not holds


def test_rules_page_says_every_rule_in_words(client):
    cycle = CycleFactory(rule="mes_cost", completion="add1u", voting_age=16, tie_seed="Tohum 42")
    place = NeighbourhoodFactory(name="Alsancak", district=DistrictFactory(name="Konak"))
    EnvelopeFactory(cycle=cycle, of_neighbourhood=True, neighbourhood=place, max_choices=3, minimum_votes=50)
    EnvelopeFactory(cycle=cycle, ballot_kind="points", points_total=1000, points_per_project=300, rule="greedy_votes")
    EnvelopeFactory(cycle=cycle, ballot_kind="knapsack")
    EnvelopeFactory(cycle=cycle, ballot_kind="ranking", max_choices=4)
    first = ProposalFactory(cycle=cycle, feasible=True, title="Oyun alanı")
    ConflictPairFactory(first=first, second=ProposalFactory(cycle=cycle, title="Otopark"), reason="Aynı arsa")

    page = client.get(reverse("butce:cycle_rules", args=[cycle.slug])).text

    for words in (
        "Alsancak, Konak sakini olduğunu doğrulamış",
        "En çok 3 proje seçersiniz",
        "50 oydan az alan proje kazanamaz.",
        "oy kullananlara eşit bölünür",
        "Yine de para artarsa",
        "1.000 puanı projelere dağıtırsınız; bir projeye en çok 300 puan",
        "paydaki parayı aşmayacak",
        "En çok 4 projeyi, en çok istediğinizden başlayarak",
        "Tohum 42",
        "Aynı arsa",
    ):
        assert words in page


@pytest.mark.parametrize("rule", Cycle.Rule.values)
def test_every_rule_has_its_words(client, rule):
    cycle = CycleFactory(rule=rule)

    assert client.get(cycle.get_absolute_url()).status_code == 200


def test_published_rule_text_is_the_one_beside_the_source(client):
    page = client.get(reverse("butce:rule_text")).text

    assert "SHA-256" in page
    assert page.count("<h1>") == 1


def test_envelope_lists_checked_projects_only_and_in_the_order_of_the_ballot(client):
    envelope = EnvelopeFactory(title="Kent payı")
    cycle = envelope.cycle
    ProposalFactory(cycle=cycle, envelope=envelope, title="İncelenen fikir", state=State.UNDER_REVIEW)
    for title, number in (("İkinci proje", 2), ("Birinci proje", 1)):
        ProposalFactory(cycle=cycle, on_ballot=True, envelope=envelope, title=title, ballot_number=number)

    page = client.get(envelope.get_absolute_url()).text

    assert page.index("Birinci proje") < page.index("İkinci proje")
    assert "İncelenen fikir" not in page
    assert "10.000.000 TL" in page


def test_project_page_tells_the_whole_story(client):
    place = NeighbourhoodFactory(name="Alsancak", district=DistrictFactory(name="Konak"))
    project = ProposalFactory(
        on_ballot=True, title="Oyun <alanı>", neighbourhood=place, cost=2 * MILLION, running_cost=MILLION // 10,
        cost_guess=MILLION, place_note="Eski okulun yanı", latitude=Decimal("38.42311"), longitude=Decimal("27.14282"),
        body="İlk satır\n\n<script>kotu()</script>",
    )  # fmt: skip
    picture = ProposalPictureFactory(proposal=project)
    CoProposerFactory(proposal=project, name="Onaylayan Kişi", confirmed_at=timezone.now())
    CoProposerFactory(proposal=project, name="Bekleyen Kişi")
    merged = ProposalFactory(cycle=project.cycle, title="Benzer fikir", state=State.MERGED, merged_into=project)
    ProposalHistoryFactory(proposal=project, note="iç not")
    ProposalHistoryFactory(proposal=project, from_state=State.SUBMITTED, to_state=State.REDIRECTED, sentence="Gizli")
    ProposalHistoryFactory(
        proposal=project, from_state=State.INELIGIBLE, to_state=State.UNDER_REVIEW, sentence="Arsa belediyeninmiş."
    )

    page = client.get(project.get_absolute_url()).text

    for words in (
        "Oyun &lt;alanı&gt;", "Oylamada", "2.000.000 TL", "100.000 TL", "1.000.000 TL", "Eski okulun yanı",
        "geo:38.42311,27.14282", "38.42311, 27.14282", picture.srcset, "Onaylayan Kişi", "Deniz Ö.",
        "Bu öneriyle birleştirilenler", merged.get_absolute_url(), "Fikir verildi", "Arsa belediyeninmiş.",
        "İtiraz üzerine yeniden değerlendirmeye alındı",
        f"http://testserver/butce/{project.cycle.slug}/fikir/{project.number}/",
    ):  # fmt: skip
        assert words in page
    for secret in ("Bekleyen Kişi", "iç not", "Gizli", "<script>kotu", project.author.email):
        assert secret not in page


def test_refused_and_merged_ideas_say_why_and_where(client):
    refused = ProposalFactory(ineligible=True)
    merged = ProposalFactory(cycle=refused.cycle, state=State.MERGED, merged_into=ProposalFactory(cycle=refused.cycle))

    assert refused.reason_text in client.get(refused.get_absolute_url()).text
    assert merged.merged_into.get_absolute_url() in client.get(merged.get_absolute_url()).text


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN, State.REDIRECTED])
def test_hidden_states_have_no_page(client, ayse, state):
    proposal = ProposalFactory(state=state, author=ayse)
    client.force_login(ayse)
    args = [proposal.cycle.slug, proposal.number]

    assert client.get(proposal.get_absolute_url()).status_code == 404
    assert client.get(reverse("butce:proposal_permalink", args=args)).status_code == 404
    assert client.post(reverse("butce:proposal_follow", args=args)).status_code == 404


def test_old_and_short_addresses_lead_to_the_page(client):
    proposal = ProposalFactory()
    short = reverse("butce:proposal_permalink", args=[proposal.cycle.slug, proposal.number])

    assert client.get(f"{short}eski-baslik/").url == proposal.get_absolute_url()
    assert client.get(short).url == proposal.get_absolute_url()


def test_following_and_leaving(client, ayse):
    proposal = ProposalFactory()
    args = [proposal.cycle.slug, proposal.number]
    assert "Takip etmek için giriş yapın" in client.get(proposal.get_absolute_url()).text
    client.force_login(ayse)

    for _twice in range(2):
        client.post(reverse("butce:proposal_follow", args=args))
    page = client.get(proposal.get_absolute_url()).text

    assert Follow.objects.filter(user=ayse, proposal=proposal).count() == 1
    assert "1 kişi takip ediyor." in page
    assert "Takibi bırakın" in page
    assert proposal.title in client.get(reverse("butce:my_follows")).text

    client.post(reverse("butce:proposal_unfollow", args=args))

    assert not Follow.objects.exists()
    assert "Henüz bir fikri takip etmiyorsunuz." in client.get(reverse("butce:my_follows")).text


def test_home_calls_to_the_vote_first(client):
    CycleFactory(title="Fikir dönemi", phase="ideas")
    voting = CycleFactory(title="Oylanan dönem", phase="voting")
    CycleFactory(title="Biten dönem", phase="closed")
    CycleFactory(title="Hazırlanan dönem", phase="voting", published_at=None)

    acts = compose(user=AnonymousUser(), now=timezone.now()).acts
    page = client.get("/").text

    assert [act.title for act in acts][:3] == ["Oy kullanın", "Fikrinizi yazın", "Üye olun"]
    assert acts[0].is_open
    assert voting.get_absolute_url() in page
    assert "Oylama, 9 gün kaldı" in page
    assert "Biten dönem" not in page
    assert "Hazırlanan dönem" not in page


def test_search_finds_cycles_and_public_projects():
    cycle = CycleFactory(title="Işıklı dönem")
    ProposalFactory(cycle=cycle, title="Işık ağacı")
    ProposalFactory(cycle=cycle, title="Işık taslağı", draft=True)
    ProposalFactory(cycle=CycleFactory(title="Gizli ışık", published_at=None), title="Işıksız")

    found = {kind.title: [hit.title for hit in kind.hits] for kind in find("ISIK", now=timezone.now())}

    assert found == {"Bütçe dönemleri": ["Işıklı dönem"], "Bütçe projeleri": ["Işık ağacı"]}


def test_places_show_their_projects_and_the_money_won(client, django_assert_num_queries):
    place = NeighbourhoodFactory(name="Alsancak", slug="alsancak", district=DistrictFactory(slug="konak"))
    cycle = CycleFactory(title="Örnek dönem", slug="donem")
    ProposalFactory(cycle=cycle, winner=True, neighbourhood=place, cost=4 * MILLION)
    ProposalFactory(cycle=cycle, neighbourhood=place, draft=True)
    with django_assert_num_queries(7):
        page = client.get(place.get_absolute_url()).text
    ProposalFactory.create_batch(30, cycle=cycle, neighbourhood=place)
    with django_assert_num_queries(7):
        client.get(place.get_absolute_url())

    assert "Katılımcı bütçede" in page
    assert "/butce/donem/fikirler/?district=konak&amp;neighbourhood=alsancak" in page
    assert "1 fikir · 1 proje kazandı, 4.000.000 TL" in page
    assert "31 fikir" in client.get(place.district.get_absolute_url()).text


@pytest.mark.parametrize("address", ["/butce/", "cycle", "cycle_rules", "envelope", "project", "my_follows"])
def test_pages_cost_as_many_queries_for_thirty_rows_as_for_one(client, ayse, django_assert_max_num_queries, address):
    cycle = CycleFactory(phase="voting")
    envelope = EnvelopeFactory(cycle=cycle)
    project = ProposalFactory(cycle=cycle, on_ballot=True, envelope=envelope, neighbourhood=NeighbourhoodFactory())
    path = {
        "cycle": cycle.get_absolute_url(),
        "cycle_rules": reverse("butce:cycle_rules", args=[cycle.slug]),
        "envelope": envelope.get_absolute_url(),
        "project": project.get_absolute_url(),
        "my_follows": reverse("butce:my_follows"),
    }.get(address, address)
    client.force_login(ayse)
    client.get(path)  # the first request of a session also notes its beginning
    counts = []
    for _round in range(2):
        _grow(cycle, envelope, project, ayse, rows=1 if not counts else 29)
        with django_assert_max_num_queries(16) as queries:
            client.get(path)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def _grow(cycle, envelope, project, user, rows):
    start = Proposal.objects.count()
    CycleFactory.create_batch(rows, phase="ideas")
    EnvelopeFactory.create_batch(rows, cycle=cycle, of_neighbourhood=True)
    PhaseChangeFactory.create_batch(rows, cycle=cycle)
    for number in range(rows):
        ErratumFactory(cycle=cycle, version=start + number, proposal=project)
        other = ProposalFactory(cycle=cycle, on_ballot=True, envelope=envelope)
        ConflictPairFactory(first=project, second=other)
        FollowFactory(user=user, proposal=other)
        CoProposerFactory(proposal=project, confirmed_at=timezone.now())
        ProposalHistoryFactory(proposal=project)
        ProposalPictureFactory(proposal=project)
        ProposalFactory(cycle=cycle, state=State.MERGED, merged_into=project)


def test_numbers_no_column_can_hold_are_pages_that_are_not_found(client):
    cycle = CycleFactory(phase="ideas", slug="donem")

    answers = [
        client.get(reverse(f"butce:{name}", args=["donem", 10**30, *more])).status_code
        for name, more in (("proposal_detail", ["fikir"]), ("proposal_permalink", []))
    ]

    assert cycle.pk
    assert answers == [404, 404]
