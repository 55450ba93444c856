"""The events desk in Chromium: a clerk's way through an event, with and without JavaScript."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from playwright.sync_api import expect

from etkinlikler.models import Allotment, Event, Registration
from konsey import roles
from konsey.models import Organisation, OutboxMessage
from konsey.models.outbox import about_key
from tests.browser.looks import assert_good_looks
from tests.factories.etkinlikler import (
    AllotmentFactory,
    CheckInFactory,
    DelegationFactory,
    EventFactory,
    HallFactory,
    NeedFactory,
    RegistrationFactory,
    SessionFactory,
)
from tests.factories.konsey import OrganisationFactory, OutboxMessageFactory, UserFactory


@pytest.fixture
def clerk(db):
    clerk = UserFactory(name="Deniz Görevli", is_staff=True)
    clerk.groups.set(Group.objects.filter(name=roles.ROLES["events_staff"].group))
    return clerk


@pytest.fixture
def event(db):
    """A panel with everything in it that a clerk has to look at."""
    event = EventFactory(title="Kentte Dayanışma Paneli", places=4, entry=Event.Entry.APPROVAL)
    AllotmentFactory(event=event, kind=Allotment.Kind.DELEGATION, places=40)
    seated = RegistrationFactory(event=event, people=3)
    RegistrationFactory(event=event, waiting=True, people=2, contact_name="Bekleyen Grup")
    RegistrationFactory(event=event, state=Registration.State.PENDING, contact_name="Onay Bekleyen")
    NeedFactory(attendee=seated.attendees.first(), detail="Ön sıra")
    CheckInFactory(attendee=seated.attendees.first())
    DelegationFactory(event=event, organisation=OrganisationFactory(name="Çiğli Kent Konseyi"))
    SessionFactory(event=event, hall=HallFactory(venue=event.venue), title="Açılış")
    OutboxMessageFactory(
        about=about_key(event), state=OutboxMessage.State.FAILED, last_error="550 No such user", to="yok@example.com"
    )
    return event


def test_screens_are_good_to_look_at_and_accessible(open_page, clerk, event):
    registration = event.registrations.get(state="pending")
    page = open_page(user=clerk)
    for address in (
        reverse("admin:etkinlikler_event_changelist"),
        reverse("admin:etkinlikler_event_desk", args=[event.pk]),
        reverse("admin:etkinlikler_event_change", args=[event.pk]),
        reverse("admin:etkinlikler_event_act", args=[event.pk, "yerler"]),
        reverse("admin:etkinlikler_event_act", args=[event.pk, "ileti"]),
        reverse("admin:etkinlikler_registration_changelist"),
        reverse("admin:etkinlikler_registration_change", args=[registration.pk]),
        reverse("admin:etkinlikler_delegation_changelist"),
    ):
        page.goto(address)
        assert_good_looks(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_clerk_goes_from_the_overview_to_a_sent_message(open_page, clerk, event, javascript):
    page = open_page(user=clerk, javascript=javascript, width=360)
    page.goto(reverse("admin:etkinlikler_event_desk", args=[event.pk]))
    page.get_by_role("link", name="İleti gönderin").click()
    page.get_by_label("Konu").fill("Salon değişti")
    page.get_by_label("İleti", exact=True).fill("Kapı: B girişi.")
    page.get_by_role("button", name="Önizleyin").click()
    expect(page.get_by_text("Gönderilecek mektup: 1.")).to_be_visible()
    if javascript:
        assert_good_looks(page)
    page.get_by_role("button", name="İleti gönderin").click()

    expect(page.get_by_text("Mektup sayısı: 1.")).to_be_visible()
    assert OutboxMessage.objects.filter(letter="etkinlikler/event_message").count() == 1


def test_clerk_brings_delegations_from_a_file(open_page, clerk, event):
    OrganisationFactory(name="Iğdır Kent Konseyi", kind=Organisation.Kind.CITY_COUNCIL)
    content = "kurum;baskan;eposta;kontenjan\nigdir kent konseyi;Can Öz;can@example.com;4\n".encode()
    page = open_page(user=clerk)
    page.goto(reverse("admin:etkinlikler_event_act", args=[event.pk, "heyetler"]))
    page.locator("input[type=file]").set_input_files(
        {"name": "heyetler.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Önizleyin").click()
    expect(page.get_by_role("cell", name="Iğdır Kent Konseyi")).to_be_visible()
    assert_good_looks(page)
    page.get_by_role("button", name="Heyetleri dosyadan aktarın").click()

    expect(page.get_by_text("1 heyet eklendi")).to_be_visible()
    assert event.delegations.count() == 2


def test_clerk_approves_many_at_once(open_page, clerk, event):
    page = open_page(user=clerk)
    page.goto(f"{reverse('admin:etkinlikler_registration_changelist')}?state__exact=pending")
    page.get_by_role("checkbox").last.check()
    page.locator("select[name=action]").select_option(label="Seçilen kayıtları onaylayın")
    page.locator(".actions button").first.click()
    expect(page.get_by_text("Seçilen kayıt: 1.")).to_be_visible()
    assert_good_looks(page)
    page.get_by_role("button", name="Seçilen kayıtları onaylayın").click()

    expect(page.get_by_text("İşlem yapılan kayıt: 1.")).to_be_visible()
