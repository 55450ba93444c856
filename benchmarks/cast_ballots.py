"""What casting a ballot costs: CPU of the web and the database processes per request, read from /proc.

    python benchmarks/cast_ballots.py [--casts 200] [--clients 1,8,64] [--projects 60]
    python benchmarks/cast_ballots.py --base-url http://127.0.0.1:8000 --voters voters.json --web-pid N --db-pid N

Without --base-url it starts PostgreSQL, Redis and gunicorn of its own with an open vote and as many people in the
register. Beside each other in one run: the cast with everything (standing in the booth, roll, ballot, receipt, page),
an empty Django view of the same server (/saglik/canli/), and the same two rows inserted by psycopg alone. Every person
goes through the door and the review page first; only the cast itself is measured. Another instance is measured by its
address, a file {"cycle", "envelope", "projects": [numbers], "voters": [[number, birth year], …]} and the ids of its
processes.
"""

import argparse
import hashlib
import json
import os
import pathlib
import secrets
import sys
import threading
import time
from collections.abc import Callable, Iterable

import psycopg

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from tests.faults.browser import Browser, form_of

TICK = os.sysconf("SC_CLK_TCK")
WARM_UP = 40


def prepare(base: str, vote: dict, voter: list[str]) -> tuple[Browser, str, list[tuple[str, str]]]:
    """Bring one person to the review page; return what the last button will send."""
    person = Browser(base)
    booth = f"/butce/{vote['cycle']}/oy/"
    _status, page, _to = person.send("GET", f"{booth}kimlik/")
    typed = [*form_of(page, "<main"), ("number", voter[0]), ("birth_year", voter[1])]
    status, _page, _to = person.send("POST", f"{booth}kimlik/", typed)
    if status != 302:
        raise SystemExit("Somebody was not let in: is the register of --voters loaded?")
    paper = f"{booth}pusula/{vote['envelope']}/"
    _status, page, _to = person.send("GET", paper)
    ticks = [("proje", str(number)) for number in vote["projects"][:3]]
    csrf = [pair for pair in form_of(page, "<main") if pair[0] == "csrfmiddlewaretoken"][:1]
    _status, _page, to = person.send("POST", paper, [*csrf, *ticks, ("islem", "gozden")])
    _status, page, _to = person.send("GET", to)
    person.close()
    return person, f"{paper}kullanin/", form_of(page, "kullanin/")


def cpu_of(pids: Iterable[int]) -> float:
    """Seconds of CPU of these processes and everything below them, also what has ended; of this one for no ids."""
    wanted, stats = set(pids), {}
    if not wanted:
        return time.process_time()
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                fields = pathlib.Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            stats[int(entry)] = (int(fields[1]), sum(map(int, fields[11:15])))
    growing = True
    while growing:
        more = {pid for pid, (parent, _ticks) in stats.items() if parent in wanted} - wanted
        growing = bool(more)
        wanted |= more
    total = sum(ticks for pid, (_parent, ticks) in stats.items() if pid in wanted)
    return total / TICK


