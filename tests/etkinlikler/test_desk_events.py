"""The events desk: the list with what needs attention, the event's page, its overview, places, stewards."""

import ast
import pathlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from etkinlikler.models import Allotment, Event, EventSteward, Outcome, Registration
from konsey.models import AuditEntry, OutboxMessage
from konsey.models.outbox import about_key
from tests.factories.etkinlikler import (
    AttendeeFactory,
    CheckInFactory,
    DelegationFactory,
    EventFactory,
    HallFactory,
    NeedFactory,
    RegistrationFactory,
    SessionFactory,
    VenueFactory,
)
from tests.factories.konsey import OutboxMessageFactory, UserFactory
from tests.factories.meclisler import BodyFactory

pytestmark = pytest.mark.django_db
LIST = reverse("admin:etkinlikler_event_changelist")


@pytest.fixture
def clerk(as_role):
    return as_role("events_staff")


@pytest.fixture
def event():
    return EventFactory(title="Işık Paneli", places=5)


def _act(event, name):
    return reverse("admin:etkinlikler_event_act", args=[event.pk, name])


def _desk(client, event):
    return client.get(reverse("admin:etkinlikler_event_desk", args=[event.pk]))


def _queries(client, address):
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    return len(caught)


def _failed_letter(event, **more):
    return OutboxMessageFactory(about=about_key(event), state=OutboxMessage.State.FAILED, **more)


# --- list -------------------------------------------------------------------------------------------------------
def test_list_shows_fill_waiting_needs_and_letters_that_failed(client, clerk, event):
    seated = RegistrationFactory(event=event, people=2)
    RegistrationFactory(event=event, waiting=True, people=3)
    NeedFactory(attendee=seated.attendees.first())
    _failed_letter(event)

    page = client.get(LIST)

    row = page.context["cl"].result_list[0]
    assert (row.places_taken, row.places_in_all, row.waiting_people) == (2, 5, 3)
    assert (row.need_count, row.failed_letters) == (1, 1)
    assert "2/5" in page.content.decode()


def test_list_costs_the_same_for_one_and_for_fifty_events(client, clerk, event):
    RegistrationFactory(event=event)
    client.get(LIST)
    for_one = _queries(client, LIST)
    for _number in range(49):
        RegistrationFactory(event=EventFactory(venue=event.venue, organiser=event.organiser, places=2))

    assert _queries(client, LIST) == for_one
    assert for_one <= 16


def test_search_and_filters(client, clerk, event):
    EventFactory(title="Geçmiş", past=True)
    _failed_letter(event)

    def titles(query):
        return [row.title for row in client.get(f"{LIST}?{query}").context["cl"].result_list]

    assert titles("q=isik") == ["Işık Paneli"]
    assert titles("zaman=gecmis") == ["Geçmiş"]
    assert titles("zaman=gelecek") == ["Işık Paneli"]
    assert titles("zaman=hafta") == []
    assert titles("ilgi=mektup") == ["Işık Paneli"]
    assert titles("ilgi=bekleyen") == []


def test_number_of_needs_is_not_for_everybody(client, as_role, event):
    as_role("editor")

    page = client.get(LIST).content.decode()

    assert "Işık Paneli" in page
    assert "İhtiyaç" not in page


def test_events_with_failed_letters_wait_on_the_first_page(client, clerk, event):
    _failed_letter(event)
    _failed_letter(event)

    queues = {str(queue.label): queue.count for queue in client.get(reverse("admin:index")).context["queues"]}

    assert queues["Mektubu gitmeyen etkinlikler"] == 1


# --- the event's page -------------------------------------------------------------------------------------------
def _sheet(**more):
    return {
        "title": "İlk Çalıştay", "kind": "workshop", "summary": "Kısa.", "description": "", "predecessor": "",
        "venue": VenueFactory().pk, "organiser": BodyFactory().pk,
        "starts_at": "2027-03-01T10:00", "ends_at": "2027-03-01T16:00",
        "entry": "open", "opens_at": "", "closes_at": "", "names_until": "", "group_limit": "10", "offer_hours": "24",
        "audience": "", "language": "Türkçe", "live_stream": "", "attended_count": "",
        "partnerships-TOTAL_FORMS": "0", "partnerships-INITIAL_FORMS": "0", **more,
    }  # fmt: skip


