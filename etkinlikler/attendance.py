"""How many came: the live count of the door, and the figures of the desk afterwards. Reads only."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from etkinlikler.models import Allotment, Attendee, CheckIn, Event
from etkinlikler.rules.door import may_see_no_shows

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Tally:
    """``inside``: let in. ``expected``: who has a place, those inside among them. ``places``: what the event gives."""

    inside: int
    expected: int
    places: int

    @property
    def still_to_come(self) -> int:
        return self.expected - self.inside


@dataclass(frozen=True)
class Share:
    """One allotment: its places, who had one (also those whose place was given away), who of them came."""

    allotment: Allotment
    expected: int
    inside: int

    @property
    def absent(self) -> int:
        return self.expected - self.inside


@dataclass(frozen=True)
class Attendance:
    tally: Tally
    shares: list[Share]
    quarters: list[tuple[datetime, int]]  # each quarter hour in which somebody came, the empty ones between as well
    walk_ins: int
    repeated: int  # scans of people who were inside already
    no_shows: int | None  # None while people may still come


def tally(event: Event) -> Tally:
    """One query."""
    came = Q(Exists(CheckIn.objects.counting().filter(attendee=OuterRef("pk"))))
    has_place = Q(state=Attendee.State.SEATED)
    counts = Attendee.objects.filter(event=event).aggregate(
        inside=Count("pk", filter=came), expected=Count("pk", filter=has_place)
    )
    return Tally(counts["inside"], counts["expected"], event.capacity)


def attendance(event: Event, now: datetime) -> Attendance:
    """Return all figures of one event's door. Four queries."""
    people = Attendee.objects.filter(event=event, state__in=[Attendee.State.SEATED, Attendee.State.ABSENT])
    came = Q(Exists(CheckIn.objects.counting().filter(attendee=OuterRef("pk"))))
    rows = people.values("allotment").annotate(expected=Count("pk"), inside=Count("pk", filter=came))
    by_allotment = {row["allotment"]: (row["expected"], row["inside"]) for row in rows}
    shares = [Share(row, *by_allotment.get(row.pk, (0, 0))) for row in event.allotments.all()]
    scans = list(CheckIn.objects.filter(attendee__event=event, undone_at=None).values_list("at", "counts", "source"))
    counting = [(at, source) for at, counts, source in scans if counts]
    expected, inside = sum(share.expected for share in shares), sum(share.inside for share in shares)
    return Attendance(
        tally=Tally(inside, people.filter(state=Attendee.State.SEATED).count(), event.capacity),
        shares=shares,
        quarters=by_quarter([at for at, _source in counting]),
        walk_ins=sum(source == CheckIn.Source.WALK_IN for _at, source in counting),
        repeated=len(scans) - len(counting),
        no_shows=expected - inside if may_see_no_shows(event, now) else None,
    )


def by_quarter(moments: list[datetime]) -> list[tuple[datetime, int]]:
    if not moments:
        return []
    counts = Counter(_quarter(at) for at in moments)
    quarter, last, found = min(counts), max(counts), []
    while quarter <= last:
        found.append((quarter, counts[quarter]))
        quarter += QUARTER
    return found


def no_shows(event: Event) -> QuerySet[Attendee]:
    """Those who have, or had, a place and were not let in, by name."""
    inside = CheckIn.objects.counting().filter(attendee=OuterRef("pk"))
    rows = Attendee.objects.filter(
        ~Exists(inside), event=event, state__in=[Attendee.State.SEATED, Attendee.State.ABSENT]
    )
    return rows.select_related("registration").order_by("name_sort", "pk")


def _quarter(at: datetime) -> datetime:
    local = timezone.localtime(at)
    return local.replace(minute=local.minute // 15 * 15, second=0, microsecond=0)
