"""The programme of an event for its page: days, sessions with their halls and speakers.

Two queries in all. It is built and drawn once from what they bring: thirty sessions cost more than the rest of a page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from etkinlikler.models import Event, Session, SessionSpeaker
from konsey import numbers, text
from konsey.compiled import Compiled

PORTRAIT_STEP = 480
KEPT = 128  # programmes in memory, about 60 kB each
Rows = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Person:
    """A speaker; ``initials`` stand where there is no picture."""

    pk: int
    name: str
    standing: str
    biography: str
    initials: str
    picture: str
    alt: str


@dataclass(frozen=True)
class Part:
    """A session; ``people`` with the word for what they do there, empty for speakers."""

    title: str
    kind: str
    kind_label: str
    description: str
    hall: str
    starts: str
    ends: str
    people: Sequence[tuple[Person, str]]


@dataclass(frozen=True)
class Day:
    label: str
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True)
class Programme:
    days: Sequence[Day]
    people: Sequence[Person]

    @property
    def is_one_day(self) -> bool:
        return len(self.days) == 1

    @cached_property
    def drawn(self) -> SafeString:
        """The sections of the programme and of the speakers; the same for everybody."""
        programme = render_to_string("etkinlikler/_programme.html", {"programme": self}) if self.days else SafeString()
        people = (
            render_to_string("etkinlikler/_speakers.html", {"people": self.people}) if self.people else SafeString()
        )
        return programme + people


_SESSION = ("pk", "kind", "title", "description", "hall__name", "starts_at", "ends_at")
_SPEAKER = ("pk", "name", "title", "institution", "biography", "picture__token", "picture__alt")


_SESSIONS = Compiled(
    lambda event: (
        Session.objects.filter(event=event).order_by("starts_at", "hall__position", "pk").values_list(*_SESSION)
    ),
    event=int,
)
_APPEARANCES = Compiled(
    lambda event: (
        SessionSpeaker.objects.filter(session__event=event)
        .order_by("session__starts_at", "session__hall__position", "session_id", "position", "pk")
        .values_list("session_id", "role", *(f"speaker__{name}" for name in _SPEAKER))
    ),
    event=int,
)


def programme_of(event: Event) -> Programme:
    """Return the sessions in their order and everybody who speaks, once each, in order of appearance."""
    return _built(tuple(_SESSIONS.rows(event=event.pk)), tuple(_APPEARANCES.rows(event=event.pk)), get_language() or "")


@lru_cache(maxsize=KEPT)
def _built(sessions: Rows, appearances: Rows, language: str) -> Programme:
    """It depends on its arguments alone (``language`` is the active one)."""
    people: dict[int, Person] = {}
    by_session = _appearances(appearances, people)
    days: dict[date, Day] = {}
    for pk, kind, title, description, hall, starts_at, ends_at in sessions:
        part = Part(
            title, kind, str(Session.Kind(kind).label), description, hall or "", numbers.clock(starts_at),
            numbers.end_clock(ends_at), by_session.get(pk, []),
        )  # fmt: skip
        _day(days, starts_at).parts.append(part)
    return Programme(list(days.values()), list(people.values()))


def _day(days: dict[date, Day], moment: datetime) -> Day:
    local = timezone.localdate(moment)
    return days.setdefault(local, Day(numbers.day(local)))


def _appearances(rows: Rows, people: dict[int, Person]) -> Mapping[int, list[tuple[Person, str]]]:
    """Who speaks in which session; fills ``people``."""
    found: dict[int, list[tuple[Person, str]]] = {}
    for session, role, pk, *facts in rows:
        person = people.setdefault(pk, _person(pk, *facts))
        moderates = role == SessionSpeaker.Role.MODERATOR
        found.setdefault(session, []).append((person, str(SessionSpeaker.Role(role).label) if moderates else ""))
    return found


def _person(
    pk: int, name: str, title: str, institution: str, biography: str, token: str | None, alt: str | None
) -> Person:
    standing = ", ".join(part for part in (title, institution) if part)
    picture = reverse("picture", args=[token, PORTRAIT_STEP]) if token else ""
    return Person(pk, name, standing, biography, initials(name), picture, alt or "")


def initials(name: str) -> str:
    """The first letters of the first and the last name: Işıl Yıldız → IY."""
    words = [word for word in name.split() if word[0] != "("]  # "(örnek)" is no name
    return text.upper("".join(word[0] for word in (words[:1] + words[1:][-1:])))
