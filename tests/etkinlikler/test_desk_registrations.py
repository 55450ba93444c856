"""Registrations at the desk: one by one or many at once, always through the services."""

import csv
import io

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from etkinlikler.models import Allotment, Event, Registration
from etkinlikler.services.seats import true_count
from konsey.models import AuditEntry, OutboxMessage
from tests.factories.etkinlikler import (
    AllotmentFactory,
    AttendeeFactory,
    CheckInFactory,
    EventFactory,
    NeedFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.django_db
State = Registration.State
LIST = reverse("admin:etkinlikler_registration_changelist")


@pytest.fixture
def clerk(as_role):
    return as_role("events_staff")


@pytest.fixture
def event():
    return EventFactory(places=2, entry=Event.Entry.APPROVAL)


def pending(event, **more):
    return RegistrationFactory(event=event, state=State.PENDING, **more)


def _act(client, registration, name, **answers):
    address = reverse("admin:etkinlikler_registration_act", args=[registration.pk, name])
    page = client.post(address, answers, follow=True).content.decode()
    registration.refresh_from_db()
    return page


def _many(client, action, rows, **answers):
    return client.post(LIST, {"action": action, ACTION_CHECKBOX_NAME: [row.pk for row in rows], **answers}, follow=True)


def _letters():
    return sorted(OutboxMessage.objects.values_list("letter", "to"))


def test_approving_gives_a_place_and_writes_to_the_person(client, clerk, event):
    registration = pending(event)

    page = _act(client, registration, "onay")

    assert "Onaylandı; yeri ayrıldı." in page
    assert registration.state == State.CONFIRMED
    assert registration.decided_by == clerk
    assert _letters() == [("etkinlikler/registered", registration.contact_email)]


def test_approving_beyond_the_places_puts_into_line_and_says_so(client, clerk, event):
    registration = pending(event, people=3)

    page = _act(client, registration, "onay")

    assert "bekleme listesine alındı" in page
    assert registration.state == State.WAITING


def test_refusing_asks_for_a_reason_and_sends_it(client, clerk, event):
    registration = pending(event)

    assert "Bu alan zorunludur" in _act(client, registration, "red") or registration.state == State.PENDING
    _act(client, registration, "red", reason="Etkinlik yalnızca dernekler içindir.")

    assert (registration.state, registration.reason) == (State.REJECTED, "Etkinlik yalnızca dernekler içindir.")
    assert "yalnızca dernekler içindir" in OutboxMessage.objects.get().text


def test_cancelling_frees_the_places(client, clerk, event):
    registration = RegistrationFactory(event=event, people=2)

    page = _act(client, registration, "iptal")

    assert "Kayıt iptal edildi" in page
    assert registration.state == State.CANCELLED
    assert sum(row.taken for row in event.allotments.all()) == 0


def test_place_out_of_turn_comes_from_the_reserve_when_the_own_share_is_full(client, clerk, event):
    RegistrationFactory(event=event, people=2)
    AllotmentFactory(event=event, kind=Allotment.Kind.RESERVE, places=2)
    first, second = (RegistrationFactory(event=event, waiting=True, people=2) for _number in range(2))

    page = _act(client, second, "yer")

    assert "Yer verildi" in page
    assert second.state == State.CONFIRMED
    assert {person.allotment.kind for person in second.attendees.all()} == {Allotment.Kind.RESERVE}
    assert {row.pk: row.taken for row in event.allotments.all()} == true_count(event)
    assert _letters() == [("etkinlikler/promoted", second.contact_email)]
    refused = _act(client, first, "yer")
    assert "Gereken yer: 2. Kaydın kendi payında yeterli yer yok; düzenleyicinin yedeğinde: 0." in refused
    assert first.state == State.WAITING


def test_buttons_stand_only_where_the_state_allows_them(client, clerk, event):
    def labels(registration):
        page = client.get(reverse("admin:etkinlikler_registration_change", args=[registration.pk]))
        return [str(act.label) for act in page.context["acts"]]

    assert labels(pending(event)) == ["Onaylayın", "Kabul etmeyin", "Kaydı iptal edin"]
    assert labels(RegistrationFactory(event=event)) == ["Kaydı iptal edin"]
    assert labels(RegistrationFactory(event=event, waiting=True)) == ["Şimdi yer verin", "Kaydı iptal edin"]
    assert labels(RegistrationFactory(event=event, state=State.CANCELLED)) == []


# --- many at once -----------------------------------------------------------------------------------------------
def test_many_are_approved_and_each_that_cannot_be_says_why(client, clerk, event):
    first, second = pending(event, contact_name="Ayşe Bir"), pending(event, contact_name="Ayşe İki")
    done = RegistrationFactory(event=EventFactory(places=1), contact_name="Ayşe Üç")

    shown = _many(client, "approve_selected", [first, second, done]).content.decode()
    assert "Seçilen kayıt: 3." in shown
    assert Registration.objects.filter(state=State.PENDING).count() == 2
    page = _many(client, "approve_selected", [first, second, done], confirmed="1").content.decode()

    assert "İşlem yapılan kayıt: 2. Ayşe Bir: Onaylandı; yeri ayrıldı. Ayşe İki: Onaylandı; yeri ayrıldı." in page
    assert "Ayşe Üç: Bu kayıt onay beklemiyor; durumu: Kayıtlı." in page
    assert set(event.registrations.values_list("state", flat=True)) == {State.CONFIRMED}


def test_many_are_refused_only_with_a_reason(client, clerk, event):
    rows = [pending(event), pending(event)]

    asked = _many(client, "reject_selected", rows, confirmed="1").content.decode()
    assert "Hata:" in asked
    _many(client, "reject_selected", rows, confirmed="1", reason="Yer kalmadı.")

    assert set(event.registrations.values_list("state", "reason")) == {(State.REJECTED, "Yer kalmadı.")}
    assert [letter for letter, _to in _letters()] == ["etkinlikler/rejected"] * 2


@pytest.mark.parametrize("role", ["secretariat", "auditor"])
def test_who_only_looks_has_no_buttons_and_no_actions(client, as_role, event, role):
    registration = pending(event)
    as_role(role)

    page = client.get(LIST).content.decode()
    answer = client.post(reverse("admin:etkinlikler_registration_act", args=[registration.pk, "onay"]))
    _many(client, "approve_selected", [registration], confirmed="1")

    registration.refresh_from_db()
    assert "approve_selected" not in page
    assert answer.status_code == 403
    assert registration.state == State.PENDING


# --- lists ------------------------------------------------------------------------------------------------------
def test_search_finds_people_and_organisations_without_turkish_letters(client, clerk, event):
    registration = RegistrationFactory(
        event=event, kind=Registration.Kind.ORGANISATION, organisation_name="Şişli Işık Derneği", contact_name="Can"
    )
    AttendeeFactory(registration=registration, name="Iğdırlı Çağrı")
    RegistrationFactory(event=event, contact_name="Başka")

    for query in ("isik", "igdirli cagri", "ŞİŞLİ"):
        page = client.get(LIST, {"q": query}).content.decode()
        assert "Şişli Işık Derneği (Can)" in page
        assert "Başka" not in page


@pytest.mark.parametrize("screen", ["registration", "attendee", "need"])
def test_lists_cost_the_same_for_one_and_for_thirty(client, clerk, event, screen):
    def fill(count):
        for _number in range(count):
            NeedFactory(attendee=RegistrationFactory(event=event).attendees.get())

    address = reverse(f"admin:etkinlikler_{screen}_changelist")
    fill(1)
    client.get(address)
    for_one = _queries(client, address)
    fill(29)

    assert _queries(client, address) == for_one
    assert for_one <= 16


def _queries(client, address):
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    return len(caught)


def test_looking_at_people_and_needs_is_recorded(client, clerk, event):
    registration = RegistrationFactory(event=event)
    need = NeedFactory(attendee=registration.attendees.get())

    client.get(LIST)
    client.get(reverse("admin:etkinlikler_registration_change", args=[registration.pk]))
    client.get(reverse("admin:etkinlikler_need_changelist"))

    entries = list(
        AuditEntry.objects.filter(by=clerk, action__startswith="personal.")
        .order_by("pk")
        .values_list("action", "object_type")
    )
    assert entries == [
        ("personal.listed", "etkinlikler.Registration"),
        ("personal.viewed", "etkinlikler.Registration"),
        ("personal.listed", "etkinlikler.Need"),
    ]
    assert AuditEntry.objects.get(object_type="etkinlikler.Need").after["ids"] == [str(need.pk)]


def test_needs_are_closed_to_the_secretariat(client, as_role, event):
    as_role("secretariat")

    assert client.get(reverse("admin:etkinlikler_need_changelist")).status_code == 403


def test_who_was_let_in_and_who_did_not_come(client, clerk, event):
    inside, absent = RegistrationFactory(event=event), RegistrationFactory(event=event)
    CheckInFactory(attendee=inside.attendees.get())
    address = reverse("admin:etkinlikler_attendee_changelist")

    def names(query):
        return [person.name for person in client.get(f"{address}?{query}").context["cl"].result_list]

    assert names("kapi=giren") == [inside.contact_name]
    assert names("kapi=gelmeyen") == [absent.contact_name]


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(1)"])
def test_name_that_is_a_formula_is_downloaded_as_text(client, clerk, event, formula):
    RegistrationFactory(event=event, contact_name=formula)
    address = reverse("admin:etkinlikler_registration_export")

    answer = client.post(address, {"columns": ["contact_name"], "kind": "csv"})

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [["İletişim kişisi"], [f"'{formula}"]]
    assert AuditEntry.objects.get(action="personal.exported").after["count"] == 1


def test_registrations_to_approve_wait_on_the_first_page(client, clerk, event):
    pending(event)
    pending(EventFactory(past=True))

    queues = {str(queue.label): queue.count for queue in client.get(reverse("admin:index")).context["queues"]}

    assert queues["Onay bekleyen etkinlik kayıtları"] == 1
