"""A month of events as weeks of days, from Monday to Sunday."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from etkinlikler.models import Event
from etkinlikler.models.events import EventQuerySet
from konsey import numbers

FIRST_YEAR, LAST_YEAR = 2010, 2100


@dataclass(frozen=True)
class Entry:
    event: Event
    time: str  # empty on the following days of an event that takes several


@dataclass(frozen=True)
class Day:
    date: date
    is_in_month: bool
    is_today: bool
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """``first`` is its first day."""

    first: date
    weeks: Sequence[Sequence[Day]]

    @property
    def events(self) -> int:
        return len({entry.event.pk for week in self.weeks for day in week if day.is_in_month for entry in day.entries})


def is_known(year: int, month: int) -> bool:
    """Whether there can be a page for this month; the others are left to nobody and to crawlers."""
    return FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12


def neighbour(first: date, step: int) -> date:
    """The first day of the month ``step`` months away."""
    months = first.year * 12 + first.month - 1 + step
    return date(months // 12, months % 12 + 1, 1)


def events_between(events: EventQuerySet, first: date, last: date) -> EventQuerySet:
    """Those that take place on one of these local days, in order."""
    return events.filter(starts_at__lt=_midnight(last + timedelta(days=1)), ends_at__gt=_midnight(first)).order_by(
        "starts_at", "pk"
    )


def span_of(first: date) -> tuple[date, date]:
    """The first and the last day that the month's table shows."""
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return weeks[0][0], weeks[-1][-1]


def month_of(first: date, events: Iterable[Event], today: date) -> Month:
    """``events``: those of `span_of`, in order."""
    weeks = [
        [Day(day, is_in_month=day.month == first.month, is_today=day == today) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    days = {day.date: day for week in weeks for day in week}
    for event in events:
        for position, day in enumerate(_days(event)):
            if day in days:
                days[day].entries.append(Entry(event, "" if position else numbers.clock(event.starts_at)))
    return Month(first, weeks)


def _days(event: Event) -> Iterable[date]:
    start, end = timezone.localdate(event.starts_at), numbers.last_day(event.ends_at)
    return (start + timedelta(days=number) for number in range((end - start).days + 1))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
