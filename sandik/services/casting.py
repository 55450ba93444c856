"""Casting and changing a ballot. One statement each: nothing can come between the roll and the box."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from konsey.errors import Refused
from sandik import receipts
from sandik.choices import Choices, why_not
from sandik.models import Box, BoxBallot, Channel, Option, Paper, PendingBallot

# The roll decides first; the ballot is written only from a row that was entered there. A second vote is a conflict that
# raises nothing, since the server's log would name the hash of whoever tried. The clock is the database's.
CAST = """
WITH open_box AS (
    SELECT id FROM sandik_box
    WHERE id = %s AND frozen_at IS NOT NULL AND sealed_at IS NULL
      AND opens_at <= clock_timestamp() AND closes_at > clock_timestamp()
    FOR KEY SHARE
), entered AS (
    INSERT INTO sandik_rollentry (paper_id, voter, area, channel, station_id, day)
    SELECT %s, %s, %s, %s, %s, (clock_timestamp() AT TIME ZONE 'Europe/Istanbul')::date FROM open_box
    ON CONFLICT DO NOTHING
    RETURNING 1
), dropped AS (
    INSERT INTO sandik_pendingballot (receipt, paper_id, channel, choices, points)
    SELECT %s, %s, %s, %s::smallint[], %s::integer[] FROM entered WHERE %s
    RETURNING 1
)
SELECT (SELECT count(*) FROM open_box), (SELECT count(*) FROM entered), (SELECT count(*) FROM dropped)
"""

# Whatever stage the ballot is in, it leaves it and is pending again under the same receipt.
CHANGE = """
WITH open_box AS (
    SELECT id FROM sandik_box
    WHERE id = %s AND sealed_at IS NULL AND opens_at <= clock_timestamp() AND closes_at > clock_timestamp()
    FOR KEY SHARE
), pending AS (
    DELETE FROM sandik_pendingballot WHERE receipt = %s AND paper_id = %s AND EXISTS (SELECT 1 FROM open_box)
    RETURNING channel
), boxed AS (
    DELETE FROM sandik_boxballot WHERE receipt = %s AND paper_id = %s AND EXISTS (SELECT 1 FROM open_box)
    RETURNING channel
), renewed AS (
    INSERT INTO sandik_pendingballot (receipt, paper_id, channel, choices, points)
    SELECT %s, %s, channel, %s::smallint[], %s::integer[] FROM (SELECT * FROM pending UNION ALL SELECT * FROM boxed) old
    RETURNING 1
)
SELECT (SELECT count(*) FROM open_box), (SELECT count(*) FROM renewed)
"""

VOTED = "SELECT paper_id FROM sandik_rollentry WHERE paper_id = ANY(%s) AND voter = ANY(%s)"


@dataclass(frozen=True)
class Receipt:
    """Proof for the voter alone: the code is nowhere stored."""

    code: str


def weights(paper: Paper) -> dict[int, int]:
    """Return option number → weight of what is still on the paper."""
    return dict(Option.objects.filter(paper=paper, withdrawn_at__isnull=True).values_list("number", "weight"))


def cast_ballot(
    *,
    paper: Paper,
    voter: bytes,
    area: str,
    choices: Choices,
    code: str = "",
    on_paper: dict[int, int] | None = None,
) -> Receipt:
    """Cast one ballot online. ``voter`` comes from `sandik.voters.roll_key`.

    ``code``: a receipt code of `sandik.receipts.new_code` that the caller has made beforehand, so that a form which is
    sent twice can be answered with the same one. ``on_paper``: the paper's ``weights``, if just read. Raises Refused
    when the choices do not fit, the box is not open by the database's clock, or the person has voted.
    """
    if reason := why_not(paper, weights(paper) if on_paper is None else on_paper, choices):
        raise Refused(reason)
    code = code or receipts.new_code()
    receipt = receipts.digest(paper.box_id, code)
    ballot = [receipt, paper.pk, Channel.ONLINE, list(choices.numbers), list(choices.points), True]
    roll = [paper.pk, voter, area, Channel.ONLINE, None]
    is_open, entered, dropped = _one_row(CAST, [paper.box_id, *roll, *ballot])
    if not is_open:
        raise Refused(why_not_open(paper.box))
    if not entered:
        raise Refused(already_voted())
    if not dropped:  # cannot be: the ballot is written from the roll row
        raise RuntimeError("a roll entry without a ballot")
    return Receipt(code)


def change_ballot(*, paper: Paper, code: str, choices: Choices) -> None:
    """Replace the choices of the ballot that a receipt code names. Raises Refused as for casting, or if unknown."""
    if reason := why_not(paper, weights(paper), choices):
        raise Refused(reason)
    receipt = receipts.digest(paper.box_id, code)
    found = [paper.box_id, receipt, paper.pk, receipt, paper.pk]
    is_open, renewed = _one_row(CHANGE, [*found, receipt, paper.pk, list(choices.numbers), list(choices.points)])
    if not is_open:
        raise Refused(why_not_open(paper.box))
    if not renewed:
        raise Refused(_("Bu alındı koduyla bir pusula bulunamadı. Kodu ve pusulayı kontrol ediniz."))


def paper_of_receipt(*, box_id: int, code: str) -> int | None:
    """Return the paper whose ballot this receipt names while the box is unsealed, never what the ballot says.

    Raises Refused for what cannot be a code.
    """
    receipt = receipts.digest(box_id, code)
    for kind in (PendingBallot, BoxBallot):  # in the order in which ballots move
        found = kind.objects.filter(receipt=receipt, paper__box=box_id).values_list("paper_id", flat=True).first()
        if found is not None:
            return int(found)
    return None


def voted_papers(*, papers: Iterable[int], voters: Iterable[bytes]) -> set[int]:
    """Return the papers on whose roll one of these keys stands (several keys where one person had several)."""
    with connection.cursor() as cursor:
        cursor.execute(VOTED, [list(papers), list(voters)])
        return {paper for (paper,) in cursor.fetchall()}


def mark_desk_voter(*, paper: Paper, voter: bytes, area: str, station_id: int) -> None:
    """Enter somebody who votes on paper, before the paper is handed out. Raises Refused if they have voted already."""
    roll = [paper.pk, voter, area, Channel.DESK, station_id]
    is_open, entered, _dropped = _one_row(CAST, [paper.box_id, *roll, b"", paper.pk, Channel.DESK, [], [], False])
    if not is_open:
        raise Refused(why_not_open(paper.box))
    if not entered:
        raise Refused(already_voted())


def already_voted() -> str:
    return _("Bu pusula için oyunuz daha önce kaydedilmiş. Alındı kodunuzla oylama bitene kadar değiştirebilirsiniz.")


def is_over(box: Box) -> bool:
    """Say whether closing time has come by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp() >= closes_at FROM sandik_box WHERE id = %s", [box.pk])
        return bool(cursor.fetchone()[0])


def why_not_open(box: Box) -> str:
    if box.sealed_at is not None:
        return _("Sandık mühürlendi; oy kullanılamaz.")
    return _("Oylama şu anda açık değil. Başlangıç ve bitiş saatlerini dönemin sayfasında görebilirsiniz.")


def _one_row(statement: str, values: Sequence[Any]) -> tuple[int, ...]:
    """Run one statement in a transaction of its own. A held lock becomes a sentence instead of a waiting page."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return tuple(cursor.fetchone())
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == "55P03":
            raise Refused(_("Sandık şu anda çok yoğun. Oyunuz kaydedilmedi; lütfen yeniden deneyiniz.")) from error
        raise