def measure(
    name: str, clients: int, jobs: list[Callable[[], None]], web: list[int], db: list[int]
) -> dict[str, object]:
    """Run the jobs from so many clients; return CPU per job and the times a client waited."""
    waited: list[float] = []
    queue, lock = list(jobs), threading.Lock()

    def client() -> None:
        while True:
            with lock:
                if not queue:
                    return
                job = queue.pop()
            started = time.perf_counter()
            job()
            waited.append((time.perf_counter() - started) * 1000)

    before, started = (cpu_of(web), cpu_of(db)), time.perf_counter()
    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lasted, after = time.perf_counter() - started, (cpu_of(web), cpu_of(db))
    waited.sort()
    row = {
        "what": name,
        "clients": clients,
        "n": len(waited),
        "web_ms": round((after[0] - before[0]) * 1000 / len(jobs), 2),
        "db_ms": round((after[1] - before[1]) * 1000 / len(jobs), 2),
        "p50_ms": round(waited[len(waited) // 2], 1),
        "p95_ms": round(waited[int(len(waited) * 0.95)], 1),
        "per_second": round(len(jobs) / lasted),
    }
    row["cpu_ms"] = round(float(row["web_ms"]) + float(row["db_ms"]), 2)
    print(
        f"{name:<26} {clients:>3} clients  CPU {row['cpu_ms']:>6} ms (web {row['web_ms']:>6}, db {row['db_ms']:>5})  "
        f"p50 {row['p50_ms']:>7} ms  p95 {row['p95_ms']:>7} ms  {row['per_second']:>5}/s  n={row['n']}",
        flush=True,
    )
    return row


def casting(base: str, vote: dict, voters: list[list[str]]) -> list[Callable[[], None]]:
    def job(person: Browser, path: str, form: list[tuple[str, str]]) -> Callable[[], None]:
        def cast() -> None:
            status, page, _to = person.send("POST", path, form)
            person.close()
            if status != 200 or 'class="receipt' not in page:
                raise SystemExit(f"A ballot was not taken ({status}).")

        return cast

    return [job(*prepare(base, vote, voter)) for voter in voters]


def empty_view(base: str, count: int) -> list[Callable[[], None]]:
    def get() -> None:
        person = Browser(base)
        person.send("GET", "/saglik/canli/")
        person.close()

    return [get] * count


def raw_insert(url: str, count: int) -> list[Callable[[], None]]:
    """The same two rows in one transaction, in tables of the same shape, from connections that stay open."""
    with psycopg.connect(url) as wire:
        for table in ("rollentry", "pendingballot"):
            wire.execute(f"CREATE TABLE IF NOT EXISTS raw_{table} (LIKE sandik_{table} INCLUDING ALL)")
    own = threading.local()

    def insert() -> None:
        if not hasattr(own, "wire"):
            own.wire = psycopg.connect(url, autocommit=True)
        with own.wire.transaction():
            voter, receipt = secrets.token_bytes(32), hashlib.sha256(secrets.token_bytes(16)).digest()
            roll = (1, voter, "konak/alsancak", "online")
            own.wire.execute(
                "INSERT INTO raw_rollentry (paper_id, voter, area, channel, day) VALUES (%s, %s, %s, %s, current_date)",
                roll,
            )
            own.wire.execute(
                "INSERT INTO raw_pendingballot (receipt, paper_id, channel, choices, points)"
                " VALUES (%s, 1, %s, %s, %s)",
                (receipt, "online", [1, 2, 3], []),
            )

    return [insert] * count


def compare(base: str, vote: dict, web: list[int], db: list[int], url: str, asked: argparse.Namespace) -> list[dict]:
    rows, voters = [], list(vote["voters"])
    for job in casting(base, vote, voters[:WARM_UP]):  # every thread of the server has its connection and its templates
        job()
    voters = voters[WARM_UP:]
    for clients in map(int, asked.clients.split(",")):
        mine, voters = voters[: asked.casts], voters[asked.casts :]
        rows.append(measure("cast (whole request)", clients, casting(base, vote, mine), web, db))
        rows.append(measure("empty Django view", clients, empty_view(base, asked.casts), web, db))
        if url:
            rows.append(measure("raw insert by psycopg", clients, raw_insert(url, asked.casts * 5), [], db))
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--casts", type=int, default=200, help="for each number of clients")
    parser.add_argument("--clients", default="1,8,64")
    parser.add_argument("--projects", type=int, default=60)
    parser.add_argument("--base-url")
    parser.add_argument("--voters", type=pathlib.Path)
    parser.add_argument("--web-pid", type=int, action="append", default=[])
    parser.add_argument("--db-pid", type=int, action="append", default=[])
    parser.add_argument("--json", type=pathlib.Path, help="also write the rows here")
    asked = parser.parse_args()
    if asked.base_url:
        vote = json.loads(asked.voters.read_text("utf-8"))
        rows = compare(asked.base_url.rstrip("/"), vote, asked.web_pid, asked.db_pid, "", asked)
    else:
        from tests.faults.parts import running

        with running() as parts:
            people = asked.casts * len(asked.clients.split(",")) + WARM_UP
            vote = json.loads(parts.run("-m", "tests.faults.booth", str(people), str(asked.projects)))
            parts.start_web()
            web, db = [parts.programs["web"].pid], [parts.postgres.process.pid]
            base = f"http://127.0.0.1:{parts.web_port}"
            rows = compare(base, vote, web, db, parts.postgres.url, asked)
            parts.kill("web")
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
