"""A steward keeps the door on a phone: by tap, by code, without a network, without JavaScript."""

import pytest
from playwright.sync_api import expect

from etkinlikler import tokens
from etkinlikler.codes import code_of
from etkinlikler.models import CheckIn
from konsey.numbers import clock
from tests.browser.looks import assert_good_looks
from tests.etkinlikler.doors import door_now
from tests.factories.etkinlikler import NeedFactory
from tests.factories.konsey import UserFactory

pytestmark = pytest.mark.browser

ALREADY = "Daha önce içeri alınmış. Saat: {clock}. Kapı görevlisi: Elif Er."


def row(page, name):
    return page.locator("#kapi .door-row").filter(has_text=name)


def search(page, typed):
    page.locator("#kapi-ara").fill(typed)


@pytest.fixture
def door(transactional_db):
    door = door_now(places=60)
    for name, organisation in (
        ("Işıl Çınar", "Kadın Dayanışma Derneği"),
        ("Mehmet Öztürk", ""),
        ("Zeynep Ağaoğlu", "Engelsiz Yaşam Ağı"),
        ("Cem Ay", "Öğrenci Kolektifi"),
    ):
        door.person(name, organisation)
    zeynep = door.event.attendees.get(name="Zeynep Ağaoğlu")
    NeedFactory(attendee=zeynep, kind="wheelchair")
    NeedFactory(attendee=zeynep, kind="companion")
    return door


def test_steward_lets_in_with_and_without_a_network(open_page, door):
    page = open_page(width=360, height=740, user=door.user)
    page.goto(f"/etkinlikler/kapi/{door.event.slug}/")
    state = page.locator(".door-state")
    expect(state).to_contain_text("Çevrimiçi.")
    expect(page.locator("[data-door-saved]")).to_contain_text("Kişi sayısı: 4.")  # the page is on the phone as well
    page.wait_for_function("navigator.serviceWorker.controller !== null")

    search(page, "isil")
    row(page, "Işıl Çınar").get_by_role("button").click()
    expect(page.locator("[data-door-said]")).to_have_text("İçeri alındı: Işıl Çınar")
    expect(row(page, "Işıl Çınar").get_by_role("link")).to_contain_text("Burak Kaya")
    assert CheckIn.objects.get().source == CheckIn.Source.LIST
    assert_good_looks(page)

    page.context.set_offline(True)
    page.reload()
    expect(state).to_contain_text("Çevrimdışı.")
    search(page, code_of(door.event.attendees.get(name="Cem Ay").key).replace("-", ""))
    row(page, "Cem Ay").get_by_role("button").click()
    row(page, "Mehmet Öztürk").get_by_role("button").click()
    row(page, "Zeynep Ağaoğlu").get_by_role("button", name="İçeri alın").click()
    expect(state).to_contain_text("Gönderilmeyi bekleyen giriş: 3.")
    row(page, "Zeynep Ağaoğlu").get_by_role("button", name="Geri alın").click()
    expect(state).to_contain_text("Gönderilmeyi bekleyen giriş: 2.")
    expect(page.locator("#kapi [data-tally=inside]")).to_have_text("3")
    assert CheckIn.objects.count() == 1
    page.reload()
    expect(state).to_contain_text("Gönderilmeyi bekleyen giriş: 2.")

    mehmet = door.event.attendees.get(name="Mehmet Öztürk")
    elsewhere = door.let_in(mehmet, by=UserFactory(name="Elif Er"))
    page.context.set_offline(False)
    note = page.locator("[data-door-notes] li")
    expect(note).to_contain_text(ALREADY.format(clock=clock(elsewhere.checkin.at)))
    expect(state).to_contain_text("Gönderilmeyi bekleyen giriş yok.")
    assert_good_looks(page)
    note.get_by_role("button", name="Okudum").click()
    expect(note).to_have_count(0)
    assert list(CheckIn.objects.order_by("pk").values_list("attendee__name", "source", "counts")) == [
        ("Işıl Çınar", "list", True),
        ("Mehmet Öztürk", "list", True),
        ("Cem Ay", "offline", True),
        ("Mehmet Öztürk", "offline", False),
    ]


def test_sign_in_that_ran_out_is_said_and_loses_nothing(open_page, door):
    page = open_page(width=360, user=door.user)
    page.goto(f"/etkinlikler/kapi/{door.event.slug}/")
    expect(page.locator("[data-door-saved]")).to_contain_text("Kişi sayısı: 4.")

    page.context.clear_cookies()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".door-state")).to_contain_text("Oturumunuz sona erdi.")
    row(page, "Cem Ay").get_by_role("button").click()

    state = page.locator(".door-state")
    expect(state).to_contain_text("Oturumunuz sona erdi. Girişler bu telefonda duruyor")
    expect(state).to_contain_text("Gönderilmeyi bekleyen giriş: 1.")
    expect(state.get_by_role("link", name="Giriş yapın")).to_be_visible()
    page.get_by_text("Bu telefondaki liste").click()
    page.get_by_role("button", name="Listeyi bu telefondan silin").click()
    expect(page.locator("[data-door-said]")).to_contain_text("liste silinmedi")


