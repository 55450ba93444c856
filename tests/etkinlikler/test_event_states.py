"""What may become of an event, and what follows: halls, offers, the calendar's revision, the history."""

from datetime import UTC, timedelta
from itertools import product

import pytest
from django.urls import Resolver404, get_resolver, resolve
from django.utils import timezone

from etkinlikler.models import TRANSITIONS, Attendee, Event, EventHistory, Registration, Session
from etkinlikler.services import registrations
from etkinlikler.services.copying import copy_event
from etkinlikler.services.events import advance_event, allocate_slug, change_time_or_place, publish_event
from etkinlikler.services.seats import true_count
from konsey.errors import Refused
from konsey.models import AuditEntry
from tests.factories.etkinlikler import (
    DelegationFactory,
    EventFactory,
    EventPartnerFactory,
    EventReminderFactory,
    HallFactory,
    QuestionFactory,
    RegistrationFactory,
    SessionFactory,
    SessionSpeakerFactory,
    VenueFactory,
    in_days,
)

pytestmark = pytest.mark.django_db
State = Event.State
NOTE = "Salonun tesisatı onarılıyor."


def advance(event, to, *, by=None, note=NOTE, now=None):
    return advance_event(event=event, to=to, by=by, note=note, now=now or timezone.now())


def move(event, by, *, days=0, hours=0, venue=None, note=""):
    difference = timedelta(days=days, hours=hours)
    return change_time_or_place(
        event=event,
        starts_at=event.starts_at + difference,
        ends_at=event.ends_at + difference,
        venue=venue or event.venue,
        note=note,
        by=by,
        now=timezone.now(),
    )


def in_state(state):
    """An event for which nothing but the state decides."""
    over = {"starts_at": in_days(-1), "ends_at": in_days(2)} if state in {State.PUBLISHED, State.HELD} else {}
    note = NOTE if state in {State.POSTPONED, State.CANCELLED} else ""
    return EventFactory(state=state, state_note=note, entry=Event.Entry.FREE, capacity=0, **over)


@pytest.mark.parametrize(("before", "to"), list(product(State.values, State.values)))
def test_every_pair_of_states_is_allowed_or_refused_as_the_table_says(before, to):
    event = in_state(before)
    try:
        advance(event, to)
        went = True
    except Refused:
        went = False

    event.refresh_from_db()
    assert went == (to in TRANSITIONS[before])
    assert event.state == (to if went else before)
    assert event.revision == int(went)
    assert event.history.count() == int(went)


def test_publish_draws_the_usual_reminders_a_history_row_and_an_audit_row(burak):
    event, now = EventFactory(draft=True, places=5), timezone.now()

    published = publish_event(event=event, by=burak, now=now)

    assert (published.state, published.published_at) == (State.PUBLISHED, now)
    assert list(event.reminders.values_list("days_before", flat=True)) == [7, 1]
    row = EventHistory.objects.get(event=event)
    assert (row.from_state, row.to_state, row.by, row.to_tell) == (State.DRAFT, State.PUBLISHED, burak, False)
    assert AuditEntry.objects.filter(action="event.state_changed").count() == 1


def test_publish_keeps_the_events_own_reminders(burak):
    event = EventFactory(draft=True, places=5)
    EventReminderFactory(event=event, days_before=3)

    publish_event(event=event, by=burak, now=timezone.now())

    assert list(event.reminders.values_list("days_before", flat=True)) == [3]


def test_publish_without_places_says_what_is_missing(burak):
    with pytest.raises(Refused, match="önce yer paylarını yazınız"):
        publish_event(event=EventFactory(draft=True), by=burak, now=timezone.now())


@pytest.mark.parametrize("to", [State.POSTPONED, State.CANCELLED])
def test_calling_off_wants_a_reason_and_comes_before_the_end(to):
    with pytest.raises(Refused, match="gerekçe yazınız"):
        advance(EventFactory(), to, note="  ")
    with pytest.raises(Refused, match="Etkinlik sona erdi"):
        advance(EventFactory(), to, now=timezone.now() + timedelta(days=40))


