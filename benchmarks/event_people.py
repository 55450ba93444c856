"""People, events and their outcome for `event_burst`; runs with the portal's settings. Each returns plain values."""

import itertools
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from etkinlikler import tokens
from etkinlikler.models import Allotment, Attendee, Event, Registration
from etkinlikler.services.registrations import Person, Sheet, register_unconfirmed
from etkinlikler.services.seats import true_count
from konsey.models import OutboxMessage, User
from meclisler.models import Body
from tests.factories.etkinlikler import AllotmentFactory, EventFactory, VenueFactory
from tests.factories.konsey import UserFactory
from tests.factories.meclisler import BodyFactory

_number = itertools.count(1_000_000 + Registration.objects.count() * 10 + User.objects.count())
State = Registration.State


def signed_in(people: int, places: int) -> dict:
    event = _event(places)
    jobs = []
    for _each in range(people):
        number = next(_number)
        user = UserFactory(name=f"Kişi {number}", email=f"kisi{number}@example.com")
        user.emailaddress_set.update_or_create(email=user.email, defaults={"verified": True, "primary": True})
        path = reverse("etkinlikler:event_register", args=[event.slug])
        jobs.append(
            {
                "cookies": {"oturum": _session(user)},
                "path": path,
                "page": event.get_absolute_url(),
                "data": [("_tek_tik", "1")],
            }
        )
    return {"event": event.pk, "jobs": jobs}


def confirming(registrations: int, places: int, size: int) -> dict:
    event = _event(places)
    return {"event": event.pk, "jobs": [_to_confirm(event, size, Registration.Kind.SELF) for _ in range(registrations)]}


def two_allotments(general: int, ngo: int) -> dict:
    event = _event(100, capacity=150)
    AllotmentFactory(event=event, kind=Allotment.Kind.NGO, places=50)
    jobs = [_to_confirm(event, 1, Registration.Kind.SELF) for _ in range(general)]
    return {
        "event": event.pk,
        "jobs": jobs + [_to_confirm(event, 1, Registration.Kind.ORGANISATION) for _ in range(ngo)],
    }


def cancelling(event: int, count: int) -> dict:
    rows = Registration.objects.filter(event=event, state=State.CONFIRMED).order_by("pk")[:count]
    jobs = [_job(_link("registration_cancel", row), _link("registration_cancel", row)) for row in rows]
    return {"event": event, "jobs": jobs}


def outcome(event_key: int) -> dict:
    """What the database says of an event after a burst."""
    event = Event.objects.get(pk=event_key)
    rows = Registration.objects.filter(event=event)
    by_state = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    letters = OutboxMessage.objects.filter(key__regex=_keys(rows), letter__in=_ANSWERS)
    return {
        "event": event_key,
        "confirmed": by_state.get(State.CONFIRMED, 0),
        "waiting": by_state.get(State.WAITING, 0),
        "seated": Attendee.objects.coming().filter(event=event).count(),
        "line": sorted(rows.filter(state=State.WAITING).values_list("line_number", flat=True)),
        "offered_line": sorted(rows.filter(state=State.OFFERED).values_list("line_number", flat=True)),
        "letters": letters.count(),
        "letters_once": letters.count() == letters.values("letter", "to").distinct().count(),
        "taken": dict(event.allotments.values_list("kind", "taken")),
        "counters": {row.pk: row.taken for row in event.allotments.all()} == true_count(event),
    }


_ANSWERS = ("etkinlikler/registered", "etkinlikler/waiting")


def _keys(rows) -> str:
    return r"^etkinlikler/\w+:(" + "|".join(str(key) for key in rows.values_list("pk", flat=True)) + ")(:|$)"


def _event(places: int, capacity: int = 0) -> Event:
    size = capacity or places
    number = next(_number)
    venue = VenueFactory(name=f"Ölçüm yeri {number}", capacity=size)
    organiser = Body.objects.first() or BodyFactory()
    event = EventFactory(title=f"Ölçüm {number}", venue=venue, organiser=organiser, capacity=size)
    AllotmentFactory(event=event, places=places)
    return event


def _to_confirm(event: Event, size: int, kind: str) -> dict:
    number = next(_number)
    email = f"davetli{number}@example.com"
    people = [Person(f"Kişi {number}", email), *(Person(f"Kişi {number}.{place}") for place in range(1, size))]
    row = register_unconfirmed(event=event, sheet=Sheet(kind, f"Kişi {number}", email, people), now=timezone.now())
    return _job(_link("registration_confirm", row), _link("registration", row))


def _job(path: str, page: str) -> dict:
    """``page``: what a visitor has open, with the button that sends to ``path``."""
    return {"cookies": {}, "path": path, "page": page, "data": []}


def _link(name: str, row: Registration) -> str:
    return reverse(f"etkinlikler:{name}", args=[tokens.make(tokens.MANAGE, row.key)])


def _session(user: User) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["started_at"] = timezone.now().timestamp()
    session.create()
    return session.session_key
