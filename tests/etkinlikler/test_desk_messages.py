"""Messages of the organiser: shown and counted before, one letter for each address, once."""

import time
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from etkinlikler.models import Allotment, Attendee, EventMessage, Invitation, Registration
from etkinlikler.services.messages import recipients, send_message
from konsey.errors import Refused
from konsey.models import AuditEntry, OutboxMessage
from tests.factories.etkinlikler import (
    AllotmentFactory,
    AttendeeFactory,
    CheckInFactory,
    DelegationFactory,
    EventFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.django_db
Audience = EventMessage.Audience


@pytest.fixture
def clerk(as_role):
    return as_role("events_staff")


@pytest.fixture
def event():
    return EventFactory(places=20)


def _address(event, act="ileti"):
    return reverse("admin:etkinlikler_event_act", args=[event.pk, act])


def _answers(**more):
    return {
        "audience": Audience.REGISTERED, "subject": "Salon değişti", "body": "Kapı: <b>B girişi</b>\n\nSaat aynı.",
        "form_key": str(uuid.uuid4()), **more,
    }  # fmt: skip


def _to():
    return sorted(OutboxMessage.objects.values_list("to", flat=True))


def test_first_press_shows_how_many_letters_and_sends_none(client, clerk, event):
    RegistrationFactory.create_batch(3, event=event)

    page = client.post(_address(event), _answers()).content.decode()

    assert "Gönderilecek mektup: 3. Kime: Kayıtlılar. Konu: Salon değişti" in page
    assert "&lt;b&gt;B girişi&lt;/b&gt;" in page
    assert OutboxMessage.objects.count() == EventMessage.objects.count() == 0


def test_confirmed_message_goes_out_is_kept_and_recorded(client, clerk, event):
    registration = RegistrationFactory(event=event, contact_name="Işıl Öz")

    page = client.post(_address(event), _answers(confirmed="1"), follow=True).content.decode()

    message, letter = EventMessage.objects.get(), OutboxMessage.objects.get()
    assert "Mektup sayısı: 1." in page
    assert (message.by, message.letters, message.audience) == (clerk, 1, Audience.REGISTERED)
    assert (letter.letter, letter.to, letter.topic) == (
        "etkinlikler/event_message", registration.contact_email, "Salon değişti",
    )  # fmt: skip
    assert letter.text.startswith("Sayın Işıl Öz,\n\nKapı: <b>B girişi</b>\n\nSaat aynı.")
    assert "<b>B girişi</b>" not in letter.html
    assert letter.secret is False
    assert AuditEntry.objects.get(action="event.message_sent").after == {"audience": "registered", "letters": 1}


def test_double_click_sends_once(client, clerk, event):
    RegistrationFactory.create_batch(2, event=event)
    answers = _answers(confirmed="1")

    client.post(_address(event), answers)
    client.post(_address(event), answers)

    assert EventMessage.objects.count() == 1
    assert OutboxMessage.objects.count() == 2


def test_going_back_keeps_what_was_typed(client, clerk, event):
    RegistrationFactory(event=event)

    page = client.post(_address(event), _answers(revise="1")).content.decode()

    assert 'value="Salon değişti"' in page
    assert OutboxMessage.objects.count() == 0


def test_nobody_to_write_to_is_said_before(client, clerk, event):
    page = client.post(_address(event), _answers()).content.decode()

    assert "Seçtiğiniz grupta e-posta adresi olan kimse yok." in page


def test_draft_has_nobody_to_write_to(clerk, client):
    draft = EventFactory(draft=True)

    page = client.get(_address(draft), follow=True).content.decode()

    assert "Etkinlik henüz duyurulmadı" in page


def test_each_audience_is_who_it_says_and_each_address_once(event):
    seated = RegistrationFactory(event=event, contact_email="bir@example.com")
    AttendeeFactory(registration=seated, name="Kendi adresi olan", email="iki@example.com")
    RegistrationFactory(event=event, waiting=True, contact_email="bekleyen@example.com")
    RegistrationFactory(event=event, state=Registration.State.CANCELLED, contact_email="vazgecen@example.com")
    CheckInFactory(attendee=seated.attendees.get(name="Kendi adresi olan"))
    carried = RegistrationFactory(event=event, contact_email="veli@example.com", people=0)
    CheckInFactory(attendee=AttendeeFactory(registration=carried, name="Adresi olmayan", email=""))
    AllotmentFactory(event=event, kind=Allotment.Kind.DELEGATION, places=5)
    DelegationFactory(event=event, head_email="baskan@example.com")

    found = {audience: sorted(recipients(event, audience)) for audience in Audience}

    assert found == {
        Audience.REGISTERED: ["bir@example.com", "iki@example.com", "veli@example.com"],
        Audience.WAITING: ["bekleyen@example.com"],
        Audience.ATTENDED: ["iki@example.com", "veli@example.com"],
        Audience.DELEGATIONS: ["baskan@example.com"],
    }


def test_only_who_may_write_does(client, as_role, event):
    as_role("secretariat")

    assert client.post(_address(event), _answers(confirmed="1")).status_code == 403


def test_service_refuses_an_empty_audience(burak, event):
    with pytest.raises(Refused, match="kimse yok"):
        send_message(
            event=event, audience=Audience.WAITING, subject="x", body="y", form_key=uuid.uuid4(), by=burak,
            now=timezone.now(),
        )  # fmt: skip


def test_a_thousand_letters_are_queued_while_the_clerk_waits(burak):
    event = EventFactory(capacity=1_000)
    allotment = AllotmentFactory(event=event, places=1_000)
    registration = RegistrationFactory(event=event, people=0, contact_email="")
    Attendee.objects.bulk_create(
        Attendee(
            registration=registration, event=event, allotment=allotment, name=f"Kişi {number}",
            email=f"kisi{number}@example.com", state=Attendee.State.SEATED,
        )
        for number in range(1_000)
    )  # fmt: skip
    began = time.process_time()

    message = send_message(
        event=event, audience=Audience.REGISTERED, subject="Konu", body="Metin", form_key=uuid.uuid4(), by=burak,
        now=timezone.now(),
    )  # fmt: skip

    took = time.process_time() - began
    assert message.letters == OutboxMessage.objects.about(event).count() == 1_000
    assert took < 15, f"{took:.1f} s"


def test_list_of_messages_is_filtered_by_event(client, clerk, event, burak):
    RegistrationFactory(event=event)
    send_message(
        event=event, audience=Audience.REGISTERED, subject="Kapı", body="y", form_key=uuid.uuid4(), by=burak,
        now=timezone.now(),
    )  # fmt: skip
    address = reverse("admin:etkinlikler_eventmessage_changelist")

    assert "Kapı" in client.get(f"{address}?event__id__exact={event.pk}").content.decode()
    assert "Uyan kayıt yok" in client.get(f"{address}?audience__exact=waiting").content.decode()


# --- invitations ------------------------------------------------------------------------------------------------
def test_many_addresses_are_invited_at_once(client, clerk, event):
    typed = "Işıl Öz <Isil@example.com>\ncan@example.com; ece@example.com\n\ncan@example.com"

    page = client.post(_address(event, "davet"), {"addresses": typed}, follow=True).content.decode()

    assert "Davet gönderilen kişi: 3. Daha önce davet edilmiş: 0." in page
    assert sorted(Invitation.objects.values_list("name", "email")) == [
        ("", "can@example.com"), ("", "ece@example.com"), ("Işıl Öz", "isil@example.com"),
    ]  # fmt: skip
    assert _to() == ["can@example.com", "ece@example.com", "isil@example.com"]


def test_line_that_is_no_address_is_named_and_nobody_is_invited(client, clerk, event):
    page = client.post(_address(event, "davet"), {"addresses": "can@example.com\nalı@example.com"}).content.decode()

    assert "Satır 2: “alı@example.com” bir e-posta adresi değil." in page
    assert Invitation.objects.count() == 0