def test_called_off_event_frees_its_hall_and_takes_it_again_only_if_it_is_free(burak):
    hall = HallFactory()
    event = EventFactory(venue=hall.venue)
    session = SessionFactory(event=event, hall=hall)
    advance(event, State.POSTPONED)
    session.refresh_from_db()
    assert session.takes_place is False
    other = SessionFactory(event=EventFactory(venue=hall.venue), hall=hall)

    with pytest.raises(Refused, match="başka bir oturuma ayrılmış"):
        advance(event, State.PUBLISHED)

    other.delete()
    assert advance(event, State.PUBLISHED).state_note == ""
    session.refresh_from_db()
    assert session.takes_place is True


def test_postponed_event_whose_day_is_past_needs_a_new_day_first():
    event = EventFactory(state=State.POSTPONED, state_note=NOTE)

    with pytest.raises(Refused, match="Önce etkinliğin yeni zamanını"):
        advance(event, State.PUBLISHED, now=timezone.now() + timedelta(days=31))


def test_called_off_event_takes_offers_back_to_their_place_in_line():
    event, now = EventFactory(places=1), timezone.now()
    seated = RegistrationFactory(event=event)
    first = RegistrationFactory(event=event, waiting=True)
    RegistrationFactory(event=event, waiting=True)
    registrations.cancel_people(registration=seated, people=seated.attendees.all(), by=None, now=now)

    advance(event, State.POSTPONED)

    first.refresh_from_db()
    assert (first.state, first.offer_until, first.line_number) == (Registration.State.WAITING, None, 1)
    assert first.attendees.get().state == Attendee.State.LISTED
    assert {row.pk: row.taken for row in event.allotments.all()} == true_count(event) == {event.allotments.get().pk: 0}


def test_published_event_with_people_is_never_a_draft_again():
    event = EventFactory(places=1)
    RegistrationFactory(event=event)

    with pytest.raises(Refused, match="taslağa alınamaz"):
        advance(event, State.DRAFT)
    with pytest.raises(Refused, match="taslağa alınamaz"):
        advance(DelegationFactory().event, State.DRAFT)


def test_move_to_another_day_takes_programme_and_deadlines_along(burak):
    event = EventFactory(closes_at=in_days(29), names_until=in_days(28))
    session = SessionFactory(event=event)
    before = (event.starts_at, event.closes_at, event.names_until, session.starts_at)

    moved = move(event, burak, days=7, note="Hava durumu nedeniyle.")

    session.refresh_from_db()
    after = (moved.starts_at, moved.closes_at, moved.names_until, session.starts_at)
    assert [new - old for new, old in zip(after, before, strict=True)] == [timedelta(days=7)] * 4
    row = event.history.get()
    assert (row.note, row.to_tell, row.before["starts_at"], row.after["starts_at"]) == (
        "Hava durumu nedeniyle.",
        True,
        event.starts_at.astimezone(UTC).isoformat(),
        moved.starts_at.astimezone(UTC).isoformat(),
    )
    assert moved.revision == 1


def test_move_by_hours_leaves_the_programme_where_it_is(burak):
    event = EventFactory()
    session = SessionFactory(event=event)

    move(event, burak, hours=1)

    assert Session.objects.get().starts_at == session.starts_at


def test_two_days_programme_moves_over_its_own_old_hours(burak):
    hall = HallFactory()
    event = EventFactory(venue=hall.venue, ends_at=in_days(31, 16))
    for day in (30, 31):
        SessionFactory(event=event, hall=hall, starts_at=in_days(day, 10), ends_at=in_days(day, 11))

    move(event, burak, days=1)

    starts = list(Session.objects.values_list("starts_at", "takes_place"))
    assert starts == [(in_days(31, 10), True), (in_days(32, 10), True)]


