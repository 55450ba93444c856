"""A citizen books a park: from the week to the number, on a phone, with and without JavaScript."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from etkinlikler.models import ParkUseRequest
from tests.browser.looks import assert_good_looks
from tests.etkinlikler.parking import at, give
from tests.factories.etkinlikler import (
    EquipmentFactory,
    ParkClosureFactory,
    ParkUseHistoryFactory,
    ParkUseRequestFactory,
    ParkZoneFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
State = ParkUseRequest.State


@pytest.fixture
def zone():
    """A park with a meadow that is partly taken, an amphitheatre that is closed, and a stock of tables."""
    meadow = ParkZoneFactory(park__name="Olivelo Yaşayan Parkı", name="Büyük çimenlik", features="gölge, masa")
    stage = ParkZoneFactory(park=meadow.park, name="Amfi", capacity=60, has_power=False, allows_sound=False)
    ParkUseRequestFactory(zone=meadow, approved=True, starts_at=at(30, 10), ends_at=at(30, 12))
    ParkClosureFactory(park=meadow.park, zone=stage, first_day=day(), reason="Bakım")
    EquipmentFactory(name="Katlanır masa", stock=20)
    return meadow


def day():
    return timezone.localdate() + dt.timedelta(days=30)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_citizen_books_a_park(open_page, ayse, zone, javascript):
    page = open_page(width=360, javascript=javascript, user=ayse)
    page.goto(reverse("etkinlikler:park_list"))
    page.get_by_role("link", name="Olivelo Yaşayan Parkı").click()
    year, week, _day = day().isocalendar()
    page.goto(f"{page.url}?hafta={year}-W{week:02d}")
    row = page.get_by_role("row").filter(has_text="Kısmen dolu")
    assert row.get_by_text("10.00–12.00 dolu").is_visible()
    assert row.get_by_text("Bakım").is_visible()
    row.get_by_role("link", name="Başvurun").click()

    page.get_by_label("Başlangıç saati").fill("11:00")
    page.get_by_label("Bitiş saati").fill("14:00")
    page.get_by_label("Etkinliğin adı").fill("Çık Dışarı Oynayalım")
    page.get_by_label("Ne yapmak istiyorsunuz?").fill("Sokak oyunları.")
    page.get_by_label("Kaç kişi bekliyorsunuz?").fill("40")
    page.get_by_label("Katlanır masa").fill("4")
    page.get_by_label("Grubunuzun adı").fill("Oyun Gönüllüleri")
    page.get_by_label("Sorumlu kişinin adı soyadı").fill("Deniz Örnek")
    page.get_by_role("button", name="Kaydedip gözden geçirin").click()
    assert page.title().startswith("Hata:")
    assert page.get_by_text("başka bir gruba verildi").first.is_visible()

    page.get_by_label("Başlangıç saati").fill("12:00")
    page.get_by_role("button", name="Kaydedip gözden geçirin").click()
    assert page.get_by_text("4 adet Katlanır masa").is_visible()
    page.get_by_role("button", name="Başvurunuzu gönderin").click()

    use = ParkUseRequest.objects.get(applicant=ayse)
    assert (use.state, timezone.localtime(use.starts_at).hour) == (State.SUBMITTED, 12)
    assert page.get_by_text(f"Başvuru numaranız: {use.number}").is_visible()


def test_pages_of_the_parks_look_good(open_page, ayse, zone):
    page = open_page(width=360, user=ayse)
    year, week, _day = day().isocalendar()
    park = reverse("etkinlikler:park_detail", args=[zone.park.slug])
    asked = ParkUseRequestFactory(applicant=ayse, zone=zone, state=State.NEEDS_INFO)
    ParkUseHistoryFactory(use=asked, to_state=State.NEEDS_INFO, text="Ateş yakılacak mı?")
    given = give(ParkUseRequestFactory(applicant=ayse, starts_at=at(31, 10), ends_at=at(31, 12)), conditions="Yok.")
    draft = ParkUseRequestFactory(applicant=ayse, zone=zone, draft=True)
    addresses = [
        reverse("etkinlikler:park_list"),
        f"{park}?hafta={year}-W{week:02d}",
        reverse("etkinlikler:park_use_write", args=[zone.park.slug]),
        reverse("etkinlikler:my_park_uses"),
        *(reverse("etkinlikler:park_use_detail", args=[use.pk]) for use in (asked, given)),
        reverse("etkinlikler:park_use_cancel", args=[given.pk]),
        reverse("etkinlikler:park_use_received", args=[given.pk]),
        reverse("etkinlikler:park_use_edit", args=[draft.pk]),
    ]

    for address in addresses:
        page.goto(address)
        assert_good_looks(page)
