"""Counting places. Everything that gives or frees one goes through here, under the lock of the event's allotments.

Lock order of the room: event, allotments (by key), registrations, attendees. The functions change objects in memory;
`Seats.store` writes the counters once, and the database refuses more than there are places.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from etkinlikler.models import Allotment, Attendee, Event, Need, Registration
from konsey.compiled import AnyOf, Compiled
from konsey.errors import Refused

# In which allotments a kind of registration looks for its places, the first that the event has.
LOOKS_IN: dict[str, tuple[str, ...]] = {
    Registration.Kind.SELF: (Allotment.Kind.GENERAL, Allotment.Kind.NGO),
    Registration.Kind.ORGANISATION: (Allotment.Kind.NGO, Allotment.Kind.GENERAL),
    Registration.Kind.DELEGATION: (Allotment.Kind.DELEGATION,),
    Registration.Kind.WALK_IN: (Allotment.Kind.GENERAL, Allotment.Kind.NGO, Allotment.Kind.RESERVE),
}


_LINES = Compiled(
    lambda allotments: (
        Registration.objects.in_line().filter(AnyOf("allotment_id", allotments)).order_by().values_list("pk")[:1]
    ),
    allotments=list[int],
)
_PRESENT = Compiled(
    lambda event, addresses, but: (
        Attendee.objects.filter(AnyOf("email", addresses), event=event)
        .exclude(state__in=Attendee.NOT_COUNTED)
        .exclude(AnyOf("pk", but))
        .values_list("email", flat=True)
    ),
    event=int,
    addresses=list[str],
    but=list[int],
)


class Seats:
    """The locked allotments of one event. Whoever changes who has a place there holds these until the commit."""

    locked = Compiled(
        lambda event: Allotment.objects.filter(event=event).order_by("pk").select_for_update(of=("self",), no_key=True),
        event=int,
    )

    def __init__(self, event_id: int) -> None:
        self.rows = {row.pk: row for row in self.locked.rows(event=event_id)}
        self._stored = {key: (row.taken, row.last_in_line) for key, row in self.rows.items()}

    def of_kind(self, *kinds: str) -> Allotment | None:
        """Return the first of these kinds that the event has."""
        by_kind = {row.kind: row for row in self.rows.values()}
        return next((by_kind[kind] for kind in kinds if kind in by_kind), None)

    def for_person(self, needs: Iterable[str], main: Allotment) -> Allotment:
        """Somebody who needs a wheelchair place gets one of those, where the event keeps them."""
        return (self.of_kind(Allotment.Kind.WHEELCHAIR) or main) if Need.Kind.WHEELCHAIR in needs else main

    def who_fits(self, people: Sequence[Attendee], *, fewer: bool) -> list[Attendee]:
        """Return those for whom there is a place now: all of them, or with ``fewer`` the first ones, or nobody."""
        free = {key: row.free for key, row in self.rows.items()}
        fitting = []
        for person in people:
            if free[person.allotment_id] > 0:
                free[person.allotment_id] -= 1
                fitting.append(person)
        return fitting if fewer or len(fitting) == len(people) else []

    def has_line(self, people: Iterable[Attendee]) -> bool:
        """Whether somebody waits already for the places these people need. Nobody overtakes a line."""
        return bool(_LINES.rows(allotments=list({person.allotment_id for person in people})))

    def hold(self, people: Iterable[Attendee], state: str) -> None:
        """Give places to people who have none."""
        self._count(people, +1)
        for person in people:
            person.state = state

    def free(self, people: Sequence[Attendee], state: str) -> None:
        """Take people's places, if they hold any, and give them the state ``state``."""
        self._count([person for person in people if person.state in Attendee.HOLDING], -1)
        for person in people:
            person.state = state

    def queue(self, registration: Registration, people: Sequence[Attendee]) -> None:
        """Put a registration that does not fit at the end of a line: of the wheelchair places if those are missing."""
        wanted = Counter(person.allotment_id for person in people)
        short = [self.rows[key] for key, count in wanted.items() if self.rows[key].free < count]
        wheelchair = next((row for row in short if row.kind == Allotment.Kind.WHEELCHAIR), None)
        line = wheelchair or self.rows[registration.allotment_id]
        line.last_in_line += 1
        registration.allotment, registration.line_number = line, line.last_in_line
        registration.state = Registration.State.WAITING
        for person in people:
            person.state = Attendee.State.LISTED

    def store(self) -> None:
        for key, row in self.rows.items():
            if self._stored[key] != (row.taken, row.last_in_line):
                row.save(update_fields=["taken", "last_in_line"])
                self._stored[key] = (row.taken, row.last_in_line)

    def _count(self, people: Iterable[Attendee], sign: int) -> None:
        """A delegation's people sit on its quota, which is counted already."""
        for person in people:
            if person.registration.delegation_id is None:
                self.rows[person.allotment_id].taken += sign


def store_people(people: Sequence[Attendee]) -> None:
    """Write the states that were changed in memory, one query for each state."""
    by_state: dict[str, list[int]] = {}
    for person in people:
        by_state.setdefault(person.state, []).append(person.pk)
    for state, keys in by_state.items():
        Attendee.objects.filter(pk__in=keys).update(state=state)


def refuse_who_is_there(event: Event, people: Sequence[Attendee]) -> None:
    """One address comes to an event once. Under the lock of `Seats`, so nobody slips in between; the constraint holds
    what else writes."""
    addresses = [person.email for person in people if person.email and person.state != Attendee.State.CANCELLED]
    here = [person.pk for person in people if person.pk]
    if there := _PRESENT.rows(event=event.pk, addresses=addresses, but=here):
        raise Refused(
            _("Bu e-posta adresiyle bu etkinliğe kayıtlı biri var: %(addresses)s") % {"addresses": ", ".join(there)}
        )


def true_count(event: Event) -> dict[int, int]:
    """Return what ``taken`` of each allotment must be, counted from the people and the quotas (for checks)."""
    holding = Attendee.objects.filter(event=event, state__in=Attendee.HOLDING, registration__delegation=None)
    counts = Counter(holding.values_list("allotment_id", flat=True))
    keys = {row.kind: row.pk for row in event.allotments.all()}
    for quota in event.delegations.values_list("quota", flat=True):
        counts[keys[Allotment.Kind.DELEGATION]] += quota
    return {key: counts[key] for key in keys.values()}