def test_new_event_is_a_draft_with_an_address_of_its_own(client, clerk):
    client.post(reverse("admin:etkinlikler_event_add"), _sheet())

    event = Event.objects.get()
    assert (event.state, event.slug, event.capacity) == ("draft", "ilk-calistay", 0)
    assert AuditEntry.objects.get(action="admin.added").object_type == "etkinlikler.Event"


def test_end_before_the_start_is_a_sentence(client, clerk):
    answer = client.post(reverse("admin:etkinlikler_event_add"), _sheet(ends_at="2027-03-01T09:00"))

    assert "Bitiş, başlangıçtan sonra olmalıdır." in answer.content.decode()
    assert Event.objects.count() == 0


def test_time_and_place_of_a_published_event_are_not_typed_over(client, clerk, event):
    published = client.get(reverse("admin:etkinlikler_event_change", args=[event.pk])).content.decode()
    draft = client.get(reverse("admin:etkinlikler_event_change", args=[EventFactory(draft=True).pk])).content.decode()

    assert 'name="starts_at"' not in published
    assert 'name="starts_at"' in draft
    assert 'name="capacity"' not in draft


def page_sheet(client, event, **more):
    """Everything the change page sends when nothing is changed, and ``more``."""
    page = client.get(reverse("admin:etkinlikler_event_change", args=[event.pk]))
    data = {}
    form = page.context["adminform"].form
    forms = [form, *(each for part in page.context["inline_admin_formsets"] for each in part.formset.initial_forms)]
    for part in page.context["inline_admin_formsets"]:
        forms.append(part.formset.management_form)
    for each in forms:
        for name in each.fields:
            value = each[name].value()
            data[each.add_prefix(name)] = "" if value is None or value is False else _plain(value)
    counts = {name: data[name.replace("TOTAL", "INITIAL")] for name in data if name.endswith("-TOTAL_FORMS")}
    return {**data, **counts, **more}


def _plain(value):
    return value.strftime("%Y-%m-%dT%H:%M") if hasattr(value, "strftime") else value


def _new_session(place, hall, start, end):
    return {
        f"sessions-{place}-title": f"Oturum {place}", f"sessions-{place}-kind": "panel",
        f"sessions-{place}-hall": hall.pk, f"sessions-{place}-starts_at": start, f"sessions-{place}-ends_at": end,
    }  # fmt: skip


def test_programme_is_written_on_the_event(client, clerk, event):
    hall = HallFactory(venue=event.venue)
    sessions = {"sessions-TOTAL_FORMS": "2", **_new_session(0, hall, "2027-03-01T10:00", "2027-03-01T11:00")}
    sessions |= _new_session(1, hall, "2027-03-01T11:00", "2027-03-01T12:00")

    client.post(reverse("admin:etkinlikler_event_change", args=[event.pk]), page_sheet(client, event, **sessions))

    assert list(event.sessions.values_list("title", "hall")) == [("Oturum 0", hall.pk), ("Oturum 1", hall.pk)]


def test_two_sessions_in_one_hall_are_refused_beside_the_second(client, clerk, event):
    hall = HallFactory(venue=event.venue)
    sessions = {"sessions-TOTAL_FORMS": "2", **_new_session(0, hall, "2027-03-01T10:00", "2027-03-01T11:00")}
    sessions |= _new_session(1, hall, "2027-03-01T10:30", "2027-03-01T12:00")

    answer = client.post(
        reverse("admin:etkinlikler_event_change", args=[event.pk]), page_sheet(client, event, **sessions)
    )

    assert "Bu salonda aynı saatte başka bir oturum var." in answer.content.decode()
    assert event.sessions.count() == 0


def test_hall_that_another_event_has_is_refused_by_the_rule_of_the_table(client, clerk, event):
    hall = HallFactory(venue=event.venue)
    other = SessionFactory(hall=hall)
    start = timezone.localtime(other.starts_at).strftime("%Y-%m-%dT%H:%M")
    end = timezone.localtime(other.ends_at).strftime("%Y-%m-%dT%H:%M")
    sessions = {"sessions-TOTAL_FORMS": "1", **_new_session(0, hall, start, end)}

    answer = client.post(
        reverse("admin:etkinlikler_event_change", args=[event.pk]), page_sheet(client, event, **sessions)
    )

    assert "Bu salonda aynı saatte başka bir oturum var." in answer.content.decode()
    assert event.sessions.count() == 0


