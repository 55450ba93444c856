"""The whole vote in a real browser: by keyboard without JavaScript on a phone, and lively on a desk."""

import re

import pytest
from playwright.sync_api import expect

from konsey import onetimecode
from sandik.models import PendingBallot, RollEntry
from tests.browser.keyboard import press_until
from tests.browser.looks import assert_accessible, assert_good_looks
from tests.butce.voting import open_vote, register_entry
from tests.factories.konsey import CodeBatchFactory, OneTimeCodeFactory

pytestmark = pytest.mark.django_db(transaction=True)
CODE = re.compile(r"(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}")


def test_whole_vote_by_keyboard_without_javascript_and_without_account(open_page):
    vote = open_vote(projects=3)
    typed = register_entry(vote)
    page = open_page(width=360, javascript=False)

    page.goto(vote.url("booth"))
    press_until(page, page.get_by_role("link", name="Kimliğinizle devam edin"))
    page.keyboard.press("Enter")
    press_until(page, page.get_by_label("T.C. kimlik numarası"))
    page.keyboard.type(str(typed["number"]))
    page.keyboard.press("Tab")
    page.keyboard.type(str(typed["birth_year"]))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pusulalarınız")
    for paper in ("Kent geneli", "Alsancak payı"):
        target = page.get_by_role("link", name=re.compile(f"^(Oy kullanın|Sıradaki pusula): {paper}"))
        press_until(page, target)
        page.keyboard.press("Enter")
        press_until(page, page.get_by_role("checkbox").nth(1))
        page.keyboard.press("Space")
        press_until(page, page.get_by_role("button", name="Gözden geçirin"))
        page.keyboard.press("Enter")
        expect(page.get_by_text("Henüz oy kullanmadınız")).to_be_visible()
        press_until(page, page.get_by_role("button", name="Oyumu kullan"))
        page.keyboard.press("Enter")
        expect(page.locator(".receipt")).to_have_text(CODE)
    expect(page.get_by_role("link", name="Üye olun", exact=True).last).to_be_visible()

    assert PendingBallot.objects.count() == 2
    assert [cookie for cookie in page.context.cookies() if cookie["name"] == "secmen"] == []


@pytest.mark.parametrize(("width", "javascript"), [(360, False), (1280, True)])
def test_vote_by_a_one_time_code(open_page, width, javascript):
    vote, plain = open_vote(projects=3, with_own=False), onetimecode.generate()
    OneTimeCodeFactory(batch=CodeBatchFactory(neighbourhood=vote.place), code=plain)
    page = open_page(width=width, javascript=javascript)
    page.goto(vote.url("booth"))
    page.get_by_role("link", name="Kodunuzla devam edin").click()

    page.get_by_label("Kod", exact=True).fill(plain)
    page.get_by_role("button", name="Devam edin").click()
    expect(page.get_by_role("alert")).to_contain_text("yaşını dolduranlar oy kullanabilir")
    expect(page.get_by_label("Kod", exact=True)).to_have_value(plain)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Devam edin").click()
    page.get_by_role("link", name=re.compile("^(Oy kullanın|Sıradaki pusula): Kent geneli")).click()
    page.get_by_label(vote.projects()[1].title, exact=True).check()
    page.get_by_role("button", name="Gözden geçirin").click()
    page.get_by_role("button", name="Oyumu kullan").click()

    expect(page.locator(".receipt")).to_have_text(CODE)
    assert PendingBallot.objects.get().choices == [2]
    assert RollEntry.objects.count() == 1
    assert plain not in page.url


