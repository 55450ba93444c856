"""The demo's mailbox and leaving a list, as a newcomer uses them."""

import pytest
from playwright.sync_api import expect

from konsey import mail, unsubscribing
from konsey.models import OutboxMessage
from tests.browser.looks import assert_good_looks
from tests.factories.konsey import OutboxAttachmentFactory, OutboxMessageFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letter(ayse, live_server, settings):
    """A letter of a list to Ayşe, with links that lead to this server."""
    settings.SITE_URL = live_server.url
    ayse.wants_news = True
    ayse.save()
    address = mail.link("home")
    mail.queue(
        "konsey/mail_trial", to=ayse.email, key="1", user=ayse, list_kind="news", context={"outbox_url": address}
    )
    return OutboxMessage.objects.get()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("part", ["text", "frame"])
def test_a_clerk_follows_a_link_of_a_letter_and_leaves_the_list(open_page, burak, ayse, letter, javascript, part):
    page = open_page(user=burak, width=360, javascript=javascript)
    page.goto("/posta-kutusu/")
    page.get_by_role("link", name="Deneme iletisi").click()
    place = page.locator(".letter-text") if part == "text" else page.frame_locator("iframe")
    place.get_by_role("link", name="/duyurular/vazgec/").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bu türden duyuruları almaktan vazgeçin")
    page.get_by_role("button", name="Duyurulardan vazgeçin").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Bu türden duyurular size gönderilmiyor")
    ayse.refresh_from_db()
    assert ayse.wants_news is False


def test_the_framed_letter_has_its_colours_and_its_mark(open_page, burak, letter):
    page = open_page(user=burak)
    page.goto(f"/posta-kutusu/{letter.pk}/")
    frame = page.frame_locator("iframe")

    button = frame.get_by_role("link", name="Giden mektupları görün")
    expect(button).to_have_css("background-color", "rgb(15, 95, 122)")
    assert frame.locator("img").evaluate("picture => [picture.complete, picture.naturalWidth]") == [True, 128]
    page.emulate_media(color_scheme="dark")
    expect(button).to_have_css("background-color", "rgb(99, 195, 217)")


def test_search_in_the_mailbox(open_page, burak):
    OutboxMessageFactory(subject="[İzmir Kent Konseyi] Işık Derneği")
    OutboxMessageFactory(subject="[İzmir Kent Konseyi] Başka")
    page = open_page(user=burak, javascript=False)
    page.goto("/posta-kutusu/")

    page.get_by_label("Alıcı ya da konu").fill("isik")
    page.get_by_role("main").get_by_role("button", name="Arayın").click()

    expect(page.get_by_role("link", name="Işık Derneği")).to_be_visible()
    expect(page.get_by_role("link", name="Başka")).to_have_count(0)


def test_looks(open_page, burak, ayse, letter):
    failed = OutboxMessageFactory(state="failed", last_error="550 5.1.1 <a@example.com>: unknown")
    OutboxAttachmentFactory(message=failed)
    page = open_page(user=burak)
    signed = unsubscribing.token(ayse, "news")
    addresses = [
        "/posta-kutusu/",
        "/posta-kutusu/?q=yok",
        f"/posta-kutusu/{letter.pk}/",
        f"/posta-kutusu/{letter.pk}/html/",
        f"/posta-kutusu/{failed.pk}/",
        f"/duyurular/vazgec/{signed}/",
        "/duyurular/vazgec/yok/",
        "/yonetim/konsey/outboxmessage/",
        f"/yonetim/konsey/outboxmessage/{failed.pk}/change/",
        f"/yonetim/konsey/outboxmessage/{failed.pk}/islem/drop/",
    ]
    burak.is_superuser = True
    burak.save()
    for address in addresses:
        page.goto(address)
        assert_good_looks(page)