def test_outcome_needs_something_to_read(client, clerk, event):
    outcome = {
        "outcomes-TOTAL_FORMS": "1", "outcomes-0-kind": "road_map", "outcomes-0-title": "Yol haritası",
        "outcomes-0-position": "0",
    }  # fmt: skip
    address = reverse("admin:etkinlikler_event_change", args=[event.pk])

    refused = client.post(address, page_sheet(client, event, **outcome)).content.decode()
    client.post(address, page_sheet(client, event, **outcome, **{"outcomes-0-body": "İlk adım."}))

    assert "Metin, dosya ya da adresten en az birini veriniz." in refused
    assert Outcome.objects.get().body == "İlk adım."


def test_only_a_draft_is_deleted(client, clerk, event):
    draft = EventFactory(draft=True)

    assert client.get(reverse("admin:etkinlikler_event_delete", args=[event.pk])).status_code == 403
    assert client.get(reverse("admin:etkinlikler_event_delete", args=[draft.pk])).status_code == 200


# --- places and stewards ----------------------------------------------------------------------------------------
def test_more_places_seat_those_who_wait_at_once(client, clerk, event):
    RegistrationFactory(event=event, people=5)
    waiting = RegistrationFactory(event=event, waiting=True, people=2)
    numbers = {kind.value: 0 for kind in Allotment.Kind}

    page = client.post(_act(event, "yerler"), {**numbers, "capacity": 250, "general": 8}, follow=True).content.decode()

    waiting.refresh_from_db()
    assert "bekleyenlerden yer verilen kişi sayısı: 2" in page
    assert waiting.state == Registration.State.CONFIRMED
    assert event.allotments.get().places == 8


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ({"capacity": 5, "general": 6}, "Payların toplamı 6, verilecek yer 5."),
        ({"capacity": 250, "general": 1}, "payında dolu yer sayısı: 2"),
        ({"capacity": 2_000, "general": 5}, "etkinlik yerinin kişi sayısını aşamaz"),
        ({"capacity": 250, "general": -1}, "büyük veya eşit"),
    ],
)
def test_impossible_numbers_are_sentences_and_change_nothing(client, clerk, event, numbers, sentence):
    RegistrationFactory(event=event, people=2)
    zero = {kind.value: 0 for kind in Allotment.Kind}

    page = client.post(_act(event, "yerler"), {**zero, **numbers}).content.decode()

    event.refresh_from_db()
    assert sentence in page
    assert (event.capacity, event.allotments.get().places) == (250, 5)


def test_form_of_places_shows_what_is_there(client, clerk, event):
    form = client.get(_act(event, "yerler")).context["form"]

    assert (form["capacity"].value(), form["general"].value(), form["ngo"].value()) == (250, 5, 0)


def test_steward_is_added_by_address(client, clerk, event):
    user = UserFactory(email="kapi@example.com")

    page = client.post(_act(event, "gorevli"), {"address": "Kapi@example.com"}, follow=True).content.decode()
    again = client.post(_act(event, "gorevli"), {"address": "kapi@example.com"}).content.decode()
    unknown = client.post(_act(event, "gorevli"), {"address": "yok@example.com"}).content.decode()

    assert "Kapı görevlisi eklendi." in page
    assert EventSteward.objects.get().user == user
    assert "Bu kişi kapı görevlileri arasında var." in again
    assert "Bu adresle açık bir hesap yok." in unknown


# --- overview ---------------------------------------------------------------------------------------------------
def test_overview_says_why_nothing_moves(client, clerk, event):
    RegistrationFactory(event=event, people=4)
    RegistrationFactory(event=event, waiting=True, people=2)

    page = _desk(client, event).content.decode()

    assert "1 kayıt, 2 kişi bekliyor; açık öneri: 0." in page
    assert "Sıradaki ilk kayıt 2 kişilik ve birlikte gelmek istiyor; boş yer: 1." in page


