"""Freezing and sealing: the two acts that no clock does."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from konsey import audit
from konsey.errors import Refused
from konsey.models import User
from sandik.models import Box, PaperBallot
from sandik.services import mixing
from sandik.services.casting import is_over
from sandik.voters import new_nonce

# In the order in which a cast takes them, so that neither waits for the other in a circle.
LOCK = "LOCK TABLE sandik_rollentry, sandik_pendingballot, sandik_boxballot IN ACCESS EXCLUSIVE MODE"
# Both tables are written anew in an order that says nothing (ballots: random; roll: by hash), in one transaction, and
# TRUNCATE leaves neither dead rows nor old transaction ids behind. Other boxes' rows are carried along.
SEAL = (
    """INSERT INTO sandik_sealedballot (receipt, paper_id, channel, choices, points, number)
    SELECT receipt, paper_id, channel, choices, points,
           row_number() OVER (PARTITION BY paper_id ORDER BY gen_random_uuid())
    FROM sandik_boxballot WHERE paper_id = ANY(%(papers)s) ORDER BY gen_random_uuid()""",
    """CREATE TEMPORARY TABLE other_ballots ON COMMIT DROP AS
    SELECT * FROM sandik_boxballot WHERE NOT paper_id = ANY(%(papers)s) ORDER BY gen_random_uuid()""",
    "TRUNCATE sandik_boxballot",
    """INSERT INTO sandik_boxballot (receipt, paper_id, channel, choices, points)
    SELECT receipt, paper_id, channel, choices, points FROM other_ballots""",
    "CREATE TEMPORARY TABLE whole_roll ON COMMIT DROP AS SELECT * FROM sandik_rollentry ORDER BY voter",
    "TRUNCATE sandik_rollentry",
    """INSERT INTO sandik_rollentry (paper_id, voter, area, channel, station_id, day)
    SELECT paper_id, voter, area, channel, station_id, day FROM whole_roll ORDER BY voter""",
    "DROP TABLE other_ballots, whole_roll",  # two boxes may be sealed in one transaction
)


@dataclass(frozen=True)
class Seal:
    """What the committee writes down: ballots per paper, equal to the roll."""

    ballots: dict[int, int]


@transaction.atomic
def freeze_box(*, box: Box, by: User, now: datetime) -> None:
    """Freeze papers and options; from now on the box may open. Raises Refused when it holds nothing to choose."""
    locked = Box.objects.select_for_update(of=("self",)).get(pk=box.pk)
    if locked.frozen_at is not None:
        raise Refused(_("Sandığın kuralları zaten dondurulmuş."))
    if not locked.papers.exists() or locked.papers.filter(options__isnull=True).exists():
        raise Refused(_("Seçeneği olmayan pusulayla oylama açılamaz."))
    locked.frozen_at, locked.roll_nonce = now, new_nonce()
    locked.save(update_fields=["frozen_at", "roll_nonce"])
    audit.record(by=by, action="box_frozen", obj=locked)


@transaction.atomic
def seal_box(*, box: Box, by: User) -> Seal:
    """Close the box for good: mix the rest, compare roll and box, and write both anew.

    Raises Refused before closing time (the database's clock), while paper ballots wait for a second look, or when roll
    and box do not agree: then nothing is changed and the difference is said.
    """
    # A full FOR UPDATE, against the KEY SHARE of ballots on their way: sealing waits for them, and they find it sealed.
    locked = Box.objects.select_for_update(of=("self",)).get(pk=box.pk)
    if reason := _why_not_seal(locked):
        raise Refused(reason)
    papers = list(locked.papers.all())
    numbers = [paper.pk for paper in papers]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '60s'")
        cursor.execute(LOCK)
        mixing.mix_all(papers)
        ballots = _agreeing_counts(cursor, numbers)
        for statement in SEAL:
            cursor.execute(statement, {"papers": numbers} if "%(papers)s" in statement else None)
        cursor.execute("UPDATE sandik_box SET sealed_at = clock_timestamp() WHERE id = %s", [locked.pk])
    audit.record(by=by, action="box_sealed", obj=locked, after={"ballots": sum(ballots.values())})
    return Seal(ballots)


def _why_not_seal(box: Box) -> str | None:
    if box.sealed_at is not None:
        return _("Sandık zaten mühürlenmiş.")
    if box.frozen_at is None or not is_over(box):
        return _("Sandık oylama bitmeden mühürlenemez.")
    waiting = [PaperBallot.State.ENTERED, PaperBallot.State.DISPUTED]
    if PaperBallot.objects.filter(station__box=box, state__in=waiting).exists():
        return _("İkinci kişinin onayını bekleyen kâğıt pusulalar var; önce bunlar sonuçlandırılmalıdır.")
    return None


def _agreeing_counts(cursor: CursorWrapper, papers: list[int]) -> dict[int, int]:
    """Return ballots per paper. Raises Refused unless roll and box agree for every paper and channel.

    At the desk people may be handed a paper and put an invalid one into the box: those count as ballots there.
    """
    cursor.execute(
        """SELECT paper_id, channel, sum(voted)::int, sum(held)::int FROM (
             SELECT paper_id, channel, 1 AS voted, 0 AS held FROM sandik_rollentry WHERE paper_id = ANY(%s)
             UNION ALL SELECT paper_id, channel, 0, 1 FROM sandik_boxballot WHERE paper_id = ANY(%s)
             UNION ALL SELECT paper_id, 'desk', 0, 1 FROM sandik_paperballot
                       WHERE paper_id = ANY(%s) AND state = 'invalid') rows
           GROUP BY paper_id, channel""",
        [papers, papers, papers],
    )
    found = dict.fromkeys(papers, 0)
    for paper, channel, voted, held in cursor.fetchall():
        if voted != held:
            raise Refused(
                _("Kütük ile sandık uyuşmuyor (pusula %(paper)s, %(channel)s: %(voted)d kişi, %(held)d pusula).")
                % {"paper": paper, "channel": channel, "voted": voted, "held": held}
            )
        found[paper] += held
    return found
