"""What machines read on an event's page: schema.org Event as JSON-LD."""

import json
from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from etkinlikler.models import Event, EventPartner
from etkinlikler.programmes import Person
from etkinlikler.standing import Standing

_STATUS = {Event.State.CANCELLED: "EventCancelled", Event.State.POSTPONED: "EventPostponed"}
_KINDS = {Event.Kind.CONCERT: "MusicEvent", Event.Kind.TRAINING: "EducationEvent"}
# Inside <script> nothing but these can end the block or begin another one.
_ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def as_block(
    event: Event, *, standing: Standing, partners: Iterable[EventPartner], people: Iterable[Person]
) -> SafeString:
    """Return the text of a ``<script type="application/ld+json">``; whatever was typed cannot leave the block."""
    body = json.dumps(_event(event, standing, partners, people), ensure_ascii=False, separators=(",", ":"))
    return mark_safe(body.translate(_ESCAPED))  # noqa: S308 - escaped right here


def _event(
    event: Event, standing: Standing, partners: Iterable[EventPartner], people: Iterable[Person]
) -> dict[str, object]:
    address = settings.SITE_URL + event.get_absolute_url()
    picture = getattr(event, "picture", None)
    found: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": _KINDS.get(Event.Kind(event.kind), "Event"),
        "@id": address,
        "url": address,
        "name": event.title,
        "description": event.summary,
        "startDate": timezone.localtime(event.starts_at).isoformat(),
        "endDate": timezone.localtime(event.ends_at).isoformat(),
        "eventStatus": f"https://schema.org/{_STATUS.get(Event.State(event.state), 'EventScheduled')}",
        "eventAttendanceMode": f"https://schema.org/{_mode(event)}",
        "inLanguage": event.language,
        "isAccessibleForFree": True,
        "location": _place(event),
        "organizer": [_organisation(event.organiser.name, event.organiser.get_absolute_url())],
    }
    if picture:
        found["image"] = settings.SITE_URL + picture.largest_url
    if named := [{"@type": "Person", "name": each.name} for each in people]:
        found["performer"] = named
    if named := [_organisation(each.organisation.name) for each in partners]:
        found["contributor"] = named
    if event.capacity:
        found["maximumAttendeeCapacity"] = event.capacity
    if standing.free is not None:
        found["remainingAttendeeCapacity"] = standing.free
    return found


def _mode(event: Event) -> str:
    return "MixedEventAttendanceMode" if event.live_stream else "OfflineEventAttendanceMode"


def _place(event: Event) -> dict[str, object]:
    venue = event.venue
    place: dict[str, object] = {
        "@type": "Place",
        "name": venue.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": venue.address,
            "addressLocality": venue.district.name if venue.district else settings.COUNCIL_CITY,
            "addressRegion": settings.COUNCIL_CITY,
            "addressCountry": "TR",
        },
    }
    if venue.latitude is not None and venue.longitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(venue.latitude),
            "longitude": float(venue.longitude),
        }
    return place


def _organisation(name: str, address: str = "") -> dict[str, str]:
    found = {"@type": "Organization", "name": name}
    return found | {"url": settings.SITE_URL + address} if address else found
