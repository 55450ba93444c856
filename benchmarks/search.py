"""Measures the search in folded columns, with and without a trigram index, on rows of the size to expect.

    python benchmarks/search.py

Starts a database of its own, fills it with made-up rows and prints one line per measurement (docs/kararlar/0012).
"""

import pathlib
import shutil
import signal
import statistics
import sys
import tempfile
import time

import psycopg

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from launch.services import start_postgres  # noqa: E402

# name, rows, words of a text (a word has 32 letters, so five words are a name and 150 words a page)
TABLES = (("neighbourhoods", 1_300, 1), ("names of people", 200_000, 1), ("pages of 5 kB", 5_000, 150))
FILL = """CREATE TABLE {table} AS SELECT i AS id,
    (SELECT string_agg(md5((i * 1000 + j)::text), ' ') FROM generate_series(1, {words}) j) AS fold
    FROM generate_series(1, {rows}) i"""
SEEK = "SELECT id FROM {table} WHERE fold LIKE %s ORDER BY id DESC LIMIT 7"
RUNS = 15


def measured(cursor: psycopg.Cursor, table: str, word: str) -> str:
    times = []
    for _run in range(RUNS):
        start = time.perf_counter()
        cursor.execute(SEEK.format(table=table), [f"%{word}%"])
        cursor.fetchall()
        times.append((time.perf_counter() - start) * 1000)
    return f"{statistics.median(times):6.1f} ms"


def main() -> None:
    folder = pathlib.Path(tempfile.mkdtemp(prefix="kk-"))
    folder.chmod(0o755)
    service = start_postgres(folder)
    try:
        with psycopg.connect(service.url, autocommit=True) as connection:
            cursor = connection.cursor()
            cursor.execute("CREATE EXTENSION pg_trgm")
            for place, (label, rows, words) in enumerate(TABLES):
                table = f"t{place}"
                cursor.execute(FILL.format(table=table, rows=rows, words=words))
                cursor.execute(f"ANALYZE {table}")
                plain = [measured(cursor, table, word) for word in ("abcdef0", "abc")]
                start = time.perf_counter()
                cursor.execute(f"CREATE INDEX i{place} ON {table} USING gin (fold gin_trgm_ops)")
                build = time.perf_counter() - start
                cursor.execute(f"SELECT pg_relation_size('i{place}')")
                size = cursor.fetchone()[0] / 1_000_000
                indexed = [measured(cursor, table, word) for word in ("abcdef0", "abc")]
                print(f"{rows:>7} {label:<16} rare word {plain[0]} → {indexed[0]}, common {plain[1]} → {indexed[1]}; "
                      f"index {size:.1f} MB in {build:.1f} s")  # fmt: skip
    finally:
        service.process.send_signal(signal.SIGQUIT)
        service.process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
