"""Moving ballots from pending into the box in shuffled batches, so that nothing of their arrival remains."""

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from sandik.models import Paper

LOCK = "LOCK TABLE sandik_pendingballot IN ACCESS EXCLUSIVE MODE"
RIPE = """
SELECT p.paper_id FROM sandik_pendingballot p
JOIN sandik_paper paper ON paper.id = p.paper_id JOIN sandik_box box ON box.id = paper.box_id
GROUP BY p.paper_id, box.batch_minimum HAVING count(*) >= box.batch_minimum
"""
# gen_random_uuid() is cryptographically random; random() is not. What stays pending is written anew as well, in one
# transaction and random order, and TRUNCATE leaves no dead rows behind.
MOVE = """
INSERT INTO sandik_boxballot (receipt, paper_id, channel, choices, points)
SELECT receipt, paper_id, channel, choices, points FROM sandik_pendingballot
WHERE paper_id = ANY(%s) ORDER BY gen_random_uuid()
"""
KEEP = """
CREATE TEMPORARY TABLE kept ON COMMIT DROP AS
SELECT * FROM sandik_pendingballot WHERE NOT paper_id = ANY(%s) ORDER BY gen_random_uuid()
"""
BACK = """
INSERT INTO sandik_pendingballot (receipt, paper_id, channel, choices, points)
SELECT receipt, paper_id, channel, choices, points FROM kept
"""


def mix_ripe_papers() -> int:
    """Move every paper that has enough pending ballots; return how many ballots were moved. Safe to run twice."""
    with connection.cursor() as cursor:
        cursor.execute(RIPE)
        if not cursor.fetchall():
            return 0
    # A transaction of its own: with the look above inside it, two mixers would hold what the other waits for.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute(RIPE)
        return _move(cursor, [row[0] for row in cursor.fetchall()])


@transaction.atomic
def mix_all(papers: list[Paper]) -> int:
    """Move whatever is pending of these papers, however few: at closing only."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        return _move(cursor, [paper.pk for paper in papers])


def _move(cursor: CursorWrapper, papers: list[int]) -> int:
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with waiting foreign key checks cannot be truncated
    cursor.execute(MOVE, [papers])
    moved = cursor.rowcount
    cursor.execute(KEEP, [papers])
    cursor.execute("TRUNCATE sandik_pendingballot")
    cursor.execute(BACK)
    cursor.execute("DROP TABLE kept")
    return moved