def test_running_total_search_receipt_and_change(open_page):
    vote = open_vote(kind="knapsack", projects=5, with_own=False)
    page = open_page(user=vote.voter())
    page.goto(vote.url("ballot", "kent"))
    total, first, fifth = page.locator(".tally output"), vote.projects()[0], vote.projects()[4]

    page.get_by_label(first.title, exact=True).check()
    expect(total).to_have_text("1 proje seçili · toplam 1.000.000 TL · kalan 4.000.000")
    page.get_by_label(fifth.title, exact=True).check()
    expect(total).to_have_text("2 proje seçili · toplam 6.000.000 TL · Sınırı 1.000.000 aştınız")
    page.get_by_role("button", name="Gözden geçirin").click()
    expect(page.get_by_role("alert")).to_contain_text("Aşım: 1.000.000 TL")
    expect(page.get_by_label(fifth.title, exact=True)).to_be_checked()
    page.get_by_label("Bu sayfada proje arayın").fill("COCUK OYUN")
    expect(page.locator(".vote-line:visible")).to_have_count(5)
    page.get_by_label("Bu sayfada proje arayın").fill("bulunmaz")
    expect(page.locator(".vote-line:visible")).to_have_count(0)
    page.get_by_label("Bu sayfada proje arayın").fill("")
    page.get_by_label(fifth.title, exact=True).uncheck()
    page.get_by_role("button", name="Gözden geçirin").click()
    page.get_by_role("button", name="Oyumu kullan").click()
    code = page.locator(".receipt").inner_text()

    stranger = open_page()
    stranger.goto(vote.url("ballot_change"))
    stranger.get_by_label("Alındı kodu").fill(code)
    stranger.get_by_role("button", name="Pusulayı açın").click()
    stranger.get_by_label(vote.projects()[1].title, exact=True).check()
    stranger.get_by_role("button", name="Gözden geçirin").click()
    stranger.get_by_role("button", name="Oyumu değiştir").click()
    expect(stranger.get_by_text("Alındı kodunuz aynı kaldı")).to_be_visible()

    assert code not in page.url + stranger.url
    assert PendingBallot.objects.get().choices == [2]


def test_ranking_can_be_filled_by_buttons(open_page):
    vote = open_vote(kind="ranking", projects=4, with_own=False)
    page = open_page(user=vote.voter())
    page.goto(vote.url("ballot", "kent"))
    second, first = vote.projects()[1], vote.projects()[0]

    page.get_by_role("button", name=f"Sıralamama ekleyin: {second.title}", exact=True).click()
    page.get_by_role("button", name=f"Sıralamama ekleyin: {first.title}", exact=True).click()

    expect(page.get_by_label("1. tercihim")).to_have_value(str(second.number))
    expect(page.get_by_label("2. tercihim")).to_have_value(str(first.number))
    page.get_by_role("button", name=f"1. tercihinizden çıkarın: {second.title}", exact=True).click()
    expect(page.get_by_label("1. tercihim")).to_have_value("")
    expect(page.locator(".tally output")).to_have_text("1 proje seçili · kalan 2")


def test_pages_look_good(open_page):
    vote = open_vote(projects=4)
    visitor, voter = open_page(), open_page(user=vote.voter())
    for name in ("booth", "booth_register", "booth_code", "receipt_check", "ballot_change"):
        visitor.goto(vote.url(name))
        assert_good_looks(visitor)
    voter.goto(vote.url("booth"))
    assert_good_looks(voter)
    voter.goto(vote.url("ballot", "kent"))
    voter.get_by_role("checkbox").first.check()
    voter.locator(".vote-line summary").first.click()
    assert_good_looks(voter)
    voter.get_by_role("button", name="Gözden geçirin").click()
    assert_good_looks(voter)
    voter.get_by_role("button", name="Oyumu kullan").click()
    assert_good_looks(voter)
    voter.goto(vote.url("ballot", "kent"))
    assert_accessible(voter)


@pytest.mark.parametrize("kind", ["points", "ranking"])
def test_other_papers_look_good(open_page, kind):
    vote = open_vote(kind=kind, projects=3, with_own=False)
    page = open_page(user=vote.voter())
    page.goto(vote.url("ballot", "kent"))
    assert_good_looks(page)
    page.get_by_role("button", name="Gözden geçirin").click()
    assert_accessible(page)
