"""The rules of parks: days, hours, closed days, what a zone allows, what is free; and the week before asking."""

import datetime as dt

import pytest
from django.utils import timezone

from etkinlikler import availability
from etkinlikler.models import LivingPark
from etkinlikler.rules import parks as rules
from tests.etkinlikler.parking import at
from tests.factories.etkinlikler import (
    EquipmentFactory,
    EquipmentLoanFactory,
    LivingParkFactory,
    ParkClosureFactory,
    ParkHoursFactory,
    ParkUseRequestFactory,
    ParkZoneFactory,
    in_days,
)

pytestmark = pytest.mark.django_db
DAY = 30


def why(zone, start=None, end=None):
    return rules.why_not_time(zone, start or at(DAY, 10), end or at(DAY, 12), timezone.now())


def day_of(days):
    return timezone.localdate() + dt.timedelta(days=days)


def test_a_free_time_within_the_hours_is_no_trouble():
    assert why(ParkZoneFactory()) is None


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (9, "en az 10 gün önce"),
        (10, None),
        (180, None),
        (181, "En çok 180 gün sonrası"),
    ],
)
def test_lead_time_and_horizon_are_counted_in_days(days, sentence):
    found = why(ParkZoneFactory(), at(days, 10), at(days, 12))

    assert found is None if sentence is None else sentence in found


@pytest.mark.parametrize(
    ("start", "end", "refused"),
    [((9, 0), (21, 0), False), ((8, 59), (12, 0), True), ((20, 0), (21, 1), True), ((20, 59), (21, 0), False)],
)
def test_hours_are_kept_to_the_minute(start, end, refused):
    found = why(ParkZoneFactory(), at(DAY, *start), at(DAY, *end))

    assert (found == "Bu park o gün şu saatler arasında kullanılabilir: 09.00–21.00.") is refused


def test_a_day_without_hours_is_closed():
    park = LivingParkFactory(hours=False)
    ParkHoursFactory(park=park, weekday=(day_of(DAY).weekday() + 1) % 7)

    assert "haftanın o günü kullanıma kapalı" in why(ParkZoneFactory(park=park))


def test_a_closed_day_closes_the_zone_or_the_whole_park():
    zone = ParkZoneFactory()
    other = ParkZoneFactory(park=zone.park)
    ParkClosureFactory(park=zone.park, zone=zone, first_day=day_of(DAY), reason="Çim ekimi")

    assert why(zone) == "Bu bölüm o gün kapalı. Neden: Çim ekimi"
    assert why(other) is None

    ParkClosureFactory(park=zone.park, first_day=day_of(DAY - 1), last_day=day_of(DAY + 1), reason="Fırtına")
    assert "Fırtına" in why(other)


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        (at(DAY, 12), at(DAY, 12), "Bitiş saati, başlangıç saatinden sonra"),
        (at(DAY, 20), at(DAY + 1, 10), "aynı günde olmalıdır"),
    ],
)
def test_times_are_in_order_and_on_one_day(start, end, sentence):
    assert sentence in why(ParkZoneFactory(), start, end)


def test_a_park_that_is_shut_takes_nothing():
    assert why(ParkZoneFactory(park__is_open=False)) == "Bu park şu anda başvuruya kapalı."


def test_times_that_touch_do_not_overlap():
    taken = [(at(DAY, 10), at(DAY, 12))]

    assert rules.why_not_taken(taken, at(DAY, 12), at(DAY, 14)) is None
    assert rules.why_not_taken(taken, at(DAY, 8), at(DAY, 10)) is None
    assert "başka bir gruba verildi" in rules.why_not_taken(taken, at(DAY, 11, 59), at(DAY, 14))


def test_what_a_zone_does_not_allow_is_said():
    bare = ParkZoneFactory(has_power=False, allows_sound=False, capacity=50)
    lamp = EquipmentFactory(needs_power=True, stock=5)
    speaker = EquipmentFactory(is_sound=True, stock=5)
    table = EquipmentFactory(stock=5)

    assert rules.why_not_so_many(bare, 50) is None
    assert rules.why_not_so_many(bare, 51) == "Bu bölüm en çok 50 kişi içindir."
    assert rules.why_not_so_many(bare, 0) == "Beklenen katılımcı sayısı en az 1 olmalıdır."
    assert rules.why_not_sound(bare) == "Bu bölümde ses sistemi kullanılamaz."
    assert "elektrik yok" in rules.why_not_equipment(bare, lamp, 1, 5)
    assert rules.why_not_equipment(bare, speaker, 1, 5) == "Bu bölümde ses sistemi kullanılamaz."
    assert rules.why_not_equipment(bare, table, 5, 5) is None
    assert rules.why_not_equipment(bare, table, 6, 5) == "O saatlerde boşta olan: 5 adet."


