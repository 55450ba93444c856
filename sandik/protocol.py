"""What one desk has done, in numbers: for its page and its printed protocol."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from konsey import numbers, pdf
from sandik.models import Paper, PaperBallot, RollEntry, Station

State = PaperBallot.State


@dataclass(frozen=True)
class Line:
    """One paper at one desk. ``invalid``: Turkish reason → count."""

    paper: Paper
    marked: int
    valid: int
    invalid: dict[str, int]
    waiting: int

    @property
    def invalid_total(self) -> int:
        return sum(self.invalid.values())

    @property
    def missing(self) -> int:
        """People marked here whose paper is not entered yet."""
        return self.marked - self.valid - self.invalid_total - self.waiting


def lines(station: Station) -> list[Line]:
    """Return every paper of the box in order. Three queries, however many papers."""
    marked = dict(
        RollEntry.objects.filter(station=station).values_list("paper_id").annotate(Count("area")).order_by("paper_id")
    )
    counted: dict[tuple[int, str, str], int] = {}
    rows = PaperBallot.objects.filter(station=station).values_list("paper_id", "state", "invalidity").order_by()
    for paper_id, state, reason, count in rows.annotate(Count("pk")):
        counted[paper_id, state, reason] = count
    return [_line(paper, marked.get(paper.pk, 0), counted) for paper in station.box.papers.order_by("pk")]


def sheet(station: Station, moment: str) -> bytes:
    """Return the protocol as PDF, with lines to sign."""
    found = lines(station)
    return pdf.render(
        "desk_protocol",
        {
            "title": _("Sandık masası tutanağı"),
            "station": station.name,
            "address": station.address or "–",
            "box": station.box.title,
            "period": numbers.moment(station.box.opens_at) + " – " + numbers.end_moment(station.box.closes_at),
            "moment": moment,
            "rows": [
                [line.paper.title, *map(str, (line.marked, line.valid, line.invalid_total, line.waiting, line.missing))]
                for line in found
            ],
            "reasons": [
                [line.paper.title, reason, str(count)] for line in found for reason, count in line.invalid.items()
            ],
        },
    )


def _line(paper: Paper, marked: int, counted: dict[tuple[int, str, str], int]) -> Line:
    invalid = {
        str(label): counted[paper.pk, State.INVALID, value]
        for value, label in PaperBallot.Invalidity.choices
        if (paper.pk, State.INVALID, value) in counted
    }
    waiting = sum(counted.get((paper.pk, state, ""), 0) for state in (State.ENTERED, State.DISPUTED))
    return Line(paper, marked, counted.get((paper.pk, State.CONFIRMED, ""), 0), invalid, waiting)
