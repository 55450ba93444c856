"""What the door's pages show: the list with who is inside, and what a phone saves of it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch

from etkinlikler.attendance import Tally
from etkinlikler.codes import code_of, keys_of
from etkinlikler.models import Attendee, AttendeeQuerySet, CheckIn, Event, Need
from etkinlikler.rules import door as rules
from konsey.models import User
from konsey.numbers import clock

# Where the steward lends a hand; every other need is the organiser's alone.
HELP = (Need.Kind.WHEELCHAIR, Need.Kind.COMPANION)


def people(event: Event) -> AttendeeQuerySet:
    """Everybody who has, or had, a place, by name: ``entries`` holds the check-in that counts, ``help`` the needs."""
    counting = CheckIn.objects.counting().select_related("by").only("attendee_id", "at", "by__name", "by__email")
    needs = Need.objects.filter(kind__in=HELP).only("attendee_id", "kind")
    rows = Attendee.objects.filter(event=event, state__in=[Attendee.State.SEATED, Attendee.State.ABSENT])
    return (
        rows.select_related("registration")
        .only("name", "key", "state", "registration__organisation_name")  # phones ask for it again and again
        .order_by("name_sort", "pk")
        .prefetch_related(Prefetch("checkins", counting, to_attr="entries"), Prefetch("needs", needs, to_attr="help"))
    )


def search(event: Event, typed: str) -> AttendeeQuerySet:
    """Find by words of the name or the organisation, by a typed code, or by the address that a scanner types."""
    rows = people(event)
    if not typed:
        return rows
    keys = keys_of(typed)
    return rows.matching(typed) | rows.filter(key__range=keys) if keys else rows.matching(typed)


def saved_row(person: Attendee) -> dict[str, object]:
    """What a phone keeps of one person: no address, no key, no need but where help is given."""
    row: dict[str, object] = {
        "id": person.pk,
        "name": person.name,
        "org": person.registration.organisation_name,
        "code": code_of(person.key),
        "help": [need.kind for need in getattr(person, "help", [])],
        "absent": person.state == Attendee.State.ABSENT,
    }
    entries = getattr(person, "entries", [])
    return row | {"in": saved_entry(entries[0])} if entries else row


def saved_entry(checkin: CheckIn) -> dict[str, object]:
    return {"id": checkin.pk, "at": clock(checkin.at), "by": str(checkin.by)}


def saved_tally(tally: Tally) -> dict[str, int]:
    return {"inside": tally.inside, "expected": tally.expected, "places": tally.places}


@dataclass(frozen=True)
class AtDoor:
    """What a steward sees on somebody's ticket page."""

    why_not: str | None
    entry: CheckIn | None
    form_key: uuid.UUID


def at_door(user: User | AnonymousUser, person: Attendee, now: datetime) -> AtDoor | None:
    """None for everybody who does not keep this door. ``person.event`` and ``person.registration`` are loaded."""
    if not rules.may_keep_door(user, person.event):
        return None
    entry = CheckIn.objects.counting().select_related("by").filter(attendee=person).first()
    return AtDoor(rules.why_not_let_in(person, person.event, now), entry, uuid.uuid4())
