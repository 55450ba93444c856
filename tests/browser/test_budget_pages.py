"""The public pages of the budget in a real browser: good looks at both widths and colours, and without JavaScript."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from butce.models import Proposal
from konsey.services.places import import_places
from tests.browser.looks import assert_good_looks
from tests.factories.butce import (
    CategoryFactory,
    ConflictPairFactory,
    CycleFactory,
    EnvelopeFactory,
    ErratumFactory,
    IncidentFactory,
    PhaseChangeFactory,
    ProposalFactory,
    ProposalHistoryFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
State = Proposal.State


@pytest.fixture
def project():
    """A cycle in its vote with everything a page can show, and one of its projects."""
    from konsey.models import Neighbourhood

    import_places()
    place = Neighbourhood.objects.get(slug="alsancak")
    cycle = CycleFactory(
        title="2027 Katılımcı Bütçe", slug="donem", phase="voting", equal_percent=40, description="## Nasıl işliyor"
    )
    CycleFactory(title="2026 Katılımcı Bütçe", slug="eski", phase="closed")
    envelope = EnvelopeFactory(
        cycle=cycle, title="Alsancak, Konak", slug="alsancak", of_neighbourhood=True, neighbourhood=place
    )
    EnvelopeFactory(cycle=cycle, title="Bütün kent", slug="kent", ballot_kind="knapsack")
    parks = CategoryFactory(name="Parklar ve yeşil alan")
    project = ProposalFactory(
        cycle=cycle, number=1, on_ballot=True, envelope=envelope, neighbourhood=place, category=parks,
        title="Kordon’da gölgeli dinlenme adaları ve içme suyu çeşmeleri", running_cost=1_000_000,
        cost_guess=90_000_000, latitude=Decimal("38.43812"), longitude=Decimal("27.14123"),
        place_note="Gündoğdu Meydanı ile iskele arası",
    )  # fmt: skip
    for number in range(2, 32):
        ProposalFactory(cycle=cycle, number=number, category=parks, neighbourhood=place if number % 2 else None)
    ineligible = ProposalFactory(cycle=cycle, number=40, ineligible=True, title="Otopark")
    ConflictPairFactory(first=project, second=ineligible)
    for before, after in ((State.DRAFT, State.SUBMITTED), (State.SUBMITTED, State.RETURNED)):
        ProposalHistoryFactory(proposal=project, from_state=before, to_state=after, sentence="Yer tarifi eksik.")
    ProposalFactory(cycle=cycle, number=41, state=State.MERGED, merged_into=project)
    PhaseChangeFactory(cycle=cycle, at=timezone.now() - timedelta(days=2))
    ErratumFactory(cycle=cycle, proposal=project)
    IncidentFactory(cycle=cycle)
    return project


def test_pages_look_good(page, project):
    for address in (
        "/butce/",
        "/butce/donem/",
        "/butce/donem/kurallar/",
        "/butce/sayim-kurali/",
        "/butce/donem/pay/alsancak/",
        "/butce/donem/fikirler/",
        "/butce/donem/fikirler/?view=map&district=konak&cost_min=abc",
        project.get_absolute_url(),
        "/",
    ):
        page.goto(address)
        assert_good_looks(page)


def test_finding_and_following_an_idea_on_a_phone_without_javascript(open_page, project, ayse):
    page = open_page(width=360, javascript=False, user=ayse)
    page.goto("/butce/")
    page.get_by_role("link", name="2027 Katılımcı Bütçe").click()
    page.get_by_role("link", name="Bütün fikirler").click()
    assert not page.get_by_label("Konu").is_visible()
    page.get_by_text("Arama, süzgeç ve sıralama").click()
    page.get_by_role("searchbox", name="Fikirlerde arayın").or_(page.get_by_label("Fikirlerde arayın")).fill(
        "GOLGELI cesme"
    )
    page.get_by_label("İlçe").select_option(label="Konak")
    page.get_by_role("button", name="Süzün").click()

    assert page.locator("article.card").count() == 1
    assert page.get_by_label("Mahalle", exact=True).is_visible()
    page.get_by_role("link", name="Kordon’da gölgeli").click()
    page.get_by_role("button", name="Takip edin").click()
    assert page.get_by_text("1 kişi takip ediyor.").is_visible()
    page.get_by_role("button", name="Takibi bırakın").click()
    assert page.get_by_role("button", name="Takip edin").is_visible()
