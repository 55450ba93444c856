"""The programme of a published event as a leaflet that anybody may print."""

import json
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from itertools import groupby

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _

from etkinlikler import calendars
from etkinlikler.models import Event, EventPartner, Session, SessionSpeaker
from konsey import numbers, pdf

KEPT_FOR = 24 * 3600  # seconds
QUIET = frozenset({Session.Kind.BREAK})


def leaflet(event: Event) -> bytes:
    """Return the PDF; ``venue`` and ``organiser`` are loaded. Set once for as long as nothing on it changes, since
    anybody may ask for it."""
    data = _data(event)
    digest = sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
    key = f"etkinlikler.leaflet:{digest}"
    made: bytes | None = cache.get(key)
    if made is None:
        made = pdf.render("event_programme", data)
        cache.set(key, made, KEPT_FOR)
    return made


def _data(event: Event) -> dict[str, object]:
    address = settings.SITE_URL + event.get_absolute_url()
    return {
        "title": event.title,
        "kind": str(event.get_kind_display()),
        "summary": event.summary,
        "when": numbers.span(event.starts_at, event.ends_at),
        "place": ", ".join(part for part in (event.venue.name, event.venue.address) if part),
        "state": _state(event),
        "days": _days(event),
        "partners": _partners(event),
        "access": _access(event),
        "address": address.split("//", 1)[-1],
        "code": calendars.code_file(address),
        "code-alt": _("Etkinliğin sayfasına götüren karekod"),
    }


def _state(event: Event) -> str:
    if event.state in {Event.State.CANCELLED, Event.State.POSTPONED}:
        return f"{event.get_state_display()}: {event.state_note}"
    return ""


def _days(event: Event) -> list[dict[str, object]]:
    sessions = event.sessions.select_related("hall").prefetch_related("appearances__speaker")
    days = groupby(sessions, key=lambda session: timezone.localdate(session.starts_at))
    return [_day(day, list(parts)) for day, parts in days]


def _day(day: date, sessions: list[Session]) -> dict[str, object]:
    """A day in one hall names it once, under its heading."""
    halls = {session.hall.name for session in sessions if session.hall}
    only = halls.pop() if len(halls) == 1 else ""
    return {"title": numbers.day(day), "place": only, "sessions": [_session(each, only) for each in sessions]}


def _session(session: Session, shown_above: str) -> dict[str, object]:
    hall = session.hall.name if session.hall else ""
    return {
        "time": f"{numbers.clock(session.starts_at)}–{numbers.end_clock(session.ends_at)}",
        "title": session.title,
        "place": "" if hall == shown_above else hall,
        "quiet": session.kind in QUIET,
        "people": [_appearance(each) for each in session.appearances.all()],
    }


def _appearance(appearance: SessionSpeaker) -> dict[str, str]:
    is_moderator = appearance.role == SessionSpeaker.Role.MODERATOR
    return {
        "name": appearance.speaker.name,
        "standing": appearance.speaker.standing,
        "role": str(appearance.get_role_display()) if is_moderator else "",
    }


def _partners(event: Event) -> list[dict[str, object]]:
    """The organiser first, then the partners by their role."""
    rows: Iterable[EventPartner] = event.partnerships.select_related("organisation")
    groups: list[dict[str, object]] = [{"role": _("Düzenleyen"), "names": [event.organiser.name]}]
    for role in EventPartner.Role:
        names = [row.organisation.name for row in rows if row.role == role]
        if names:
            groups.append({"role": str(role.label), "names": names})
    return groups


def _access(event: Event) -> str:
    offered = list(event.venue.access_features)
    if event.sign_language:
        offered.append(_("İşaret dili çevirisi"))
    if event.live_captions:
        offered.append(_("Anlık yazı dökümü"))
    return ", ".join(offered)