def test_overview_counts_people_registrations_door_and_letters(client, clerk, event):
    inside = RegistrationFactory(event=event, people=2)
    RegistrationFactory(event=event, waiting=True)
    RegistrationFactory(event=event, state=Registration.State.CANCELLED)
    CheckInFactory(attendee=inside.attendees.first())
    OutboxMessageFactory(about=about_key(event))
    _failed_letter(event, to="gitmedi@example.com")

    page = _desk(client, event)

    shown = page.context["overview"]
    assert [(share.allotment.taken, list(share.people)) for share in shown.shares] == [(2, [2, 0, 1, 0, 1])]
    assert [(state, count) for state, _label, count in shown.registrations] == [
        ("waiting", 1), ("confirmed", 1), ("cancelled", 1),
    ]  # fmt: skip
    assert (shown.door.inside, shown.door.expected, shown.door.absent) == (1, 2, 1)
    assert [(str(label), count) for label, count in shown.letters] == [("Sırada", 1), ("Gönderilemedi", 1)]
    assert "gitmedi@example.com" in page.content.decode()


def test_overview_shows_delegations_with_who_has_confirmed(client, clerk, event):
    delegation = DelegationFactory(event=event, quota=3)
    registration = RegistrationFactory(
        event=event, kind=Registration.Kind.DELEGATION, delegation=delegation, people=0,
        allotment=event.allotments.get(kind=Allotment.Kind.DELEGATION),
    )  # fmt: skip
    AttendeeFactory(registration=registration)
    AttendeeFactory(registration=registration, confirmed_at=event.published_at)

    rows = _desk(client, event).context["delegations"]

    assert [(row.organisation, row.quota, row.named, row.confirmed) for row in rows] == [
        (delegation.organisation, 3, 2, 1)
    ]


def test_needs_are_shown_with_the_right_and_the_look_is_recorded(client, as_role, event):
    need = NeedFactory(attendee=RegistrationFactory(event=event).attendees.get(), detail="Ön sıra")
    as_role("secretariat")
    without = _desk(client, event).content.decode()
    clerk = as_role("events_staff")

    page = _desk(client, event).content.decode()

    assert "Ön sıra" not in without
    assert "İhtiyaçlar" not in without
    assert "Ön sıra" in page
    entry = AuditEntry.objects.get(action="personal.listed", object_type="etkinlikler.Need")
    assert (entry.by, entry.after["ids"]) == (clerk, [str(need.pk)])


def test_overview_costs_the_same_however_many_come(client, clerk, event):
    address = reverse("admin:etkinlikler_event_desk", args=[event.pk])

    def fill(count):
        for _number in range(count):
            NeedFactory(attendee=RegistrationFactory(event=event).attendees.get())
            RegistrationFactory(event=event, waiting=True)
            DelegationFactory(event=event)
            _failed_letter(event)

    fill(1)
    client.get(address)
    for_one = _queries(client, address)
    fill(20)

    assert _queries(client, address) == for_one


def test_overview_leads_to_the_pages_that_the_clerk_may_open(client, as_role, event):
    as_role("secretariat")
    for_secretariat = [str(label) for label, _url in _desk(client, event).context["tools"]]
    as_role("events_staff")
    tools = _desk(client, event).context["tools"]

    assert for_secretariat == ["Portaldaki sayfası"]
    assert [str(label) for label, _url in tools] == [
        "Portaldaki sayfası", "Kapı", "Yaka kartları ve imza listesi", "Anket sonuçları",
    ]  # fmt: skip
    assert {client.get(url).status_code for _label, url in tools} == {200}


@pytest.mark.parametrize("role", ["budget_staff", "verifier", "liaison"])
def test_overview_is_closed_to_who_has_no_business_with_events(client, as_role, event, role):
    as_role(role)

    assert _desk(client, event).status_code == 403


def test_overview_of_nothing_is_not_found(client, clerk):
    assert client.get(reverse("admin:etkinlikler_event_desk", args=[404_404])).status_code == 404


def test_every_letter_of_an_event_says_what_it_is_about():
    """Without it the overview would count too few."""
    loose = []
    for path in sorted(pathlib.Path("etkinlikler/emails").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_queue = isinstance(node, ast.Call) and ast.unparse(node.func) == "mail.queue"
            if is_queue and not path.stem.startswith("park") and "about" not in {word.arg for word in node.keywords}:
                loose.append(f"{path}:{node.lineno}")

    assert loose == []
