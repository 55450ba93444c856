"""Somebody with the whole database tries to find out who voted how.

Each attack pairs roll entries with ballots by something both tables have. People's first choice is known to the test
alone (it is derived from their number), so that a right pairing can be counted. The attacks are first shown to work on
what has just been cast; after sealing they must do no better than chance.
"""

import pytest
from django.db import connection

from sandik import receipts
from sandik.choices import Choices
from sandik.models import Box
from sandik.services import casting, mixing, sealing
from sandik.voters import roll_key
from tests.factories.konsey import UserFactory
from tests.factories.sandik import BoxFactory, PaperFactory

VOTERS = 1000
pytestmark = pytest.mark.django_db(transaction=True)

# Each attack: an expression that orders roll entries and one that orders ballots; rows of equal rank are paired.
ATTACKS = {
    "physical order": ("ctid", "ctid"),
    "transaction id, then physical order": ("xmin::text::bigint, ctid", "xmin::text::bigint, ctid"),
    "command id": ("cmin::text::bigint, ctid", "cmin::text::bigint, ctid"),
    "key order": ("voter", "receipt"),
    "physical order against key order": ("ctid", "receipt"),
    "key order against physical order": ("voter", "ctid"),
    "reverse physical order": ("ctid", "ctid DESC"),
}


def _cast_everybody(paper):
    """Cast one by one, as slow real traffic does: the worst case. Returns voter hash → receipt hash."""
    truth = {}
    for n in range(VOTERS):
        key = roll_key(paper.box, str(n).encode())
        receipt = casting.cast_ballot(paper=paper, voter=key, area="konak", choices=Choices((n % 5 + 1,)))
        truth[key] = receipts.digest(paper.box_id, receipt.code)
    return truth


def _linked(truth, table, roll_order, ballot_order):
    """Share of voters whose ballot the pairing finds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT voter FROM sandik_rollentry ORDER BY {roll_order}")
        voters = [bytes(row[0]) for row in cursor.fetchall()]
        cursor.execute(f"SELECT receipt FROM {table} ORDER BY {ballot_order}")
        ballots = [bytes(row[0]) for row in cursor.fetchall()]
    return sum(truth[voter] == ballot for voter, ballot in zip(voters, ballots, strict=True)) / len(truth)


def _equal_transaction(truth, table):
    """Share of voters with exactly one ballot of the same transaction, which is theirs."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT min(r.voter), min(b.receipt) FROM sandik_rollentry r JOIN {table} b
                ON r.xmin = b.xmin GROUP BY r.voter HAVING count(*) = 1"""
        )
        pairs = cursor.fetchall()
    return sum(truth[bytes(voter)] == bytes(receipt) for voter, receipt in pairs) / len(truth)


def test_what_is_sealed_cannot_be_joined_but_what_is_not_sealed_can():
    paper = PaperFactory(box=BoxFactory())
    truth = _cast_everybody(paper)

    assert _equal_transaction(truth, "sandik_pendingballot") == 1.0
    assert _linked(truth, "sandik_pendingballot", *ATTACKS["physical order"]) == 1.0

    mixing.mix_ripe_papers()
    mixed = {name: _linked(truth, "sandik_boxballot", *orders) for name, orders in ATTACKS.items()}
    Box.objects.update(closes_at="2026-01-02T00:00Z", opens_at="2026-01-01T00:00Z")
    sealing.seal_box(box=paper.box, by=UserFactory())
    sealed = {name: _linked(truth, "sandik_sealedballot", *orders) for name, orders in ATTACKS.items()}
    sealed["number"] = _linked(truth, "sandik_sealedballot", "ctid", "number")
    sealed["number by transaction"] = _linked(truth, "sandik_sealedballot", "xmin::text::bigint, ctid", "number")

    # Chance is one in a thousand; ten in a thousand would be beyond any luck.
    assert {name: share for name, share in mixed.items() if share > 0.01} == {}
    assert {name: share for name, share in sealed.items() if share > 0.01} == {}
    assert _equal_transaction(truth, "sandik_sealedballot") == 0.0
