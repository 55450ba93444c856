"""Finding and choosing a place, with and without JavaScript."""

import pytest

from konsey.services.places import import_places
from meclisler import demo
from tests.browser.looks import assert_accessible, assert_good_looks

pytestmark = pytest.mark.urls("tests.browser.pickerform")
PAGES = (
    "/mahalleler/",
    "/mahalleler/?q=isik",
    "/mahalleler/?q=yokboyleyer",
    "/mahalleler/bornova/",
    "/mahalleler/bornova/erzene/",
    "/mahalleler/konak/alsancak/",
    "/meclisler/",
    "/meclisler/?q=yokboyleyer",
    "/meclisler/genel-kurul/",
    "/meclisler/erzene-mahalle-meclisi-ornek/",
    "/ara/",
    "/ara/?q=isik",
    "/ara/?q=yokboyleyer",
)


@pytest.fixture(autouse=True)
def _city(transactional_db):
    import_places()
    demo.load(None)


def test_pages_look_good(page):
    for address in PAGES:
        page.goto(address)
        assert_good_looks(page)


def test_tile_map_leads_to_the_district(page):
    page.goto("/mahalleler/")
    page.locator("svg.tiles a", has_text="Çeşme").click()

    page.wait_for_url("**/mahalleler/cesme/")
    assert page.locator("h1").inner_text() == "Çeşme"


def test_search_box_finds_a_neighbourhood_from_plain_letters(open_page):
    page = open_page(javascript=False, width=360)
    page.goto("/mahalleler/")
    page.get_by_role("searchbox", name="Mahalle adı").fill("isik")
    page.get_by_role("button", name="Arayın").click()

    page.get_by_role("link", name="Işıklar").first.click()
    assert "Işıklar Mahallesi" in page.locator("h1").inner_text()


def test_site_search_leads_to_a_body(open_page):
    page = open_page(javascript=False)
    page.goto("/ara/")
    page.get_by_role("searchbox", name="Aranacak söz").fill("KADIN meclisi")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Kadın Meclisi").click()

    assert page.locator("h1").inner_text() == "Kadın Meclisi"


def test_picker_without_javascript_goes_in_two_steps_and_keeps_what_was_typed(open_page):
    page = open_page(javascript=False, width=360)
    page.goto("/deneme/")
    page.get_by_label("Adınız").fill("Ayşe")
    page.get_by_label("İlçe").select_option(label="Çeşme")
    page.get_by_role("button", name="Mahalleleri gösterin").click()

    assert not page.title().startswith("Hata:")
    assert page.locator(".errorlist").count() == 0
    assert page.get_by_label("Adınız").input_value() == "Ayşe"
    neighbourhoods = page.get_by_label("Mahalle", exact=True)
    assert neighbourhoods.evaluate("each => each === document.activeElement")
    assert neighbourhoods.locator("option").count() == 26
    assert_accessible_without_scripts(open_page, page)

    neighbourhoods.select_option(label="Alaçatı")
    page.locator("#gonder").click()
    assert page.locator("#sonuc").inner_text() == "Ayşe: Alaçatı, Çeşme"


def assert_accessible_without_scripts(open_page, page):
    """axe needs scripts: look at the same markup in a page that runs none of the portal's."""
    copy = open_page(width=360)
    copy.goto("/deneme/")
    copy.set_content(page.content().replace('<script type="module"', '<script type="text/plain"'))
    assert_accessible(copy)


def test_enter_in_a_text_field_sends_the_form_instead_of_showing_neighbourhoods(open_page):
    page = open_page(javascript=False)
    page.goto("/deneme/")
    page.get_by_label("Adınız").fill("Ayşe")
    page.keyboard.press("Enter")

    assert page.locator(".errorlist").inner_text().strip() == "Mahalleyi seçmeniz gerekiyor."
    assert page.title().startswith("Hata:")


def test_picker_by_keyboard(open_page):
    page = open_page(width=360)
    page.goto("/deneme/")
    assert page.get_by_label("İlçe").count() == 0 or not page.get_by_label("İlçe").is_visible()
    box = page.get_by_role("combobox", name="Mahalle adını yazın")
    page.get_by_label("Adınız").fill("Ayşe")
    page.keyboard.press("Tab")
    assert box.evaluate("each => each === document.activeElement")

    page.keyboard.type("isik")
    options = page.get_by_role("option")
    options.first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    count = options.count()
    assert page.locator(".picker [role=status]").inner_text().startswith(f"Öneri sayısı: {count}.")
    assert_accessible(page)

    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") == options.last.get_attribute("id")
    page.keyboard.press("ArrowDown")
    assert options.first.get_attribute("aria-selected") == "true"
    wanted = options.first.get_attribute("data-label")
    page.keyboard.press("Enter")
    assert box.input_value() == wanted
    assert box.get_attribute("aria-expanded") == "false"
    assert page.locator(".picker [role=status]").inner_text() == f"Seçildi: {wanted}"

    page.keyboard.press("Enter")
    assert page.locator("#sonuc").inner_text() == f"Ayşe: {wanted}"


def test_escape_closes_the_suggestions_and_keeps_the_text(page):
    page.goto("/deneme/")
    box = page.get_by_role("combobox", name="Mahalle adını yazın")
    box.press_sequentially("alsan")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Escape")

    assert not page.get_by_role("listbox").is_visible()
    assert box.input_value() == "alsan"


def test_choosing_with_the_mouse_and_changing_the_mind(page):
    page.goto("/deneme/")
    page.get_by_label("Adınız").fill("Ayşe")
    box = page.get_by_role("combobox", name="Mahalle adını yazın")
    box.press_sequentially("alsan")
    page.get_by_role("option", name="Alsancak Konak").click()
    box.fill("Yok böyle bir yer")
    page.locator("#gonder").click()

    assert "Bu adla bir mahalle bulunamadı." in page.locator(".errorlist").inner_text()
    assert page.get_by_role("combobox", name="Mahalle adını yazın").input_value() == "Yok böyle bir yer"
    page.locator(".summary a").click()
    assert page.get_by_role("combobox").evaluate("each => each === document.activeElement")
    assert_good_looks(page)


def test_full_name_typed_without_choosing_is_understood(page):
    page.goto("/deneme/")
    page.get_by_label("Adınız").fill("Ayşe")
    page.get_by_role("combobox", name="Mahalle adını yazın").fill("alacati, cesme")
    page.locator("#gonder").click()

    assert page.locator("#sonuc").inner_text() == "Ayşe: Alaçatı, Çeşme"


def test_list_of_districts_can_be_had_back(page):
    page.goto("/deneme/")
    page.get_by_role("button", name="İlçe listesinden seçin").click()

    district = page.get_by_label("İlçe")
    assert district.evaluate("each => each === document.activeElement")
    district.select_option(label="Çeşme")
    page.get_by_role("button", name="Mahalleleri gösterin").click()
    assert "Alaçatı" in page.content()


def test_failing_suggestions_give_the_lists_back(page):
    page.route("**/mahalleler/ara.json*", lambda route: route.fulfill(status=500, body=""))
    page.goto("/deneme/")
    page.get_by_role("combobox", name="Mahalle adını yazın").press_sequentially("alsan")

    page.get_by_text("Öneriler yüklenemedi. Mahalleyi ilçe listesinden seçin.").wait_for()
    assert page.get_by_label("İlçe").is_visible()
    problems, page.watch.problems = page.watch.problems, []
    assert [problem.partition(" http")[0] for problem in problems] == ["missing piece: 500"]
