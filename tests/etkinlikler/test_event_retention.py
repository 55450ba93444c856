"""What the events room forgets: needs, answers, names, invitations, addresses nobody confirmed, erased accounts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from etkinlikler.models import (
    Answer,
    Attendee,
    Certificate,
    Delegation,
    Event,
    EventSteward,
    Invitation,
    Need,
    Registration,
)
from etkinlikler.services import retention
from etkinlikler.services.seats import true_count
from konsey import personal_data
from konsey.models import OutboxMessage, RetentionRule
from konsey.services.retention import run_rule
from tests.factories.etkinlikler import (
    AnswerFactory,
    AttendeeFactory,
    CertificateFactory,
    CheckInFactory,
    DelegationFactory,
    EventFactory,
    EventStewardFactory,
    InvitationFactory,
    NeedFactory,
    QuestionFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.django_db


def ended(days, **more):
    end = timezone.now() - timedelta(days=days)
    note = "Açıklama." if more.get("state") == Event.State.POSTPONED else ""
    return EventFactory(**{"state": "held", **more}, starts_at=end - timedelta(hours=6), ends_at=end, state_note=note)


def run(name):
    return run_rule(rule=RetentionRule.objects.get(name=name), now=timezone.now())


def registered(event, **more):
    return RegistrationFactory(event=event, **more)


def test_needs_go_thirty_days_after_and_stay_for_what_is_still_to_come():
    old, young, postponed = ended(31), ended(29), ended(31, state=Event.State.POSTPONED)
    kept = [NeedFactory(attendee=registered(event).attendees.get()) for event in (old, young, postponed)][1:]

    assert run("event_needs").count == 1
    assert list(Need.objects.order_by("pk")) == kept


def test_answers_go_after_each_questions_own_days():
    event = ended(20)
    row = registered(event)
    short, long = (QuestionFactory(event=event, retention_days=days) for days in (10, 90))
    AnswerFactory(registration=row, question=short)
    kept = AnswerFactory(registration=row, question=long)

    assert run("event_answers").count == 1
    assert Answer.objects.get() == kept


def test_names_go_after_180_days_and_the_figures_stay():
    event, young = ended(181), registered(ended(179))
    group = registered(event, people=3, organisation_name="Örnek Derneği")
    CheckInFactory(attendee=group.attendees.first())
    certificate = CertificateFactory(attendee=group.attendees.first())
    DelegationFactory(event=event)
    used = InvitationFactory(event=event, used_at=timezone.now())
    invited = registered(event, invitation=used)

    assert run("event_registrations").count == 2

    event.refresh_from_db(), group.refresh_from_db(), invited.refresh_from_db(), young.refresh_from_db()
    assert event.attended_count == 1
    assert set(Attendee.objects.filter(event=event).values_list("name", "email")) == {("", "")}
    assert (group.contact_name, group.contact_email, group.organisation_name) == ("", "", "Örnek Derneği")
    assert Attendee.objects.coming().filter(event=event).count() == 4
    assert Certificate.objects.get().number == certificate.number
    assert Delegation.objects.values_list("head_name", "head_email").get() == ("", "")
    assert not Invitation.objects.exists()
    assert young.contact_name != ""
    assert run("event_registrations") is None


def test_attendance_that_staff_wrote_is_not_overwritten():
    event = ended(181, attended_count=250)
    CheckInFactory(attendee=registered(event).attendees.get())

    run("event_registrations")

    event.refresh_from_db()
    assert event.attended_count == 250


def test_unanswered_invitations_go_after_thirty_days():
    InvitationFactory(event=ended(31))
    kept = InvitationFactory(event=ended(29))

    assert run("event_invitations").count == 1
    assert Invitation.objects.get() == kept


def test_address_nobody_confirmed_is_forgotten_after_two_days():
    now = timezone.now()
    unconfirmed = {"state": Registration.State.UNCONFIRMED, "confirmed_at": None}
    NeedFactory(
        attendee=registered(EventFactory(), created_at=now - timedelta(hours=49), **unconfirmed).attendees.get()
    )
    young = registered(EventFactory(), created_at=now - timedelta(hours=47), **unconfirmed)

    assert [retention.drop_unconfirmed(now), retention.drop_unconfirmed(now)] == [1, 0]
    assert Registration.objects.get() == young


def test_erased_account_gives_its_coming_place_to_the_line_and_leaves_no_name(ayse, burak):
    coming, past = EventFactory(places=1), ended(5)
    own = {"user": ayse, "contact_name": ayse.name, "contact_email": ayse.email}
    mine, earlier = registered(coming, **own), registered(past, **own)
    first = registered(coming, waiting=True)
    colleague = registered(past, contact_email="burak@example.com")
    AttendeeFactory(registration=colleague, name=ayse.name, email="")
    guest = AttendeeFactory(registration=registered(EventFactory()), name=ayse.name, email=ayse.email)
    EventStewardFactory(user=ayse)
    NeedFactory(attendee=mine.attendees.get())

    personal_data.erase(ayse, timezone.now())

    for row in (mine, earlier):
        row.refresh_from_db()
        assert (row.user, row.contact_name, row.contact_email) == (None, "", "")
        assert list(row.attendees.values_list("name", "email")) == [("", "")]
    guest.refresh_from_db(), first.refresh_from_db(), colleague.refresh_from_db()
    assert (guest.name, guest.state) == ("", Attendee.State.CANCELLED)
    assert (mine.state, earlier.state, first.state) == ("cancelled", "confirmed", "offered")
    assert colleague.contact_email == "burak@example.com"
    assert not EventSteward.objects.exists()
    assert not Need.objects.exists()
    assert not OutboxMessage.objects.filter(to="ayse@example.com").exists()
    assert {row.pk: row.taken for row in coming.allotments.all()} == true_count(coming)


def test_erased_contact_leaves_those_who_have_an_own_address_their_place(ayse):
    group = registered(
        EventFactory(places=3),
        people=3,
        user=ayse,
        contact_name=ayse.name,
        contact_email=ayse.email,
        kind="organisation",
    )
    reached = group.attendees.last()
    Attendee.objects.filter(pk=reached.pk).update(email="uye@example.com", name="Üye")

    personal_data.erase(ayse, timezone.now())

    group.refresh_from_db()
    assert (group.user, group.contact_email) == (None, "")
    assert sorted(group.attendees.values_list("name", "email", "state")) == [
        ("", "", "cancelled"),
        ("", "", "cancelled"),
        ("Üye", "uye@example.com", "seated"),
    ]


def test_person_reads_what_is_held(ayse):
    event = EventFactory(title="Kent Paneli")
    row = registered(event, user=ayse, contact_name=ayse.name, contact_email=ayse.email)
    NeedFactory(attendee=row.attendees.get(), detail="Ön sıra")
    AnswerFactory(registration=row, text="Evet, katılırım")

    held = str(personal_data.HOLDINGS["event_registrations"].collect(ayse))

    assert [part in held for part in ("Kent Paneli", "Ön sıra", "Evet, katılırım", ayse.name)] == [True] * 4


def test_erased_head_of_a_delegation_is_forgotten_in_what_is_over_and_stays_in_what_is_to_come(ayse):
    head = {"head_name": ayse.name, "head_email": ayse.email}
    over, coming = DelegationFactory(event=ended(5), **head), DelegationFactory(**head)

    assert len(personal_data.HOLDINGS["event_registrations"].collect(ayse)) == 2
    personal_data.erase(ayse, timezone.now())

    over.refresh_from_db(), coming.refresh_from_db()
    assert [(row.head_name, row.head_email) for row in (over, coming)] == [
        ("", ""),
        ("Ayşe Yıldız", "ayse@example.com"),
    ]
    assert coming.quota == 3
