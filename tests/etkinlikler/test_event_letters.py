"""Telling people what happened to an event: whom, once, with what was before and what is now."""

from datetime import timedelta

import icalendar
import pytest
from django.utils import timezone

from etkinlikler.models import Event, EventHistory
from etkinlikler.services import aftercare, telling
from etkinlikler.services.aftercare import announce_outcomes
from konsey.errors import Refused
from konsey.models import OutboxMessage
from tests.etkinlikler.test_event_states import NOTE, advance, move
from tests.factories.etkinlikler import (
    CheckInFactory,
    DelegationFactory,
    EventFactory,
    InvitationFactory,
    OutcomeFactory,
    RegistrationFactory,
    VenueFactory,
    in_days,
)

pytestmark = pytest.mark.django_db
State = Event.State


def later(**time):
    return timezone.now() + timedelta(**(time or {"minutes": 3}))


def letters(name=""):
    return OutboxMessage.objects.filter(letter__startswith=f"etkinlikler/{name}").order_by("pk")


def tell():
    return telling.tell_changes(later())


def calendar_of(letter):
    return icalendar.Calendar.from_ical(bytes(letter.attachments.get().content)).walk("VEVENT")[0]


def test_moved_event_tells_before_and_after_with_a_newer_calendar_entry(burak):
    event = EventFactory(places=1, venue=VenueFactory(name="Eski Salon"))
    row = RegistrationFactory(event=event)
    move(event, burak, days=7, venue=VenueFactory(name="Yeni Salon"), note="Hava durumu nedeniyle.")

    assert [tell(), tell()] == [1, 0]

    letter = letters().get()
    event.refresh_from_db()
    assert (letter.letter, letter.to) == ("etkinlikler/event_changed", row.contact_email)
    assert letter.text.index("Eski Salon") < letter.text.index("Yeni Salon")
    assert "Açıklama: Hava durumu nedeniyle." in letter.text
    entry = calendar_of(letter)
    assert (entry["SEQUENCE"], entry["STATUS"], entry["DTSTART"].dt) == (1, "CONFIRMED", event.starts_at)
    assert EventHistory.objects.get().letters == 1


@pytest.mark.parametrize(
    ("state", "name", "status"),
    [(State.POSTPONED, "event_postponed", "TENTATIVE"), (State.CANCELLED, "event_cancelled", "CANCELLED")],
)
def test_called_off_event_tells_everybody_it_concerns(state, name, status, burak):
    event = EventFactory(places=5)
    RegistrationFactory(event=event, people=2, contact_email="koltukta@example.com")
    RegistrationFactory(event=event, waiting=True, contact_email="sirada@example.com")
    gone = RegistrationFactory(event=event, state="cancelled", contact_email="vazgecti@example.com")
    DelegationFactory(event=event, head_email="heyet@example.com")
    InvitationFactory(event=event, email="davetli@example.com")
    InvitationFactory(event=event, email=gone.contact_email, used_at=timezone.now())
    advance(event, state)

    tell()

    assert sorted(letters(name).values_list("to", flat=True)) == [
        "davetli@example.com",
        "heyet@example.com",
        "koltukta@example.com",
        "sirada@example.com",
    ]
    assert letters().count() == 4
    letter = letters().first()
    assert f"Gerekçe: {NOTE}" in letter.text
    assert calendar_of(letter)["STATUS"] == status


def test_changes_settle_first_and_make_one_letter(burak):
    event = EventFactory(places=1)
    RegistrationFactory(event=event)
    move(event, burak, days=1)
    event.refresh_from_db()
    move(event, burak, days=1)

    assert telling.tell_changes(later(seconds=30)) == 0
    assert tell() == 1
    assert EventHistory.objects.filter(to_tell=True).count() == 0


def test_slip_that_is_put_right_makes_no_letter(burak):
    event = EventFactory(places=1)
    RegistrationFactory(event=event)
    move(event, burak, days=1)
    event.refresh_from_db()
    move(event, burak, days=-1)

    assert tell() == 0
    assert EventHistory.objects.filter(to_tell=True).count() == 0


def test_postponed_event_is_told_again_when_it_takes_place(burak):
    event = EventFactory(places=1)
    RegistrationFactory(event=event)
    advance(event, State.POSTPONED)
    tell()
    event.refresh_from_db()
    old = event.starts_at
    move(event, burak, days=20)
    assert tell() == 0
    advance(event, State.PUBLISHED)

    assert tell() == 1

    letter = letters("event_changed").get()
    assert timezone.localtime(old).strftime("%H.%M") in letter.text
    assert "Önce:" in letter.text


def test_publishing_and_holding_are_no_news(burak):
    event = EventFactory(draft=True, places=1)
    advance(event, State.PUBLISHED)
    advance(event, State.HELD, now=later(days=40))

    assert tell() == 0
    assert not letters().exists()


def test_contact_who_does_not_come_is_told_of_changes(burak):
    event = EventFactory(places=1)
    row = RegistrationFactory(event=event, contact_email="sekreter@example.com")
    row.attendees.update(email="gelen@example.com")
    advance(event, State.CANCELLED)

    tell()

    assert sorted(letters().values_list("to", flat=True)) == ["gelen@example.com", "sekreter@example.com"]


def held(hours_ago=3):
    end = timezone.now() - timedelta(hours=hours_ago)
    event = EventFactory(state=State.HELD, starts_at=end - timedelta(hours=6), ends_at=end, places=0)
    came, absent = RegistrationFactory(event=event), RegistrationFactory(event=event)
    CheckInFactory(attendee=came.attendees.get())
    return event, came, absent


def at_noon(days=1):
    return in_days(days, 12)


def test_thanks_go_once_to_those_who_were_let_in():
    event, came, _absent = held()

    assert [aftercare.thank(at_noon()), aftercare.thank(at_noon())] == [1, 0]

    letter = letters().get()
    assert (letter.letter, letter.to) == ("etkinlikler/thank_you", came.contact_email)
    assert "/etkinlikler/bilet/" in letter.text
    event.refresh_from_db()
    assert event.thanked_at == at_noon()


def test_thanks_are_not_for_an_entry_that_was_undone(burak):
    _event, came, _absent = held()
    came.attendees.get().checkins.update(undone_at=timezone.now(), undone_by=burak)

    assert aftercare.thank(at_noon()) == 0


@pytest.mark.parametrize(("days", "hour", "expected"), [(1, 3, 0), (1, 23, 0), (1, 12, 1), (8, 12, 0)])
def test_thanks_leave_by_day_within_a_week(days, hour, expected):
    held()

    assert aftercare.thank(in_days(days, hour)) == expected


def test_outcomes_are_announced_once_to_those_who_came(burak):
    event, came, _absent = held()
    now = timezone.now()
    with pytest.raises(Refused, match="en az bir çıktı"):
        announce_outcomes(event=event, by=burak, now=now)
    OutcomeFactory(event=event, title="Yol haritası")
    assert aftercare.tell_outcomes(now) == 0

    announce_outcomes(event=event, by=burak, now=timezone.now())

    assert [aftercare.tell_outcomes(later()), aftercare.tell_outcomes(later())] == [1, 0]
    letter = letters().get()
    assert (letter.letter, letter.to) == ("etkinlikler/outcomes_published", came.contact_email)
    assert "- Yol haritası" in letter.text
    with pytest.raises(Refused, match="daha önce duyuruldu"):
        announce_outcomes(event=event, by=burak, now=timezone.now())
