"""The look in a real browser: accessible everywhere, usable by keyboard, on the smallest screen, without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import assert_accessible, assert_good_looks
from tests.factories.konsey import (
    DistrictFactory,
    DocumentFactory,
    NeighbourhoodFactory,
    NewsItemFactory,
    ResidenceFactory,
)
from tests.factories.meclisler import BodyFactory

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ("/", "/erisilebilirlik/", "/erisilebilirlik/bildirim/")


@pytest.fixture
def full_portal():
    """A little of everything the home page shows."""
    for number, name in enumerate(("Bergama", "Çiğli", "Karabağlar", "Güzelbahçe")):
        NeighbourhoodFactory(district=DistrictFactory(name=name, tile_column=number * 3, tile_row=number))
    NewsItemFactory.create_batch(3)
    DocumentFactory.create_batch(3)
    BodyFactory.create_batch(3)


@pytest.mark.parametrize("address", PAGES)
def test_page_is_accessible(page: Page, full_portal, address):
    page.goto(address)

    assert_good_looks(page)


def test_home_of_a_resident_is_accessible(open_page, full_portal, ayse):
    ResidenceFactory(user=ayse)
    page = open_page(user=ayse)
    page.goto("/")

    expect(page.get_by_role("heading", name="Mahalleniz", exact=True)).to_be_visible()
    assert_good_looks(page)


def test_page_of_the_look_is_accessible_with_and_without_errors(open_page, full_portal, burak):
    page = open_page(user=burak)
    page.goto("/tasarim/")
    assert_good_looks(page)

    page.get_by_role("button", name="Örneği gönderin").click()

    expect(page).to_have_title("Hata: Tasarım · İzmir Kent Konseyi")
    expect(page.locator(".summary")).to_be_focused()
    assert_good_looks(page)


def test_message_is_accessible(open_page, burak):
    page = open_page(user=burak)
    page.goto("/tasarim/")
    page.get_by_label("Adınız ve soyadınız").fill("Deniz Örnek")
    page.get_by_label("E-posta adresiniz").fill("deniz@example.com")
    page.get_by_label("İlçe", exact=True).select_option("urla")
    page.get_by_label("Kendi adıma").check()
    page.get_by_label("Gerekçe").fill("Deneme.")
    page.get_by_label("Aydınlatma metnini okudum.").check()

    page.get_by_role("button", name="Örneği gönderin").click()

    expect(page.get_by_text("Örnek form geçerli.")).to_be_visible()
    assert_good_looks(page)


def test_link_of_the_summary_leads_into_the_field(page: Page):
    page.goto("/erisilebilirlik/bildirim/")
    page.get_by_role("button", name="Bildirimi gönderin").click()

    page.locator(".summary").get_by_role("link", name="Karşılaştığınız engel").click()

    expect(page.get_by_label("Karşılaştığınız engel")).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_barrier_is_reported(open_page, javascript):
    page = open_page(width=360, javascript=javascript)
    page.goto("/erisilebilirlik/")
    page.get_by_role("link", name="Karşılaştığınız engeli bildirin").click()
    page.get_by_label("Karşılaştığınız engel").fill("Yazılar küçük.")

    page.get_by_role("button", name="Bildirimi gönderin").click()

    expect(page.get_by_role("heading", name="Bildiriminiz alınmıştır")).to_be_visible()
    if javascript:
        assert_good_looks(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_phone_menu_opens_by_keyboard(open_page, javascript):
    page = open_page(width=360, javascript=javascript)
    page.goto("/erisilebilirlik/")
    page.locator("summary", has_text="Menü").focus()

    page.keyboard.press("Enter")

    expect(page.locator("details.menu").get_by_role("link", name="Mahalleler")).to_be_visible()


def test_menu_closes_with_escape_and_gives_the_focus_back(open_page):
    page = open_page(width=360)
    page.goto("/")
    summary = page.locator("summary", has_text="Menü")
    summary.click()
    assert_accessible(page)

    page.keyboard.press("Escape")

    expect(page.locator("details.menu.on-phone")).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()


def test_skip_link_is_the_first_stop(page: Page):
    page.goto("/erisilebilirlik/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="İçeriğe geçin")).to_be_focused()

    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_every_stop_of_the_keyboard_is_visible(page: Page, full_portal):
    """Each focused element shows an outline and is not covered (WCAG 2.4.7, 2.4.11)."""
    page.goto("/")
    unseen = []
    for _stop in range(60):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const stop = document.activeElement, box = stop.getBoundingClientRect();
                const ring = [stop, stop.closest('.card')].some(e => e && getComputedStyle(e).outlineStyle !== 'none');
                const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 10));
                const covered = !(stop.contains(top) || top?.contains(stop));
                return [stop.outerHTML.slice(0, 80), ring && box.width > 0, !covered, stop === document.body];
            }"""
        )
        if seen[3]:  # round once
            break
        if not (seen[1] and seen[2]):
            unseen.append(seen)

    assert unseen == []


@pytest.mark.parametrize("address", [*PAGES, "/boyle-bir-sayfa-yok/"])
def test_page_fits_320_pixels_which_is_400_per_cent(open_page, full_portal, address):
    page = open_page(width=320, height=256)
    page.goto(address)

    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_targets_are_24_pixels(page: Page, full_portal):
    """All but links inside sentences, which the rule exempts (WCAG 2.5.8); a card is one target as a whole."""
    page.goto("/")
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, summary, input')].filter(e => !e.closest('p, address, svg'))
            .map(e => [e.outerHTML.slice(0, 80), (e.closest('.card, .now-item') ?? e).getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.height < 24 || box.width < 24)).map(([html]) => html)"""
    )

    assert small == []


def test_nothing_moves_for_those_who_asked_for_rest(open_page):
    page = open_page()
    page.goto("/")
    assert page.evaluate("document.getAnimations().length") == 0

    page.emulate_media(reduced_motion="no-preference")
    page.reload()
    assert page.evaluate("document.getAnimations().length") > 0


def test_forced_colours_keep_shapes(open_page, full_portal):
    page = open_page(forced_colors="active")
    page.goto("/")

    button = page.locator(".hero .btn-sun").evaluate("e => getComputedStyle(e).borderStyle")
    tile = page.locator(".tile rect").first.evaluate("e => getComputedStyle(e).stroke")

    assert button == "solid"
    assert tile != "none"


def test_language_switch_changes_the_page_and_stays(page: Page, in_english):
    page.goto("/erisilebilirlik/")

    page.get_by_role("button", name="English").click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
