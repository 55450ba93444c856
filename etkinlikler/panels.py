"""What the events room has to show on the pages of districts, neighbourhoods and bodies (`konsey.panels`)."""

from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from etkinlikler.cards import cards_of, for_cards
from etkinlikler.models import Event
from etkinlikler.models.events import EventQuerySet
from konsey.compiled import Compiled
from konsey.models import District, Neighbourhood
from konsey.panels import Panel
from meclisler.models import Body

SHOWN = 3


def _nearest(events: EventQuerySet, now: datetime) -> EventQuerySet:
    return for_cards(events.public().nearest(now))[:SHOWN]


_IN_DISTRICT = Compiled(lambda of, now: _nearest(Event.objects.in_district(of), now), of=int, now=datetime)
_OF_BODY = Compiled(lambda of, now: _nearest(Event.objects.filter(organiser=of), now), of=int, now=datetime)


def of_district(district: District) -> Panel | None:
    return _panel(_("Etkinlikler"), _IN_DISTRICT, district.pk, {"ilce": district.slug})


def of_neighbourhood(neighbourhood: Neighbourhood) -> Panel | None:
    """An event's venue knows its district, and people of a neighbourhood go there."""
    district = neighbourhood.district
    title = _("%(district)s ilçesinde etkinlikler") % {"district": district.name}
    return _panel(title, _IN_DISTRICT, district.pk, {"ilce": district.slug})


def of_body(body: Body) -> Panel | None:
    return _panel(_("Etkinlikler"), _OF_BODY, body.pk, {"duzenleyen": body.slug})


def _panel(title: str, events: Compiled[Event], of: int, wishes: dict[str, str]) -> Panel | None:
    """The next events, else the last ones; two queries."""
    now = timezone.now()
    rows = events.rows(of=of, now=now)
    if not rows:
        return None
    coming = [event for event in rows if event.ends_at > now]
    wishes = wishes if coming else {"zaman": "gecmis", **wishes}
    context = {
        "cards": cards_of(coming or rows, now),
        "is_past": not coming,
        "url": f"{reverse('etkinlikler:event_list')}?{urlencode(wishes)}",
    }
    return Panel(title, "etkinlikler/_panel.html", context)