def test_the_most_lent_is_the_peak_and_not_the_sum():
    loans = [rules.Lent(5, at(DAY, 9), at(DAY, 11)), rules.Lent(7, at(DAY, 11), at(DAY, 13))]

    assert rules.most_lent(loans, at(DAY, 9), at(DAY, 13)) == 7
    assert rules.most_lent(loans, at(DAY, 9), at(DAY, 11)) == 5
    assert rules.most_lent([*loans, rules.Lent(2, at(DAY, 10), at(DAY, 12))], at(DAY, 9), at(DAY, 13)) == 9
    assert rules.most_lent([], at(DAY, 9), at(DAY, 13)) == 0


def test_free_equipment_counts_what_others_hold_at_that_time():
    table = EquipmentFactory(stock=10)
    held = ParkUseRequestFactory(approved=True, starts_at=at(DAY, 10), ends_at=at(DAY, 12))
    EquipmentLoanFactory(use=held, equipment=table, quantity=7)
    EquipmentLoanFactory(use=ParkUseRequestFactory(), equipment=table, quantity=9)  # only asked for

    assert availability.free_equipment(at(DAY, 11), at(DAY, 13)) == {table.pk: 3}
    assert availability.free_equipment(at(DAY, 12), at(DAY, 13)) == {table.pk: 10}
    assert availability.free_equipment(at(DAY, 11), at(DAY, 13), but=held.pk) == {table.pk: 10}


@pytest.mark.parametrize(
    ("wanted", "monday"),
    [
        ("2026-W49", dt.date(2026, 11, 30)),
        ("2026-W53", dt.date(2026, 12, 28)),
        ("2027-W53", dt.date(2026, 12, 7)),
        ("2026-W00", dt.date(2026, 12, 7)),
        ("9999-W60", dt.date(2026, 12, 7)),
        ("٢٠٢٦-W49", dt.date(2026, 12, 7)),
        ("", dt.date(2026, 12, 7)),
        ("'; drop", dt.date(2026, 12, 7)),
    ],
)
def test_a_week_is_read_from_its_name_and_nothing_else(wanted, monday):
    assert availability.monday_of(wanted, dt.date(2026, 12, 9)) == monday


def _week(zone, days):
    park = LivingPark.objects.with_all().get(pk=zone.park_id)
    day = day_of(days)
    week = availability.week_of(park, day - dt.timedelta(days=day.weekday()), timezone.now())
    return next(line for line in week.lines if line.day == day)


def test_the_week_says_free_partly_taken_taken_and_closed_without_names():
    zone = ParkZoneFactory(name="A", position=1)
    part, full, shut = (ParkZoneFactory(park=zone.park, name=name, position=2) for name in "BCD")
    ParkUseRequestFactory(zone=part, approved=True, starts_at=at(DAY, 10), ends_at=at(DAY, 12), title="Gizli buluşma")
    ParkUseRequestFactory(zone=full, approved=True, starts_at=at(DAY, 9), ends_at=at(DAY, 20, 45))
    ParkUseRequestFactory(zone=zone, starts_at=at(DAY, 9), ends_at=at(DAY, 21))  # only asked for
    ParkClosureFactory(park=zone.park, zone=shut, first_day=day_of(DAY), reason="Bakım")

    line = _week(zone, DAY)

    assert line.hours == "09.00–21.00"
    assert [(cell.shape, cell.text, cell.spans, cell.may_ask) for cell in line.cells] == [
        ("○", "Boş", [], True),
        ("◐", "Kısmen dolu", ["10.00–12.00"], True),
        ("●", "Dolu", ["09.00–20.45"], False),
        ("✕", "Bakım", [], False),
    ]


def test_days_that_are_too_near_or_too_far_lead_nowhere():
    zone = ParkZoneFactory()

    assert [_week(zone, days).cells[0].may_ask for days in (9, 10, 180, 181)] == [False, True, True, False]


def test_week_on_the_parks_page_leads_to_the_form_and_costs_the_same(client, django_assert_num_queries):
    zone = ParkZoneFactory()
    day = day_of(DAY)
    address = f"/etkinlikler/parklar/{zone.park.slug}/?hafta={day.isocalendar()[0]}-W{day.isocalendar()[1]:02d}"
    client.get(address)

    page = client.get(address).content.decode()
    assert f"basvuru/?bolum={zone.pk}&amp;gun={day.isoformat()}" in page

    for number in range(6):
        other = ParkZoneFactory(park=zone.park)
        start = in_days(DAY, 9 + number)
        ParkUseRequestFactory(zone=other, approved=True, starts_at=start, ends_at=start + dt.timedelta(minutes=50))
    with django_assert_num_queries(5):
        client.get(address)


def test_list_costs_the_same_for_one_and_many(client, django_assert_num_queries):
    ParkZoneFactory()
    client.get("/etkinlikler/parklar/")
    with django_assert_num_queries(2):
        client.get("/etkinlikler/parklar/")
    for _number in range(12):
        ParkZoneFactory()

    with django_assert_num_queries(2):
        page = client.get("/etkinlikler/parklar/").content.decode()
    assert page.count('class="card"') == 13
