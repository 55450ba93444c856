"""An NGO registers three people without an account, cancels one, and the line moves: with and without JavaScript."""

import re

import pytest
from django.urls import reverse

from etkinlikler import tokens
from etkinlikler.models import Registration
from konsey.models import OutboxMessage
from tests.browser.looks import assert_good_looks
from tests.factories.etkinlikler import (
    DelegationFactory,
    EventFactory,
    NeedFactory,
    QuestionFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


def link_in(letter, to):
    text = OutboxMessage.objects.get(letter=f"etkinlikler/{letter}", to=to).text
    return re.search(r"https?://[^/\s]+(/etkinlikler/kayit/\S+)", text).group(1)


def register_three(page, event):
    page.goto(reverse("etkinlikler:event_register", args=[event.slug]))
    page.get_by_role("link", name="Kurum adına").click()
    page.get_by_label("Kurumun adı").fill("Örnek Engelliler Derneği")
    page.get_by_label("Adınız soyadınız").fill("Ayşe Yıldız")
    page.get_by_label("E-posta adresiniz").fill("AYSE@example.com")
    page.get_by_role("group", name="1. kişi", exact=True).get_by_label("Ad soyad").fill("Burak Işık")
    page.get_by_role("button", name="Kişi ekleyin").click()
    assert page.get_by_role("group", name="1. kişi", exact=True).get_by_label("Ad soyad").input_value() == "Burak Işık"
    assert page.get_by_role("group", name="3. kişi", exact=True).is_visible()
    page.get_by_role("group", name="2. kişi", exact=True).get_by_label("Ad soyad").fill("Çiğdem Iğdır")
    page.get_by_role("button", name="Kaydınızı gönderin").click()
    assert page.get_by_role("heading", name="Postanıza bakın").is_visible()


@pytest.mark.parametrize(("width", "javascript"), [(360, False), (1280, True)])
def test_ngo_registers_three_confirms_cancels_one_and_the_line_moves(open_page, width, javascript):
    event = EventFactory(places=3)
    page = open_page(width=width, javascript=javascript)
    register_three(page, event)
    page.goto(link_in("confirm_address", "ayse@example.com"))
    page.get_by_role("button", name="Kaydınızı onaylayın").click()
    assert page.get_by_role("heading", name="Yeriniz ayrıldı").is_visible()
    waiting = RegistrationFactory(event=event, waiting=True, contact_email="cem@example.com")

    page.get_by_role("row", name="Burak Işık").get_by_role("link", name="Çıkarın").click()
    page.get_by_role("button", name="Evet, çıkarın").click()
    assert page.get_by_role("row", name="Burak Işık").get_by_text("Vazgeçti").is_visible()
    page.goto(link_in("place_offered", "cem@example.com"))
    page.get_by_role("button", name="Yeri kabul edin").click()

    assert page.get_by_role("heading", name="Yeriniz ayrıldı").is_visible()
    waiting.refresh_from_db()
    assert waiting.state == Registration.State.CONFIRMED


def test_pages_look_good(open_page):
    page = open_page()
    event = EventFactory(places=20)
    QuestionFactory(event=event, text="Hangi oturuma katılacaksınız?", is_required=True)
    group = RegistrationFactory(event=event, people=3)
    NeedFactory(attendee=group.attendees.first())
    token = tokens.make(tokens.MANAGE, group.key)
    form = reverse("etkinlikler:event_register", args=[event.slug])

    for address in (form, f"{form}?kurum", reverse("etkinlikler:event_register_sent", args=[event.slug])):
        page.goto(address)
        assert_good_looks(page)
    page.goto(f"{form}?kurum")
    page.locator("summary", has_text="ihtiyaçları").first.click()
    page.get_by_label("Beslenme", exact=True).first.check()
    page.get_by_role("button", name="Kaydınızı gönderin").click()
    assert page.title().startswith("Hata:")
    assert_good_looks(page)
    for name in ("registration", "registration_cancel", "registration_names"):
        page.goto(reverse(f"etkinlikler:{name}", args=[token]))
        assert_good_looks(page)


def test_ticket_delegation_and_unknown_link_look_good(open_page):
    page = open_page()
    person = RegistrationFactory(event=EventFactory(places=3)).attendees.get()
    delegation = tokens.make(tokens.DELEGATION, DelegationFactory(quota=2).key)

    page.goto(reverse("etkinlikler:ticket", args=[tokens.make(tokens.TICKET, person.key)]))
    assert_good_looks(page)
    page.goto(reverse("etkinlikler:delegation", args=[delegation]))
    page.get_by_label("Ad soyad").first.fill("Burak Işık")
    page.get_by_role("button", name="Listeyi kaydedin").click()
    assert_good_looks(page)
    page.goto(reverse("etkinlikler:registration", args=["x"]))
    assert_good_looks(page)


def test_own_registrations_look_good(open_page, ayse):
    page = open_page(user=ayse)
    page.goto(reverse("etkinlikler:my_registrations"))
    assert_good_looks(page)
    RegistrationFactory(event=EventFactory(places=3), user=ayse)

    page.goto(reverse("etkinlikler:my_registrations"))
    assert_good_looks(page)
