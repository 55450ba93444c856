"""What the mayor opens: results with their reasons, and the visitor's own browser that counts them again."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from butce.models import Proposal
from butce.services.certifying import certify_count
from butce.services.counting import count_cycle
from tests.browser.looks import assert_good_looks
from tests.butce.closed import closed_cycle
from tests.factories.konsey import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def _certified(**rules):
    clerks = [UserFactory(), UserFactory()]
    ballots = [(1, 2)] * 12 + [(2, 3)] * 9 + [(4,)] * 7 + [(3, 5)] * 6
    cycle = closed_cycle(ballots, {1: 60, 2: 50, 3: 30, 4: 40, 5: 20}, amount=120, **rules)
    count = count_cycle(cycle=cycle, by=clerks[0], now=timezone.now())
    for person in clerks:
        certify_count(count=count, by=person, now=timezone.now())
    return cycle


def test_results_are_read_and_counted_again_in_the_browser(open_page):
    cycle = _certified(rule="mes_cost", completion="add1u")
    envelope = cycle.envelopes.get()
    page = open_page(width=360)

    page.goto(f"/butce/{cycle.slug}/sonuc/")
    assert_good_looks(page)
    page.get_by_role("link", name="Her projenin sonucu ve gerekçesi").click()
    expect(page.get_by_role("heading", name="Kazanamayanlar ve nedeni")).to_be_visible()
    assert_good_looks(page)
    page.get_by_role("link", name="Kendiniz yeniden sayın").click()
    assert_good_looks(page)
    page.get_by_role("button", name="yeniden sayın").press("Enter")

    expect(page.locator(f"#sayim-{envelope.slug}")).to_contain_text("Sonuç aynı", timeout=30_000)
    page.goto(Proposal.objects.filter(cycle=cycle, state="not_selected").first().get_absolute_url())
    expect(page.get_by_role("heading", name="Oylama sonucu")).to_be_visible()


def test_without_javascript_the_page_says_how_to_count_at_home(open_page):
    cycle = _certified()
    page = open_page(javascript=False)

    page.goto(f"/butce/{cycle.slug}/sayim/")

    expect(page.get_by_role("button", name="yeniden sayın")).to_be_hidden()
    expect(page.get_by_text("python manage.py tally")).to_contain_text("--rule greedy_votes")
