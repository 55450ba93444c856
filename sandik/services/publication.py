"""What the world gets of a sealed box: numbered ballots, sums, receipt lists, and the hash that fixes them."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from konsey import audit
from konsey.errors import Refused
from konsey.models import User
from sandik import receipts
from sandik.models import Box, BoxBallot, Paper, PendingBallot, SealedBallot
from sandik.rules import why_not_see_results

CHUNK = 5_000
audit.name_actions({"box_published": gettext_lazy("Oylama sonuçları yayımlandı")})


@dataclass(frozen=True)
class PublishedBallot:
    """A line of the published file. Neither place, channel nor time."""

    number: int
    choices: tuple[int, ...]
    points: tuple[int, ...] = ()


@dataclass(frozen=True)
class OptionSum:
    """What one option got: ballots that name it, and points where the paper has any."""

    number: int
    ballots: int
    points: int


@dataclass(frozen=True)
class Found:
    """The answer to a receipt code. ``ballot`` only after sealing; ``words`` is the sentence for the voter."""

    paper_id: int
    words: str
    ballot: PublishedBallot | None = None


@transaction.atomic
def publish_results(*, box: Box, by: User, now: datetime) -> None:
    """Open the results to everybody at once; the room calls it when its count is certified. Safe to run twice."""
    locked = Box.objects.select_for_update(of=("self",), no_key=True).get(pk=box.pk)
    if locked.sealed_at is None:
        raise Refused(_("Mühürlenmemiş bir sandığın sonucu yayımlanamaz."))
    if locked.results_published_at is None:
        locked.results_published_at = now
        locked.save(update_fields=["results_published_at"])
        audit.record(by=by, action="box_published", obj=locked)


def sealed_ballots(paper: Paper) -> Iterator[PublishedBallot]:
    """Every ballot of a sealed paper in the order of the numbers: for the room's count, not for any page.

    Raises Refused before sealing, so that nobody counts an open box. Constant memory.
    """
    if paper.box.sealed_at is None:
        raise Refused(_("Sandık mühürlenmeden pusulalar okunamaz."))
    return _ballots(paper)


def is_suppressed(paper: Paper) -> bool:
    """Say whether the paper has too few ballots for single ones to be published: sums only."""
    return _rows(paper).count() < paper.box.publish_minimum


def published_ballots(paper: Paper, now: datetime) -> Iterator[PublishedBallot]:
    """The ballots anyone may have, in the order of the numbers; none at all where the paper is suppressed.

    Raises Refused while results are nobody's.
    """
    _demand_published(paper.box, now)
    return iter(()) if is_suppressed(paper) else _ballots(paper)


def option_sums(paper: Paper, now: datetime) -> list[OptionSum]:
    """Sums of every option of the paper, also where single ballots are suppressed. Raises Refused as above."""
    _demand_published(paper.box, now)
    ballots: Counter[int] = Counter()
    points: Counter[int] = Counter()
    for row in _ballots(paper):
        ballots.update(row.choices)
        points.update(dict(zip(row.choices, row.points, strict=False)))
    numbers = paper.options.values_list("number", flat=True).order_by("number")
    return [OptionSum(number, ballots[number], points[number]) for number in numbers]


def receipt_list(paper: Paper, now: datetime) -> Iterator[tuple[str, int | None]]:
    """Receipt hash (hex) and ballot number, in the order of the hashes: a file of its own, beside the ballots.

    Where single ballots are suppressed there are no numbers, yet everybody finds their receipt.
    """
    _demand_published(paper.box, now)
    is_hidden = is_suppressed(paper)
    rows = _rows(paper).order_by("receipt").values_list("receipt", "number")
    return ((bytes(receipt).hex(), None if is_hidden else number) for receipt, number in rows.iterator(CHUNK))


def line(ballot: PublishedBallot) -> str:
    """The canonical form of one ballot: ``number;3,7;500,500`` (points empty where the paper has none)."""
    return f"{ballot.number};{','.join(map(str, ballot.choices))};{','.join(map(str, ballot.points))}\n"


def ballots_hash(paper: Paper) -> str:
    """SHA-256 (hex) of all ballots' lines in order of the numbers: what the committee writes down after sealing."""
    total = hashlib.sha256()
    for ballot in sealed_ballots(paper):
        total.update(line(ballot).encode())
    return total.hexdigest()


def find_by_code(box: Box, code: str) -> Found | None:
    """Say whether the ballot of a receipt code is in the box, and after sealing which it is; None if there is none.

    Before sealing nothing of the choices is said: a code that somebody looks at over a shoulder tells them nothing
    before closing. Raises Refused for what cannot be a code. The caller limits attempts and never puts a code into an
    address.
    """
    receipt = receipts.digest(box.pk, code)
    for kind in (PendingBallot, BoxBallot):  # in the order in which ballots move
        paper_id = kind.objects.filter(receipt=receipt, paper__box=box).values_list("paper_id", flat=True).first()
        if paper_id is not None:
            return Found(paper_id, _("Pusulanız sandıkta. Numarasını oylama bitip sandık mühürlenince alacak."))
    sealed = SealedBallot.objects.filter(receipt=receipt, paper__box=box).first()
    if sealed is None:
        return None
    words = _("Pusulanız %(number)d numarayla mühürlü sandıkta.") % {"number": sealed.number}
    return Found(sealed.paper_id, words, PublishedBallot(sealed.number, tuple(sealed.choices), tuple(sealed.points)))


def _demand_published(box: Box, now: datetime) -> None:
    if reason := why_not_see_results(box, now):
        raise Refused(reason)


def _rows(paper: Paper) -> QuerySet[SealedBallot]:
    return SealedBallot.objects.filter(paper=paper)


def _ballots(paper: Paper) -> Iterator[PublishedBallot]:
    rows = _rows(paper).order_by("number").values_list("number", "choices", "points")
    for number, choices, points in rows.iterator(CHUNK):
        yield PublishedBallot(number, tuple(choices), tuple(points))
