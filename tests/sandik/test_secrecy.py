"""Somebody with the whole database tries to find out who voted how.

Each attack pairs roll entries with ballots by something both tables have. People's first choice is known to the test
alone (it is derived from their number), so that a right pairing can be counted. The attacks are first shown to work on
what has just been cast; after sealing they must do no better than chance.
"""

import pytest
from django.db import connection
from django.utils import timezone

from sandik import receipts
from sandik.choices import Choices
from sandik.models import Box
from sandik.services import casting, drafts, mixing, sealing, turnout
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


OWN_TABLES = {"sandik_rollentry", "sandik_pendingballot", "sandik_boxballot", "sandik_sealedballot"}


def _ask(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def _everything_else():
    """Every row of every other table as text: audit, outbox, sessions, drafts, jobs, whatever there will be."""
    names = {row[0] for row in _ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")} - OWN_TABLES
    return {name: "\n".join(row[0] for row in _ask(f'SELECT t::text FROM "{name}" t')) for name in names}


def _counters():
    return dict(_ask("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"))


def _vote_like_people(paper, person, number):
    """A draft on the server, a cast in the same request as its end, and for some a change."""
    now, key = timezone.now(), roll_key(paper.box, str(number).encode())
    draft = drafts.save_draft(paper=paper, user=person, key="", choices=Choices((1, 2)), now=now)
    code = casting.cast_ballot(paper=paper, voter=key, area="konak", choices=Choices((1, 2))).code
    drafts.drop_draft(paper=paper, key=draft, user=person)
    if number % 3 == 0:
        casting.change_ballot(paper=paper, code=code, choices=Choices((3,)))
    return key, receipts.digest(paper.box_id, code)


def test_no_other_table_and_no_counter_holds_anything_of_a_vote():
    paper, people = PaperFactory(box=BoxFactory()), UserFactory.create_batch(5)
    Box.objects.update(batch_minimum=10)
    drafts.save_draft(paper=paper, user=None, key="", choices=Choices((1,)), now=timezone.now())
    before = _counters()
    votes = [_vote_like_people(paper, people[n] if n < 5 else None, n) for n in range(40)]
    turnout.count_turnout(timezone.now())
    mixing.mix_ripe_papers()
    moved = {name for name, value in _counters().items() if value != before[name]}
    Box.objects.update(closes_at="2026-01-02T00:00Z", opens_at="2026-01-01T00:00Z")
    sealing.seal_box(box=paper.box, by=people[0])

    elsewhere = _everything_else()

    # The draft's counter moves with each new draft, the hour's with each paper; neither is in the roll or the box.
    assert moved == {"sandik_draft_id_seq", "sandik_turnouthour_id_seq"}
    for secret in (part.hex() for vote in votes for part in vote):
        assert [name for name, text in elsewhere.items() if secret in text] == []
    assert votes[0][0].hex() in _ask("SELECT string_agg(t::text, '') FROM sandik_rollentry t")[0][0]  # the search finds
    assert "sandik_draft" in elsewhere
    assert elsewhere["sandik_draft"].count("\n") == 0
    assert [name for name, text in elsewhere.items() if "sandik_rollentry" in text and "session" in name] == []


def test_the_planners_statistics_and_the_servers_counters_pair_nobody():
    paper = PaperFactory(box=BoxFactory())
    votes = dict(_vote_like_people(paper, None, n) for n in range(200))
    Box.objects.update(closes_at="2026-01-02T00:00Z", opens_at="2026-01-01T00:00Z")
    sealing.seal_box(box=paper.box, by=UserFactory())
    _analyze()

    bounds = {
        name: found
        for name, found in _ask(
            """SELECT attname, histogram_bounds::text::bytea[] FROM pg_stats
               WHERE (tablename, attname) IN (('sandik_rollentry', 'voter'), ('sandik_sealedballot', 'receipt'))"""
        )
    }
    pairs = zip(bounds["voter"], bounds["receipt"], strict=False)
    times = _ask(
        """SELECT count(*) FROM information_schema.columns WHERE data_type LIKE 'timestamp%'
           AND table_name IN ('sandik_rollentry', 'sandik_sealedballot')"""
    )

    assert len(bounds["voter"]) > 50
    assert sum(votes[bytes(voter)] == bytes(receipt) for voter, receipt in pairs) <= 5
    assert times == [(0,)]


def _analyze():
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE sandik_rollentry")
        cursor.execute("ANALYZE sandik_sealedballot")
