"""Turnout is no secret: by day and by channel, before the count and after it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Sum
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from butce.models import Cycle
from butce.standings import Standing
from konsey import numbers
from konsey.drawing import Chart, Point
from sandik.models import TurnoutHour
from sandik.rules import turnout_of


def so_far(cycle: Cycle, now: datetime) -> dict[str, Any]:
    """What may be said while people vote and while it is counted: how many, where they voted, on which day."""
    envelopes = list(cycle.envelopes.select_related("paper").order_by("position", "pk"))
    papers = [envelope.paper for envelope in envelopes if envelope.paper is not None]
    areas = turnout_of(papers) if papers else {}
    voters = {
        envelope.pk: (
            sum(area.online for area in areas.get(envelope.paper_id or 0, [])),
            sum(area.desk for area in areas.get(envelope.paper_id or 0, [])),
        )
        for envelope in envelopes
    }
    return {
        "envelopes": [(envelope, *voters[envelope.pk], sum(voters[envelope.pk])) for envelope in envelopes],
        "days": by_day(cycle),
        "has_voted": any(sum(each) for each in voters.values()),
        "is_open": cycle.box is not None and cycle.box.opens_at <= now < cycle.box.closes_at,
        "is_sealed": cycle.box is not None and cycle.box.sealed_at is not None,
    }


def of_count(cycle: Cycle, rows: Sequence[Standing]) -> dict[str, Any]:
    """The same of a certified count, from what was stored with it."""
    online = sum(voters[0] for row in rows for voters in row.result.turnout.values())
    desk = sum(voters[1] for row in rows for voters in row.result.turnout.values())
    return {"online": online, "desk": desk, "days": by_day(cycle)}


def by_day(cycle: Cycle) -> Chart | None:
    """Ballots cast on each day of the vote, from the hourly notes; None where there are fewer than two. One query."""
    hours = TurnoutHour.objects.filter(paper__box=cycle.box_id)
    totals = dict(hours.order_by().values_list("hour").annotate(Sum("voters")))
    if cycle.box_id is None or len(totals) < 2:
        return None
    last: dict[date, int] = {}
    for hour, voters in sorted(totals.items()):
        day = timezone.localtime(hour).date()
        last[day] = max(last.get(day, 0), voters)
    points, before = [], 0
    for day, voters in last.items():
        points.append(Point(formats.date_format(day, "j M"), voters - before, numbers.number(voters - before)))
        before = voters
    return Chart(_("Gün gün kullanılan oylar"), _("Gün"), _("Kullanılan oy"), points, shape="columns")