def test_move_to_another_place_leaves_its_halls_and_keeps_the_capacity_within(burak):
    hall = HallFactory()
    event = EventFactory(venue=hall.venue)
    SessionFactory(event=event, hall=hall)

    with pytest.raises(Refused, match="kişi sayısını aşamaz"):
        move(event, burak, venue=VenueFactory(capacity=249))
    moved = move(event, burak, venue=VenueFactory(capacity=250))

    assert Session.objects.get().hall is None
    assert moved.history.get().before["venue"] == hall.venue.name


def test_move_into_a_hall_that_is_taken_is_refused_and_changes_nothing(burak):
    hall = HallFactory()
    event = EventFactory(venue=hall.venue)
    SessionFactory(event=event, hall=hall)
    SessionFactory(event=EventFactory(venue=hall.venue, starts_at=in_days(31), ends_at=in_days(31, 16)), hall=hall)

    with pytest.raises(Refused, match="başka bir oturuma ayrılmış"):
        move(event, burak, days=1)

    assert Event.objects.get(pk=event.pk).starts_at == event.starts_at
    assert not EventHistory.objects.exists()


def test_move_refuses_what_is_over_what_is_past_and_an_end_before_the_start(burak):
    event = EventFactory()
    with pytest.raises(Refused, match="geçmişte olamaz"):
        move(event, burak, days=-31)
    with pytest.raises(Refused, match="Yapılmış bir etkinliğin"):
        move(EventFactory(past=True), burak, days=1)
    with pytest.raises(Refused, match="Bitiş, başlangıçtan sonra"):
        change_time_or_place(
            event=event,
            starts_at=event.starts_at,
            ends_at=event.starts_at,
            venue=event.venue,
            note="",
            by=burak,
            now=timezone.now(),
        )


def test_move_to_where_it_is_changes_nothing(burak):
    event = EventFactory()

    move(event, burak)

    event.refresh_from_db()
    assert (event.revision, event.history.count()) == (0, 0)


def test_copy_has_the_pattern_and_none_of_the_people(burak):
    event = EventFactory(title="Kent Paneli", slug="kent-paneli", places=3, past=True)
    RegistrationFactory(event=event, people=2)
    SessionSpeakerFactory(session=SessionFactory(event=event, title="Açılış"))
    EventPartnerFactory(event=event)
    QuestionFactory(event=event)
    EventReminderFactory(
        event=event, days_before=7, handled_for=event.starts_at, handled_at=timezone.now(), outcome="sent", letters=250
    )
    DelegationFactory(event=event)

    copy = copy_event(event=event, starts_at=in_days(60), by=burak)

    assert (copy.state, copy.slug, copy.title, copy.published_at) == (State.DRAFT, "kent-paneli-2", "Kent Paneli", None)
    assert copy.ends_at - copy.starts_at == event.ends_at - event.starts_at
    session = copy.sessions.get()
    assert (session.title, session.starts_at, session.appearances.count()) == ("Açılış", in_days(60), 1)
    assert [copy.partnerships.count(), copy.questions.count(), copy.registrations.count()] == [1, 1, 0]
    assert copy.delegations.count() == 0
    assert sorted(copy.allotments.values_list("kind", "places", "taken")) == sorted(
        (row.kind, row.places, 0) for row in event.allotments.all()
    )
    reminder = copy.reminders.get()
    assert (reminder.days_before, reminder.outcome, reminder.letters) == (7, "", 0)
    assert event.questions.count() == event.partnerships.count() == 1


def test_slug_is_free_and_never_the_address_of_a_page_of_the_room():
    EventFactory(slug="kent-paneli")
    words = {str(each.pattern).split("/")[0] for each in _patterns(get_resolver("etkinlikler.urls").url_patterns)}
    pages = [word for word in words if word and "<" not in word and _is_a_page(word)]

    assert allocate_slug("Kent Paneli") == "kent-paneli-2"
    assert [allocate_slug(word) for word in pages] == [f"{word}-2" for word in pages]


def _patterns(rows):
    return [inner for row in rows for inner in (_patterns(row.url_patterns) if hasattr(row, "url_patterns") else [row])]


def _is_a_page(word):
    try:
        return resolve(f"/etkinlikler/{word}/").url_name != "event_detail"
    except Resolver404:
        return False
