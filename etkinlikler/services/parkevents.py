"""The public event that an approved use of a park becomes: announced with it, cancelled with it."""

import datetime as dt

from django.utils.translation import gettext as _

from etkinlikler.models import Allotment, Event, ParkUseRequest, ParkZone, Venue
from etkinlikler.services import events
from konsey.models import User
from meclisler.models import Body

State = Event.State
VENUE_NAME = 120


def usual_organiser() -> Body | None:
    """Whom the approval form offers first: the executive board."""
    return Body.objects.open().filter(kind=Body.Kind.EXECUTIVE_BOARD).first()


def publish_event(
    *, use: ParkUseRequest, by: User, organiser: Body, summary: str, places: int | None, now: dt.datetime
) -> Event:
    """Announce the event of an approved use. ``places``: how many may register, None where anybody just comes."""
    event = Event(
        title=use.title,
        kind=use.kind,
        summary=summary,
        description=_("%(text)s\n\nDüzenleyen grup: %(group)s") % {"text": use.description, "group": use.group_name},
        venue=venue_of(use.zone),
        starts_at=use.starts_at,
        ends_at=use.ends_at,
        organiser=organiser,
        entry=Event.Entry.OPEN if places else Event.Entry.FREE,
        capacity=places or 0,
        slug=events.allocate_slug(use.title),
    )
    event.save()
    if places:
        Allotment.objects.create(event=event, kind=Allotment.Kind.GENERAL, places=places)
    return events.publish_event(event=event, by=by, now=now)


def cancel_event(*, event: Event, by: User, note: str, now: dt.datetime) -> None:
    """A published event does not take place any more; an event that staff have closed already stays as it is."""
    event.refresh_from_db()
    if event.state in {State.PUBLISHED, State.POSTPONED}:
        events.advance_event(event=event, to=State.CANCELLED, by=by, note=note[:300], now=now)


def close_event(*, event: Event, attended: int) -> None:
    """What the group reported shows on the event's page, unless the door has counted."""
    Event.objects.filter(pk=event.pk, attended_count=None).update(attended_count=attended)


def venue_of(zone: ParkZone) -> Venue:
    """The zone as a venue; made once, and grown when the zone has grown. The zone's lock is held."""
    park = zone.park
    has_point = park.latitude is not None and park.longitude is not None
    venue, is_new = Venue.objects.get_or_create(
        name=str(zone)[:VENUE_NAME],
        defaults={
            "capacity": zone.capacity,
            "district": park.district,
            "step_free": zone.step_free,
            "latitude": park.latitude if has_point else None,
            "longitude": park.longitude if has_point else None,
        },
    )
    if not is_new and venue.capacity < zone.capacity:
        venue.capacity = zone.capacity
        venue.save(update_fields=["capacity"])
    return venue
