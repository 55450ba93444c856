"""The desk of the parks: buttons, rights, queues, closed days of the own zones, a stock that does not shrink."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from etkinlikler.models import Equipment, LivingPark, ParkClosure, ParkUseRequest
from tests.etkinlikler.parking import give
from tests.factories.etkinlikler import (
    EquipmentFactory,
    EquipmentLoanFactory,
    LivingParkFactory,
    ParkUseRequestFactory,
    ParkZoneFactory,
)
from tests.factories.meclisler import BodyFactory

pytestmark = pytest.mark.django_db
State = ParkUseRequest.State


def _change(model, row):
    return reverse(f"admin:etkinlikler_{model}_change", args=[row.pk])


def _act(use, name):
    return reverse("admin:etkinlikler_parkuserequest_act", args=[use.pk, name])


def test_the_whole_way_by_buttons(client, as_role):
    board, use = BodyFactory(kind="executive_board"), ParkUseRequestFactory()
    as_role("events_staff")

    client.post(_act(use, "soru"), {"question": "Ateş yakılacak mı?"})
    use.refresh_from_db()
    assert use.state == State.NEEDS_INFO
    ParkUseRequest.objects.filter(pk=use.pk).update(state=State.SUBMITTED)
    form = client.get(_act(use, "onay")).context["form"]
    assert (form.initial["organiser"], form.initial["entry"]) == (board, "free")
    answers = {"summary": "Sokak oyunları.", "organiser": board.pk, "conditions": "Ateş yakılmaz."}
    page = client.post(_act(use, "onay"), {**answers, "entry": "open", "places": ""})
    assert "yer sayısını yazınız" in page.content.decode()
    client.post(_act(use, "onay"), {**answers, "entry": "open", "places": "60"})

    use.refresh_from_db()
    assert (use.state, use.conditions, use.event.capacity) == (State.APPROVED, "Ateş yakılmaz.", 60)
    page = client.get(_change("parkuserequest", use)).content.decode()
    assert "Ateş yakılacak mı?" in page
    client.post(_act(use, "iptal"), {"reason": "Fırtına."})
    use.refresh_from_db()
    assert use.state == State.CANCELLED


def test_a_taken_zone_is_said_on_the_form_of_approval(client, as_role):
    given = give(ParkUseRequestFactory())
    use = ParkUseRequestFactory(zone=given.zone)
    as_role("events_staff")

    answers = {"summary": "Özet.", "organiser": BodyFactory().pk, "entry": "free"}
    page = client.post(_act(use, "onay"), answers).content.decode()

    assert "Bu bölüm o saatlerde başka bir gruba verildi." in page
    assert "Özet." in page


def test_rejecting_and_looking_again(client, as_role):
    use = ParkUseRequestFactory()
    as_role("events_staff")

    client.post(_act(use, "red"), {"reason": "O gün maraton var."})
    use.refresh_from_db()
    assert (use.state, use.reason) == (State.REJECTED, "O gün maraton var.")
    client.post(_act(use, "yeniden"))
    use.refresh_from_db()
    assert (use.state, use.decided_by) == (State.SUBMITTED, None)


def test_who_may_not_decide_sees_no_buttons(client, as_role):
    use = ParkUseRequestFactory()
    as_role("secretariat")

    assert "islem" not in client.get(_change("parkuserequest", use)).content.decode()
    for name in ("onay", "soru", "red", "iptal", "yeniden"):
        assert client.post(_act(use, name), {"reason": "x"}).status_code == 403
    as_role("editor")
    assert client.get(_change("parkuserequest", use)).status_code == 403


def test_drafts_are_the_groups_own(client, as_role):
    draft = ParkUseRequestFactory(draft=True)
    as_role("events_staff")

    assert client.get(_change("parkuserequest", draft)).status_code == 302
    assert client.post(_act(draft, "onay")).status_code == 404


def test_queues_count_what_waits_for_a_decision_and_for_a_report(client, as_role):
    past = timezone.now() - timedelta(days=2)
    ParkUseRequestFactory()
    ParkUseRequestFactory(approved=True)
    ParkUseRequestFactory(approved=True, starts_at=past - timedelta(hours=2), ends_at=past)
    as_role("events_staff")

    waiting = {str(each.label): each.count for each in client.get(reverse("admin:index")).context["queues"]}

    assert waiting["Karar bekleyen park başvuruları"] == 1
    assert waiting["Bildirimi bekleyen park etkinlikleri"] == 1


def test_a_list_costs_the_same_for_one_and_many(client, as_role, django_assert_num_queries):
    as_role("events_staff")
    address = reverse("admin:etkinlikler_parkuserequest_changelist")
    ParkUseRequestFactory()
    ParkUseRequestFactory()  # a filter shows from the second park on
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    for _number in range(12):
        ParkUseRequestFactory(approved=True)
    with django_assert_num_queries(len(queries)):
        page = client.get(address)
    assert page.context["cl"].result_count == 14


def _park_form(park, **changes):
    empty = {
        f"{name}-{key}": "0" for name in ("zones", "hours", "closures") for key in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    return {
        **empty,
        "name": park.name if park else "Olivelo Yaşayan Parkı",
        "district": "",
        "summary": "Zeytinler arasında.",
        "description": "",
        "rules": "Ateş yakılmaz.",
        "is_open": "on",
        "lead_days": "10",
        "horizon_days": "180",
        "latitude": "",
        "longitude": "",
        **changes,
    }


def test_a_park_is_made_at_the_desk(client, as_role):
    as_role("events_staff")

    client.post(reverse("admin:etkinlikler_livingpark_add"), _park_form(None, **{
        "zones-TOTAL_FORMS": "1", "zones-0-name": "Amfi", "zones-0-capacity": "80", "zones-0-position": "0",
        "hours-TOTAL_FORMS": "1", "hours-0-weekday": "5", "hours-0-opens": "09:00", "hours-0-closes": "21:00",
    }))  # fmt: skip

    park = LivingPark.objects.get()
    assert (park.slug, park.rule_lines) == ("olivelo-yasayan-parki", ["Ateş yakılmaz."])
    assert [str(zone) for zone in park.zones.all()] == ["Olivelo Yaşayan Parkı, Amfi"]
    assert park.hours.get().weekday == 5


def test_a_closed_day_takes_only_the_parks_own_zones(client, as_role):
    park, other = LivingParkFactory(hours=False), ParkZoneFactory()
    own = ParkZoneFactory(park=park)
    as_role("events_staff")

    def close(zone):
        client.post(_change("livingpark", park), _park_form(park, **{
            "zones-TOTAL_FORMS": "1", "zones-INITIAL_FORMS": "1", "zones-0-id": own.pk, "zones-0-park": park.pk,
            "zones-0-name": own.name, "zones-0-capacity": own.capacity, "zones-0-position": "0",
            "closures-TOTAL_FORMS": "1", "closures-0-zone": zone.pk, "closures-0-reason": "Bakım",
            "closures-0-first_day": "2027-01-01", "closures-0-last_day": "2027-01-02",
        }))  # fmt: skip

    close(other)
    assert not ParkClosure.objects.exists()
    close(own)
    assert ParkClosure.objects.get().zone == own


def test_the_stock_does_not_fall_below_what_is_promised(client, as_role):
    table = EquipmentFactory(stock=10)
    EquipmentLoanFactory(use=ParkUseRequestFactory(approved=True), equipment=table, quantity=6)
    as_role("events_staff")
    form = {"name": table.name, "unit": "adet", "position": "0"}

    page = client.post(_change("equipment", table), {**form, "stock": "5"}, follow=True).content.decode()
    assert "stok o sayının altına inemez" in page
    assert Equipment.objects.get().stock == 10
    client.post(_change("equipment", table), {**form, "stock": "6"})
    assert Equipment.objects.get().stock == 6