def test_list_is_deleted_from_the_phone_by_a_button(open_page, door):
    page = open_page(width=360, user=door.user)
    page.goto(f"/etkinlikler/kapi/{door.event.slug}/")
    expect(page.locator("[data-door-saved]")).to_contain_text("Kişi sayısı: 4.")

    page.get_by_text("Bu telefondaki liste").click()
    page.get_by_role("button", name="Listeyi bu telefondan silin").click()

    expect(page.locator("[data-door-said]")).to_contain_text("Liste bu telefondan silindi.")
    expect(page.locator("#kapi .door-row")).to_have_count(0)
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate(f"DoorStore.open('{door.event.slug}').then((store) => store.all('people'))") == []


OTHERS = """async () => {
  for (const [slug, queue] of [["eski", []], ["bekleyen", [{ key: "a" }]], ["yeni", []]]) {
    const store = await DoorStore.open(slug);
    await store.put("people", { id: 1, name: "Ayşe" });
    await store.put("queue", ...queue);
    store.remember(slug === "yeni" ? Date.now() + 60_000 : 1);
    store.database.close();
  }
  await DoorStore.forgetOld(Date.now());
  const names = async (slug) => (await (await DoorStore.open(slug)).all("people")).length;
  const known = Object.keys(JSON.parse(localStorage.kapi));
  return [await names("eski"), await names("bekleyen"), await names("yeni"), known];
}"""


def test_lists_of_events_that_are_over_leave_the_phone_when_a_door_is_opened(open_page, door):
    page = open_page(width=360, user=door.user)
    page.goto(f"/etkinlikler/kapi/{door.event.slug}/")
    expect(page.locator("[data-door-saved]")).to_contain_text("Kişi sayısı: 4.")

    old, waiting, new, known = page.evaluate(OTHERS)

    assert (old, waiting, new) == (0, 0, 1)
    assert set(known) == {"bekleyen", "yeni", door.event.slug}  # what waits to be sent is kept


def test_everything_but_offline_works_without_javascript(open_page, door):
    page = open_page(width=360, javascript=False, user=door.user)
    page.goto(f"/etkinlikler/kapi/{door.event.slug}/")
    page.locator("#ara").fill("agaoglu")
    page.locator("#ara").press("Enter")
    page.get_by_role("button", name="İçeri alın: Zeynep Ağaoğlu").click()
    expect(page.locator(".messages")).to_contain_text("İçeri alındı: Zeynep Ağaoğlu")
    page.get_by_role("button", name="Geri alın: Zeynep Ağaoğlu").click()
    expect(page.locator(".messages")).to_contain_text("Giriş geri alındı: Zeynep Ağaoğlu")
    page.get_by_role("link", name="Kapıda kaydedin").click()
    page.get_by_label("Ad soyad").fill("Deniz Su")
    page.get_by_role("button", name="Kaydedin ve içeri alın").click()
    expect(page.locator(".verdict")).to_contain_text("İçeri alındı")
    assert CheckIn.objects.counting().get().attendee.name == "Deniz Su"


def test_phones_own_camera_opens_the_ticket_and_one_tap_lets_in(open_page, door):
    cem = door.event.attendees.get(name="Cem Ay")
    page = open_page(width=360, height=740, user=door.user)
    page.goto(f"/etkinlikler/bilet/{tokens.make(tokens.TICKET, cem.key)}/")
    assert_good_looks(page)
    page.get_by_role("button", name="İçeri alın: Cem Ay").click()
    expect(page.locator(".verdict-yes")).to_contain_text("İçeri alındı")
    assert_good_looks(page)
    page.go_back()
    page.reload()
    expect(page.locator(".verdict-again")).to_contain_text("Burak Kaya")


def test_other_pages_of_the_door_look_good(open_page, door):
    page = open_page(user=door.user)
    for part in ("kapida-kayit/", "gelmeyenler/"):
        page.goto(f"/etkinlikler/kapi/{door.event.slug}/{part}")
        assert_good_looks(page)
    page = open_page(javascript=False, user=door.user)
    page.goto(f"/etkinlikler/kapi/{door.event.slug}/")
    expect(page.locator(".door-row")).to_have_count(4)
