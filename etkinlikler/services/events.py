"""What happens to an event: publishing, postponing, cancelling, moving, copying. People are told by `telling`."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext_lazy

from etkinlikler.models import Event, EventHistory, EventReminder, Registration, Venue
from etkinlikler.rules import events as rules
from etkinlikler.services import line
from konsey import audit, slugs
from konsey.constraints import refused_as
from konsey.errors import Refused
from konsey.models import User

State = Event.State
USUAL_REMINDERS = (7, 1)  # days before
audit.name_actions(
    {
        "event.state_changed": gettext_lazy("Etkinliğin durumu değiştirildi"),
        "event.moved": gettext_lazy("Etkinliğin zamanı ya da yeri değiştirildi"),
    }
)
REFUSALS = {
    "etkinlikler_session_hall_free": gettext_lazy(
        "Programdaki bir oturumun salonu o saatte başka bir oturuma ayrılmış."
    ),
    "etkinlikler_event_times_in_order": gettext_lazy("Bitiş, başlangıçtan sonra olmalıdır."),
    "etkinlikler_event_registration_in_order": gettext_lazy("Kayıt bitişi, kayıt başlangıcından sonra olmalıdır."),
    "etkinlikler_event_within_venue": gettext_lazy("Verilecek yer, etkinlik yerinin kişi sayısını aşamaz."),
}


def publish_event(*, event: Event, by: User | None, now: datetime) -> Event:
    """Show a draft to everybody; with the usual reminders, unless it has its own. Raises Refused."""
    return advance_event(event=event, to=State.PUBLISHED, by=by, note="", now=now)


@transaction.atomic
def advance_event(*, event: Event, to: str, by: User | None, note: str, now: datetime) -> Event:
    """Give an event another state. ``note``: the reason everybody reads. ``by`` is None for the clock.

    Halls are free again while it does not take place, and offered places go back to the line. Raises Refused.
    """
    locked = lock_event(event)
    if refusal := rules.why_not_advance(locked, to, note, now):
        raise Refused(refusal)
    before, is_first = locked.state, locked.published_at is None
    locked.state, locked.state_note = to, note.strip() if to in rules.OFF else ""
    locked.published_at = locked.published_at or (now if to == State.PUBLISHED else None)
    locked.revision += 1
    with refused_as(REFUSALS):
        locked.save(update_fields=["state", "state_note", "published_at", "revision", "changed_at"])
        locked.sessions.update(takes_place=to not in rules.OFF)
    if to == State.PUBLISHED and is_first:
        add_usual_reminders(event=locked)
    if to in rules.OFF:
        line.take_back_offers(event=locked)
    _note(locked, by, now, from_state=before, note=note.strip(), to_tell=_concerns_people(before, to))
    audit.record(
        by=by, action="event.state_changed", obj=locked, before={"state": before}, after={"state": to}, reason=note
    )
    return locked


@transaction.atomic
def change_time_or_place(
    *, event: Event, starts_at: datetime, ends_at: datetime, venue: Venue, note: str, by: User, now: datetime
) -> Event:
    """Move an event. When the day moves, the programme and the ends of registration move along by as much.

    Sessions in halls of a place that is left lose their hall. Raises Refused.
    """
    locked = lock_event(event)
    before = time_and_place(locked)
    moved_by = starts_at - locked.starts_at
    if (locked.starts_at, locked.ends_at, locked.venue_id) == (starts_at, ends_at, venue.pk):
        return locked
    if refusal := rules.why_not_move(locked, starts_at, now):
        raise Refused(refusal)
    is_other_day = timezone.localdate(starts_at) != timezone.localdate(locked.starts_at)
    locked.starts_at, locked.ends_at, locked.venue = starts_at, ends_at, venue
    locked.revision += 1
    if is_other_day:
        locked.closes_at = locked.closes_at and locked.closes_at + moved_by
        locked.names_until = locked.names_until and locked.names_until + moved_by
    with refused_as(REFUSALS):
        locked.save()
        locked.sessions.exclude(hall=None).exclude(hall__venue=venue).update(hall=None)
        if is_other_day:
            _move_programme(locked, moved_by)
    locked.registrations.filter(state=Registration.State.OFFERED, offer_until__gt=starts_at).update(
        offer_until=starts_at
    )
    after = time_and_place(locked)
    is_known = locked.state in {State.PUBLISHED, *rules.OFF}
    _note(locked, by, now, from_state=locked.state, note=note, before=before, after=after, to_tell=is_known)
    audit.record(by=by, action="event.moved", obj=locked, before=before, after=after, reason=note)
    return locked


def add_usual_reminders(*, event: Event) -> None:
    """A week and a day before, unless the event has reminders of its own."""
    if not event.reminders.exists():
        EventReminder.objects.bulk_create(EventReminder(event=event, days_before=days) for days in USUAL_REMINDERS)


def allocate_slug(title: str) -> str:
    """Return a free address for an event; no address that a page of the room has. Call it inside a transaction."""
    return slugs.allocate(Event, title, lambda slug: _is_a_page(slug) or Event.objects.filter(slug=slug).exists())


def time_and_place(event: Event) -> dict[str, str]:
    """What people plan by, as the history keeps it (times in UTC, so that equal ones are equal)."""
    return {
        "starts_at": event.starts_at.astimezone(UTC).isoformat(),
        "ends_at": event.ends_at.astimezone(UTC).isoformat(),
        "venue": event.venue.name,
        "address": event.venue.address,
    }


def lock_event(event: Event) -> Event:
    """Return the row locked until the transaction ends, its venue beside it. First in the room's order of locks."""
    rows = Event.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("venue").get(pk=event.pk)


def _concerns_people(before: str, to: str) -> bool:
    """Publishing a draft, or noting that an event was held, is no news to those who are registered."""
    return to in rules.OFF or before in rules.OFF


def _move_programme(event: Event, moved_by: timedelta) -> None:
    """A day's sessions may land on the next day's old hours, so all of them leave their halls for the way."""
    takes_place = event.state not in rules.OFF
    event.sessions.update(takes_place=False)
    event.sessions.update(starts_at=F("starts_at") + moved_by, ends_at=F("ends_at") + moved_by)
    event.sessions.update(takes_place=takes_place)


def _note(event: Event, by: User | None, now: datetime, *, from_state: str, note: str, to_tell: bool, **change) -> None:
    EventHistory.objects.create(
        event=event, at=now, by=by, from_state=from_state, to_state=event.state, note=note, to_tell=to_tell, **change
    )


def _is_a_page(slug: str) -> bool:
    try:
        return resolve(f"/etkinlikler/{slug}/").url_name != "event_detail"
    except Resolver404:
        return False
