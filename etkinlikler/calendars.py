"""Calendar files (RFC 5545) and the code that the door reads.

Times are written in UTC: every calendar shows them in its own zone, and no copy of İzmir's zone rules can grow old.
"""

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

import icalendar
import segno
from django.conf import settings
from PIL import Image

from etkinlikler.models import Event

KEPT = 256  # calendar files of single events in memory, about 1 kB each
DOT, QUIET = 6, 4  # pixels of one dot; dots of white around the code
_STATUS = {Event.State.CANCELLED: "CANCELLED", Event.State.POSTPONED: "TENTATIVE"}


class Facts(NamedTuple):
    """What a calendar says of an event, and of us."""

    pk: int
    revision: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    summary: str
    place: str
    url: str
    status: str
    kind: str
    council: str
    email: str
    site: str


def event_file(event: Event) -> bytes:
    """Return one event as a calendar file. A later file of the same event replaces the earlier one (UID, SEQUENCE)."""
    return _event_file(_facts(event))


@lru_cache(maxsize=KEPT)
def _event_file(facts: Facts) -> bytes:
    """Everybody who registers gets the same one."""
    return _written([facts], name=facts.title)


def calendar_file(events: Iterable[Event], *, name: str) -> bytes:
    """Return many events as one calendar; ``venue`` of each is loaded."""
    return _written(map(_facts, events), name=name)


def _written(entries: Iterable[Facts], *, name: str) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{settings.COUNCIL_NAME}//Etkinlikler//TR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for facts in entries:
        calendar.add_component(_entry(facts))
    return calendar.to_ical()


def code_picture(address: str) -> bytes:
    """Return the address as a QR code, PNG, big enough for an old phone's camera."""
    rows = _code(address).matrix
    dots = Image.frombytes("L", (len(rows), len(rows)), bytes(0 if dark else 255 for row in rows for dark in row))
    side = len(rows) + 2 * QUIET
    whole = Image.new("1", (side, side), 1)
    whole.paste(dots, (QUIET, QUIET))
    picture = io.BytesIO()
    whole.resize((side * DOT, side * DOT), Image.Resampling.NEAREST).save(picture, "PNG", compress_level=1)
    return picture.getvalue()


def code_file(address: str) -> str:
    """Return the same code as an SVG file for printed papers."""
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="svg", border=0, light="#fff")
    return picture.getvalue().decode()


def code_drawing(address: str) -> str:
    """Return the same code as inline SVG, black on white in every colour scheme."""
    return _code(address).svg_inline(scale=DOT, border=QUIET, omitsize=True, dark="#000", light="#fff")


def _code(address: str) -> segno.QRCode:
    """Every mask of the standard can be read; trying all eight for the prettiest one takes 9 of 11 milliseconds."""
    return segno.make(address, error="m", micro=False, boost_error=False, mask=2)


def _facts(event: Event) -> Facts:
    return Facts(
        event.pk,
        event.revision,
        event.changed_at,
        event.starts_at,
        event.ends_at,
        event.title,
        event.summary,
        ", ".join(part for part in (event.venue.name, event.venue.address) if part),
        settings.SITE_URL + event.get_absolute_url(),
        _STATUS.get(Event.State(event.state), "CONFIRMED"),
        str(Event.Kind(event.kind).label),
        settings.COUNCIL_NAME,
        settings.COUNCIL_EMAIL,
        settings.SITE_URL,
    )


def _entry(facts: Facts) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("uid", f"etkinlik-{facts.pk}@{facts.site.split('//')[-1]}")
    entry.add("sequence", facts.revision)
    entry.add("dtstamp", facts.changed_at)
    entry.add("dtstart", facts.starts_at.astimezone(UTC))
    entry.add("dtend", facts.ends_at.astimezone(UTC))
    entry.add("summary", facts.title)
    entry.add("description", f"{facts.summary}\n{facts.url}")
    entry.add("location", facts.place)
    entry.add("url", facts.url)
    entry.add("status", facts.status)
    entry.add("categories", [facts.kind])
    entry.add("organizer", icalendar.vCalAddress(f"mailto:{facts.email}"))
    return entry
