"""The files of a certified count: lines for spreadsheets, one object for programs, the list of receipt hashes."""

import csv
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from butce.models import Count, Cycle, EnvelopeResult
from butce.standings import Standing, standings
from konsey.admin.export import BYTE_ORDER_MARK, neutral
from sandik.services.publication import receipt_list

KURUS = 100


class _Line:
    """What a csv writer writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def as_csv(found: Standing) -> Iterator[str]:
    """Every project of an envelope with its result; semicolons and a byte order mark, for Turkish spreadsheets."""
    writer = csv.writer(_Line(), delimiter=";")
    heading = (
        *(_("Fikir numarası"), _("Proje"), _("Sonuç"), _("Seçilme sırası"), _("Oy"), _("Puan")),
        *(_("Bedel (TL)"), _("Gerekçe")),
    )
    yield BYTE_ORDER_MARK + writer.writerow(heading)
    for row in (*found.winners, *found.losers):
        outcome = _("Kazandı") if row.place else _("Kazanamadı")
        cost = row.cost // KURUS if row.cost % KURUS == 0 else row.cost / KURUS
        cells: list[Any] = [row.number, row.title, outcome, row.place, row.votes, row.score, cost, row.sentence]
        yield writer.writerow([neutral(cell) for cell in cells])


def as_json(cycle: Cycle, count: Count) -> dict[str, Any]:
    """The whole count. Money in kuruş; exact fractions as text, as the ``tally`` command writes them."""
    return {
        "cycle": cycle.slug,
        "title": cycle.title,
        "version": count.version,
        "rule_version": count.rule_version,
        "tie_seed": count.tie_seed,
        "counted_at": count.counted_at.isoformat(),
        "certified_at": count.certified_at.isoformat() if count.certified_at else None,
        "signatures": [each.at.isoformat() for each in count.certificates.order_by("at", "pk")],
        "inputs_sha256": count.inputs_sha256,
        "result_sha256": count.result_sha256,
        "envelopes": [_envelope(each) for each in standings(count)],
    }


def _envelope(found: Standing) -> dict[str, Any]:
    result = found.result
    return {
        "envelope": found.envelope.slug,
        "title": found.envelope.title,
        "amount": found.envelope.amount,
        "spent": result.spent,
        "rule": result.rule,
        "completion": result.completion,
        "voters": result.voters,
        "ballots": result.ballots,
        "ballots_published": result.ballots_published,
        "file_sha256": result.file_sha256,
        "result_sha256": result.result_sha256,
        "turnout": result.turnout,
        "outcome": result.outcome,
        "projects": [
            {
                "number": row.number,
                "title": row.title,
                "place": row.place,
                "votes": row.votes,
                "score": row.score,
                "cost": row.cost,
                "sentence": row.sentence,
            }
            for row in (*found.winners, *found.losers)
        ],
    }


def receipts(result: EnvelopeResult, now: datetime) -> Iterator[str]:
    """Receipt hash and ballot number, in the order of the hashes; no numbers where ballots are not published."""
    paper = result.envelope.paper
    assert paper is not None  # a counted envelope has one
    yield "receipt_sha256;ballot\n"
    for receipt, number in receipt_list(paper, now):
        yield f"{receipt};{'' if number is None else number}\n"
