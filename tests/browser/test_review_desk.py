"""The review at the desk: each record with its buttons, and the forms behind them, right and wrong."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from playwright.sync_api import Page, expect

from butce.models import PhaseKind, Proposal
from konsey import roles
from tests.browser.looks import assert_good_looks
from tests.factories.butce import (
    AssessmentFactory,
    CycleFactory,
    DepartmentFactory,
    EnvelopeFactory,
    ObjectionFactory,
    ProposalFactory,
    ProposalHistoryFactory,
)
from tests.factories.konsey import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = "Iğdır Sokağı'nda <b>gölge</b> 🌳 yok; İZMİR için."


@pytest.fixture
def cycle(db):
    cycle = CycleFactory(phase=PhaseKind.TECHNICAL_REVIEW)
    EnvelopeFactory(cycle=cycle, title="Kent geneli")
    EnvelopeFactory(cycle=cycle, title="İkinci pay")
    return cycle


@pytest.fixture
def desk(open_page) -> Page:
    clerk = UserFactory(name="Deniz Görevli", is_staff=True)
    clerk.groups.set(Group.objects.filter(name__in=[roles.ROLES[name].group for name in ("budget_staff", "liaison")]))
    page = open_page(user=clerk)
    page.clerk = clerk
    return page


def _look(page: Page, model: str, row, *acts: str) -> None:
    """Each form as it opens; then sent empty, where it refuses that."""
    for act in acts:
        page.goto(reverse(f"admin:butce_{model}_act", args=[row.pk, act]))
        assert_good_looks(page)


def _refused(page: Page, model: str, row, act: str, field: str, typed: str) -> None:
    """Send a form with one field wrong or missing: the sentence stands beside it, the text is still there."""
    page.goto(reverse(f"admin:butce_{model}_act", args=[row.pk, act]))
    page.get_by_label(field).fill(typed)
    page.locator(".act-buttons button").click()
    expect(page.locator(".summary")).to_be_visible()
    expect(page.locator(".field .errorlist").first).to_be_visible()
    expect(page.get_by_label(field)).to_have_value(typed)
    assert_good_looks(page)


def test_formal_check_and_merging(desk, cycle):
    idea = ProposalFactory(cycle=cycle, title="Kordon'a gölgelikli, sulama sistemli ve engelsiz bir oyun alanı")
    ProposalHistoryFactory(proposal=idea, to_state=idea.state)

    desk.goto(reverse("admin:butce_proposal_change", args=[idea.pk]))
    assert_good_looks(desk)
    _look(desk, "proposal", idea, "uygun", "birlestirme", "red")
    _refused(desk, "proposal", idea, "red", "Herkesin okuyacağı gerekçe", TYPED)
    _refused(desk, "proposal", idea, "birlestirme", "Açıklama", TYPED)
    _refused(desk, "proposal", idea, "iade", "İç not", TYPED)


def test_departments_and_their_answers(desk, cycle):
    idea = ProposalFactory(cycle=cycle, state=Proposal.State.UNDER_REVIEW)
    row = AssessmentFactory(proposal=idea, question="Bu alan kimin?", department__name="Park ve Bahçeler")
    row.department.reviewers.add(desk.clerk)
    DepartmentFactory(name="Çok Uzun Adlı Bir Örnek Daire Başkanlığı Şube Müdürlüğü")

    desk.goto(reverse("admin:butce_assessment_change", args=[row.pk]))
    assert_good_looks(desk)
    _look(desk, "proposal", idea, "sorma")
    _look(desk, "assessment", row, "yanit")
    _refused(desk, "proposal", idea, "sorma", "Soru", TYPED)
    _refused(desk, "assessment", row, "yanit", "Herkesin okuyacağı açıklama", TYPED)


def test_decision(desk, cycle):
    idea = ProposalFactory(cycle=cycle, state=Proposal.State.UNDER_REVIEW)
    AssessmentFactory(proposal=idea, answered=True, note="Zemin etüdü gerekir.")
    AssessmentFactory(proposal=idea, answered=True)

    desk.goto(reverse("admin:butce_proposal_change", args=[idea.pk]))
    assert_good_looks(desk)
    _look(desk, "proposal", idea, "karar")
    _refused(desk, "proposal", idea, "karar", "Kesin bedel (TL)", "bir milyon")


def test_objection(desk, cycle):
    row = ObjectionFactory(proposal__cycle=cycle)

    desk.goto(reverse("admin:butce_objection_change", args=[row.pk]))
    assert_good_looks(desk)
    _look(desk, "objection", row, "kabul", "red")
    _refused(desk, "objection", row, "uygun", "Sade özet", TYPED)
