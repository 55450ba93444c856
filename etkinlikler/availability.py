"""What of a park is free: the week before asking, and what others hold at a certain time. Nobody is named here."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from etkinlikler.models import Equipment, EquipmentLoan, LivingPark, ParkUseRequest, ParkZone
from etkinlikler.rules import parks as rules
from etkinlikler.rules.parkuse import Taken
from konsey.numbers import clock

FREE, PART, FULL, CLOSED = "free", "part", "full", "closed"
NOBODY = 0  # the key of no request
SHAPES = {FREE: "○", PART: "◐", FULL: "●", CLOSED: "✕"}
LEAST = dt.timedelta(minutes=30)  # a shorter gap between two uses is of no use to anybody
_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)


@dataclass(frozen=True)
class Cell:
    """One zone on one day. ``state`` is the shape, ``text`` the word; ``spans`` are the taken times."""

    zone: ParkZone
    state: str
    text: str
    spans: list[str] = field(default_factory=list)

    @property
    def shape(self) -> str:
        """Beside the word, so that neither colour nor word alone says it."""
        return SHAPES[self.state]

    @property
    def may_ask(self) -> bool:
        return self.state in {FREE, PART}


@dataclass(frozen=True)
class Line:
    """One day: the park's hours and a cell per zone."""

    day: dt.date
    hours: str
    cells: list[Cell]


@dataclass(frozen=True)
class Week:
    monday: dt.date
    zones: list[ParkZone]
    lines: list[Line]
    previous: str
    following: str

    @property
    def sunday(self) -> dt.date:
        return self.monday + dt.timedelta(days=6)


def monday_of(wanted: str, otherwise: dt.date) -> dt.date:
    """Read 2026-W49; anything else is the week of ``otherwise``."""
    found = _WEEK.fullmatch(wanted)
    if found:
        try:
            return dt.date.fromisocalendar(int(found[1]), int(found[2]), 1)
        except ValueError:
            pass
    return otherwise - dt.timedelta(days=otherwise.weekday())


def week_of(park: LivingPark, monday: dt.date, now: dt.datetime) -> Week:
    """The table of one week: one query on top of the park's own. Weeks outside what may be asked for lead nowhere."""
    start = timezone.make_aware(dt.datetime.combine(monday, dt.time()))
    uses = ParkUseRequest.objects.holding().filter(zone__park=park).overlapping(start, start + dt.timedelta(days=8))
    taken: dict[tuple[int, dt.date], list[tuple[dt.datetime, dt.datetime]]] = defaultdict(list)
    for zone_id, begins, ends in uses.order_by("starts_at").values_list("zone_id", "starts_at", "ends_at"):
        taken[zone_id, timezone.localdate(begins)].append((begins, ends))
    days = [monday + dt.timedelta(days=number) for number in range(7)]
    zones = list(park.zones.all())
    for zone in zones:
        zone.park = park
    lines = [
        Line(
            day,
            rules.spoken_hours(rules.hours_of(park, day)),
            [_cell(zone, day, taken[zone.pk, day], now) for zone in zones],
        )
        for day in days
    ]
    first, last = timezone.localdate(now), rules.last_day(park, now)
    return Week(
        monday,
        zones,
        lines,
        previous=_name(days[0] - dt.timedelta(days=7)) if days[0] > first else "",
        following=_name(days[0] + dt.timedelta(days=7)) if days[-1] < last else "",
    )


def taken_for(zone: ParkZone, start: dt.datetime, end: dt.datetime, *, but: int = NOBODY) -> Taken:
    """What others hold of the zone between two moments, and what is free of each thing. ``but``: the own request."""
    uses = ParkUseRequest.objects.holding().overlapping(start, end).filter(zone=zone).exclude(pk=but)
    times = tuple(uses.values_list("starts_at", "ends_at"))
    return Taken(times=times, free=free_equipment(start, end, but=but))


def free_equipment(
    start: dt.datetime, end: dt.datetime, *, but: int = NOBODY, things: Iterable[Equipment] | None = None
) -> dict[int, int]:
    """How many of each thing nobody holds at any moment between the two. ``things``: the whole stock, if known."""
    holding = ParkUseRequest.objects.holding().overlapping(start, end).exclude(pk=but)
    rows = EquipmentLoan.objects.filter(use__in=holding)
    lent: dict[int, list[rules.Lent]] = defaultdict(list)
    for thing, *loan in rows.values_list("equipment_id", "quantity", F("use__starts_at"), F("use__ends_at")):
        lent[thing].append(rules.Lent(*loan))
    stock = Equipment.objects.all() if things is None else things
    return {thing.pk: max(thing.stock - rules.most_lent(lent[thing.pk], start, end), 0) for thing in stock}


def _cell(zone: ParkZone, day: dt.date, taken: list[tuple[dt.datetime, dt.datetime]], now: dt.datetime) -> Cell:
    if closure := rules.closure_of(zone, day):
        return Cell(zone, CLOSED, closure.reason)
    hours = rules.hours_of(zone.park, day)
    if hours is None:
        return Cell(zone, CLOSED, _("Kapalı"))
    spans = [f"{clock(start)}–{clock(end)}" for start, end in taken]
    if rules.why_not_day(zone, day, now):
        return Cell(zone, CLOSED, _("Başvuru süresi dışında"), spans)
    opens, closes = (timezone.make_aware(dt.datetime.combine(day, time)) for time in (hours.opens, hours.closes))
    if not _has_gap(opens, closes, taken):
        return Cell(zone, FULL, _("Dolu"), spans)
    return Cell(zone, PART, _("Kısmen dolu"), spans) if spans else Cell(zone, FREE, _("Boş"))


def _has_gap(opens: dt.datetime, closes: dt.datetime, taken: Iterable[tuple[dt.datetime, dt.datetime]]) -> bool:
    """``taken`` is in order and does not overlap."""
    free_from = opens
    for start, end in taken:
        if start - free_from >= LEAST:
            return True
        free_from = max(free_from, end)
    return closes - free_from >= LEAST


def _name(monday: dt.date) -> str:
    year, week, _day = monday.isocalendar()
    return f"{year}-W{week:02d}"
