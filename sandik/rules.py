"""Who sees what of a vote, and when: the one policy for pages, exports, admin, interfaces and caches.

Turnout is public at any time, by place and by the hour. Results, sums and ballots are nobody's before the box is sealed
and the room that owns it has published its count; the count itself reads `services.publication.sealed_ballots`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from konsey.models import User
from sandik.models import Box, Channel, Paper, RollEntry, Station, TurnoutHour


@dataclass(frozen=True)
class AreaTurnout:
    """How many have voted of one place, by the way they took."""

    area: str
    online: int
    desk: int

    @property
    def total(self) -> int:
        return self.online + self.desk


def may_see_results(box: Box, now: datetime) -> bool:
    """Say whether anybody at all, staff included, may see sums or ballots of this box."""
    return box.sealed_at is not None and box.results_published_at is not None and box.results_published_at <= now


def why_not_see_results(box: Box, now: datetime) -> str | None:
    """Say why nobody sees results yet. A box that is not yet published answers the same to everybody."""
    if may_see_results(box, now):
        return None
    if box.sealed_at is None:
        return _("Sandık mühürlenmeden hiç kimse, görevliler de, ara sonuç göremez.")
    return _("Sandık mühürlendi; sonuçlar sayım tamamlanıp yayımlandığında burada yer alacak.")


def turnout(paper: Paper) -> list[AreaTurnout]:
    """Voters by place from the roll, in the order of the places' addresses. One query."""
    return turnout_of([paper]).get(paper.pk, [])


def turnout_of(papers: Iterable[Paper]) -> dict[int, list[AreaTurnout]]:
    """Voters by place for each of these papers. One query."""
    rows = RollEntry.objects.filter(paper__in=list(papers)).values("paper_id", "area").order_by("paper_id", "area")
    counts = rows.annotate(
        online=Count("area", filter=Q(channel=Channel.ONLINE)), desk=Count("area", filter=Q(channel=Channel.DESK))
    )
    found: dict[int, list[AreaTurnout]] = {}
    for row in counts:
        found.setdefault(row["paper_id"], []).append(AreaTurnout(row["area"], row["online"], row["desk"]))
    return found


def turnout_by_hour(paper: Paper) -> list[tuple[datetime, int]]:
    """Voters up to each full hour, in order; each at most an hour old. One query."""
    return list(TurnoutHour.objects.filter(paper=paper).order_by("hour").values_list("hour", "voters"))


def may_work_at_desk(user: User) -> bool:
    return user.is_authenticated and user.is_clerk and user.has_perm("sandik.work_at_desk")


def why_not_work_at(station: Station, now: datetime) -> str | None:
    """Say why ballots of this station cannot be entered; entering goes on after closing time until sealing."""
    box = station.box
    if box.frozen_at is None or now < box.opens_at:
        return _("Bu masanın oylaması henüz başlamadı.")
    if box.sealed_at is not None:
        return _("Sandık mühürlendi; kâğıt pusula girilemez.")
    return None
