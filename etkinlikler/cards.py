"""Events as lists show them: a card with its badge, its day, its place and how many places are left."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from etkinlikler.models import Event
from etkinlikler.models.events import EventQuerySet
from etkinlikler.standing import Standing, standing_of
from konsey import numbers

PICTURE_STEP = 480


def for_cards(events: EventQuerySet) -> EventQuerySet:
    """Load with the events what their cards show: two queries, whatever their number."""
    return events.with_places().select_related("picture").defer("description").prefetch_related("allotments")


def cards_of(events: Iterable[Event], now: datetime) -> list[Mapping[str, object]]:
    """``events``: from `for_cards`. Each card is what ``components/card.html`` takes."""
    return [_card(event, standing_of(event, event.allotments.all(), now)) for event in events]


def _card(event: Event, standing: Standing) -> Mapping[str, object]:
    picture = getattr(event, "picture", None)
    return {
        "title": event.title,
        "url": event.get_absolute_url(),
        "badge": _badge(standing),
        "badge_kind": standing.badge_kind,
        "fact": f"{Event.Kind(event.kind).label} · {numbers.span(event.starts_at, event.ends_at)} · {place(event)}",
        "text": event.summary,
        "image": picture.url_at(PICTURE_STEP) if picture else "",
        "alt": picture.alt if picture else "",
        "seed": f"etkinlik-{event.pk}",
    }


def place(event: Event) -> str:
    """The venue with its district."""
    district = event.venue.district
    return f"{event.venue.name}, {district.name}" if district else event.venue.name


def _badge(standing: Standing) -> str:
    """The badge, with the number of places while there are any to have."""
    if not standing.is_open or not standing.free:
        return standing.badge
    left = _("%(count)s yer") % {"count": numbers.number(standing.free)}
    return f"{standing.badge}, {left}"
