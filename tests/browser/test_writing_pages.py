"""The pages on which an idea is written and looked after, with and without their scripts, at both widths."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from butce.models import PhaseKind, Proposal
from butce.services import writing
from konsey.models import OutboxMessage, User
from tests.browser.looks import assert_good_looks
from tests.factories.butce import (
    CategoryFactory,
    CoProposerFactory,
    CycleFactory,
    ProposalFactory,
    ProposalHistoryFactory,
)
from tests.factories.konsey import ResidenceFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
HERE = {"latitude": 38.418850, "longitude": 27.128720, "accuracy": 12}
SCRIPTS = pytest.mark.parametrize("scripts", [True, False])


@pytest.fixture
def author(db) -> User:
    person = UserFactory(name="Ayşe Nur Yıldız")
    ResidenceFactory(user=person)
    return person


@pytest.fixture
def cycle(db):
    return CycleFactory(phase=PhaseKind.IDEAS)


def _draft(author: User, cycle, **options) -> Proposal:
    title = "Aşık Veysel Parkı'na gölgelikli çocuk oyun alanı"
    draft = ProposalFactory(draft=True, author=author, cycle=cycle, title=title, cost_guess=125_000_000, **options)
    CoProposerFactory(proposal=draft, email="uzun.bir.adres.yazan.kisi@ornek-mahalle-dernegi.example.com", letters=0)
    return draft


def _page(open_page, scripts: bool, **options) -> Page:
    """A page whose own scripts never arrive: axe is a script itself and needs a browser that runs scripts."""
    page = open_page(**options)
    if not scripts:
        page.route("**/*.js", lambda route: route.abort())
    return page


def _look(page: Page, name: str, *args: object) -> None:
    page.goto(reverse(f"butce:{name}", args=args))
    assert_good_looks(page)


@SCRIPTS
def test_form_last_look_and_number(open_page, author, cycle, scripts):
    similar = ProposalFactory(cycle=cycle, title="Aşık Veysel Parkı'na oyun alanı")
    draft = _draft(author, cycle)
    page = _page(open_page, scripts, user=author)

    _look(page, "proposal_write", cycle.slug)
    page.goto(reverse("butce:proposal_edit", args=[draft.pk]))
    page.get_by_label("Haritadaki nokta").fill("https://maps.app.goo.gl/AbcDef")
    page.get_by_label("Bedel tahmininiz").fill("<b>çok</b>")
    page.get_by_label("1. görselde ne görünüyor?").fill("Işıklı park 🌳")
    page.get_by_role("button", name="Kaydedip gözden geçirin").click()
    expect(page).to_have_title(re.compile("^Hata:"))
    expect(page.get_by_label("Bedel tahmininiz")).to_have_value("<b>çok</b>")
    expect(page.get_by_label("Haritadaki nokta")).to_have_value("https://maps.app.goo.gl/AbcDef")
    expect(page.get_by_label("1. görselde ne görünüyor?")).to_have_value("Işıklı park 🌳")
    assert_good_looks(page)
    _look(page, "proposal_review", draft.pk)
    expect(page.get_by_role("link", name=similar.title)).to_be_visible()
    page.get_by_role("button", name="Fikrinizi gönderin").click()
    expect(page.get_by_role("alert")).to_contain_text("Doğum yılınızı yazınız.")
    page.get_by_label("Doğum yılınız").fill("1990")
    page.get_by_role("button", name="Fikrinizi gönderin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fikriniz bize ulaştı")
    assert_good_looks(page)


def test_own_pages_and_what_cannot_be_undone(open_page, author, cycle):
    draft, sent = _draft(author, cycle), ProposalFactory(author=author, cycle=cycle)
    returned = ProposalFactory(author=author, cycle=cycle, state=Proposal.State.RETURNED)
    ProposalHistoryFactory(proposal=returned, to_state=returned.state, sentence="Yeri daha açık tarif ediniz.")
    page = open_page(user=author)

    for name, row in (
        ("my_proposal", draft),
        ("proposal_delete", draft),
        ("proposal_withdraw", sent),
        ("my_proposal", returned),
    ):
        _look(page, name, row.pk)
    _look(page, "my_proposals")
    expect(page.get_by_role("heading", name="Sizi bekleyenler")).to_be_visible()
    _look(open_page(), "proposal_write", cycle.slug)


@SCRIPTS
def test_somebody_is_asked_to_join(open_page, author, cycle, scripts):
    draft = _draft(author, cycle)
    writing.submit_idea(author=author, proposal=draft, birth_year=1990, now=timezone.now())
    letter = OutboxMessage.objects.get(letter="butce/coproposer_invited")
    page = _page(open_page, scripts, width=360)

    page.goto(re.search(r"/butce/ortak-onerin/[\w-]+/", letter.text)[0])
    assert_good_looks(page)
    page.get_by_role("button", name="Ortak öneren olun").click()
    expect(page.get_by_role("alert")).to_contain_text("Onaylamak için adınızı yazınız.")
    page.get_by_label("Sayfada görünecek adınız").fill("İrem Çınar")
    page.get_by_role("button", name="Ortak öneren olun").click()
    expect(page.get_by_text("“İrem Çınar” olarak görünüyor")).to_be_visible()
    assert_good_looks(page)


def test_where_one_stands_is_written_into_the_form(open_page, author, cycle):
    CategoryFactory()
    page = open_page(user=author, geolocation=HERE, permissions=["geolocation"])
    page.goto(reverse("butce:proposal_write", args=[cycle.slug]))

    page.get_by_role("button", name="Bulunduğum yeri yazın").click()

    expect(page.get_by_label("Haritadaki nokta")).to_have_value("38.41885, 27.12872")
    expect(page.get_by_text("Yaklaşık doğruluk (metre): 12")).to_be_visible()


def test_without_permission_or_javascript_the_point_is_typed(open_page, author, cycle):
    refused = open_page(user=author, permissions=[])
    silent = open_page(user=author, javascript=False)
    for page in (refused, silent):
        page.goto(reverse("butce:proposal_write", args=[cycle.slug]))

    refused.get_by_role("button", name="Bulunduğum yeri yazın").click()

    expect(refused.get_by_text("Konum izni verilmedi")).to_be_visible()
    expect(silent.get_by_role("button", name="Bulunduğum yeri yazın")).to_be_hidden()


def test_objection_looks_good(open_page, author):
    cycle = CycleFactory(phase=PhaseKind.OBJECTIONS)
    idea = ProposalFactory(author=author, cycle=cycle, ineligible=True)
    ProposalHistoryFactory(proposal=idea, to_state=idea.state, at=timezone.now())
    page = open_page(user=author)

    _look(page, "proposal_object", cycle.slug, idea.number)
    page.get_by_role("button", name="İtirazımı gönder").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_good_looks(page)
