"""400 people at once for 250 places, through the real web server: who gets one, how long they wait, what it costs.

    python benchmarks/event_burst.py [--people 400] [--places 250] [--cancel 40] [--singly 60]

Starts PostgreSQL, Redis, gunicorn with two processes, a worker and a mail server of its own. Everybody has the page
with the button open; then all press it at the same moment. Four bursts: signed-in
people with one click, people without an account confirming their letter's link, groups of three, two allotments; after
the first one so many cancel at once. Then so many register one after another, from the event's page to the
confirmation, while the worker sends their letters: CPU of all processes for one whole registration, read from /proc,
beside an empty Django view in the same run. Ends with 1 when anything is not exactly as it must be.
"""

import argparse
import json
import os
import pathlib
import statistics
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from benchmarks.cast_ballots import cpu_of
from tests.faults.browser import Browser

CSRF = "a" * 32
wrong: list[str] = []


def check(what: str, found: object, wanted: object) -> None:
    shown = f"{found[0]}…{found[-1]}" if isinstance(found, list) and len(found) > 3 else found
    print(f"  {'ok   ' if found == wanted else 'WRONG'} {what}: {shown}" + ("" if found == wanted else f" ≠ {wanted}"))
    if found != wanted:
        wrong.append(what)


def at_once(base: str, jobs: list[tuple[dict[str, str], str, list[tuple[str, str]]]]) -> list[float]:
    """POST everything from its own thread at the same moment; return the waits in seconds. An error ends the run."""
    barrier, waits = threading.Barrier(len(jobs)), [0.0] * len(jobs)
    statuses: list[int] = [0] * len(jobs)

    def run(place: int) -> None:
        cookies, path, data = jobs[place]
        person = Browser(base, {"csrf": CSRF, **cookies})
        barrier.wait()
        started = time.perf_counter()
        statuses[place], _text, _to = person.send("POST", path, [("csrfmiddlewaretoken", CSRF), *data])
        waits[place] = time.perf_counter() - started
        person.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check("answers that lead on", sum(status == 302 for status in statuses), len(jobs))
    return waits


def open_pages(base: str, jobs: list[dict]) -> None:
    """Everybody has the page with the button open before the moment comes; not measured."""
    for job in jobs:
        person = Browser(base, {"csrf": CSRF, **job["cookies"]})
        status, _text, _to = person.send("GET", job["page"])
        check_quietly(status == 200, "a page with the button could not be opened")
        person.close()


def told(name: str, waits: list[float], cpu: float) -> None:
    ordered = sorted(waits)
    median, most = statistics.median(waits), ordered[int(len(ordered) * 0.95)]
    each = cpu * 1000 / len(waits)
    print(
        f"{name}: n={len(waits)}  wait median {median:.2f} s  p95 {most:.2f} s  longest {ordered[-1]:.2f} s", flush=True
    )
    print(f"  CPU of web and database {each:.1f} ms each", flush=True)


def inside(what: str, *numbers: int) -> None:
    """Run in a process of its own with the portal's settings; prints JSON."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "konsey.settings")
    django.setup()
    from benchmarks import event_people

    print(json.dumps(getattr(event_people, what)(*numbers)))


def burst(parts, base: str, name: str, made: dict, expected: dict[str, object]) -> dict:
    processes = [parts.programs["web"].pid, parts.postgres.process.pid]
    jobs = [(job["cookies"], job["path"], [tuple(pair) for pair in job["data"]]) for job in made["jobs"]]
    open_pages(base, made["jobs"])
    before = cpu_of(processes)
    waits = at_once(base, jobs)
    told(name, waits, cpu_of(processes) - before)
    found = json.loads(parts.run("benchmarks/event_burst.py", "--inside", "outcome", str(made["event"])))
    for what, wanted in expected.items():
        check(what, found[what], wanted)
    return found


def singly(parts, base: str, count: int) -> None:
    """One after another, the worker at work: event's page, one click, confirmation, letter."""
    made = json.loads(parts.run("benchmarks/event_burst.py", "--inside", "signed_in", str(count + 10), "10000"))
    parts.start_worker()
    parts.start_beat()
    web, db = parts.programs["web"].pid, parts.postgres.process.pid
    everything = [web, db, parts.programs["worker"].pid, parts.programs["beat"].pid, parts.redis.process.pid]

    def one(job: dict) -> None:
        person = Browser(base, {"csrf": CSRF, **job["cookies"]})
        person.send("GET", job["path"].removesuffix("kayit/"))
        _status, _text, to = person.send("POST", job["path"], [("csrfmiddlewaretoken", CSRF), *map(tuple, job["data"])])
        status, _text, _to = person.send("GET", to)
        check_quietly(status == 200, "a registration failed")
        person.close()

    for job in made["jobs"][:10]:  # every thread has its templates and its connection
        one(job)
    idle = idle_cost(everything)
    _wait(parts, 10)
    before, started = cpu_of(everything), time.monotonic()
    for job in made["jobs"][10:]:
        one(job)
    _wait(parts, count + 10)
    lasted = time.monotonic() - started
    cost = (cpu_of(everything) - before - idle * lasted) * 1000 / count
    before = cpu_of([web, db])
    for _each in range(200):
        Browser(base).send("GET", "/saglik/canli/")
    empty = (cpu_of([web, db]) - before) * 1000 / 200
    print(
        f"one whole registration, 3 requests, letter sent: CPU {cost:.1f} ms; an empty view {empty:.2f} ms", flush=True
    )


def check_quietly(true: bool, what: str) -> None:
    if not true:
        wrong.append(what)
        print(f"  WRONG {what}")


def idle_cost(processes: list[int]) -> float:
    """CPU per second of worker and beat when nothing is asked."""
    before = cpu_of(processes)
    time.sleep(10)
    return (cpu_of(processes) - before) / 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=400)
    parser.add_argument("--places", type=int, default=250)
    parser.add_argument("--cancel", type=int, default=40)
    parser.add_argument("--singly", type=int, default=60)
    parser.add_argument("--inside", nargs="+", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        inside(asked.inside[0], *map(int, asked.inside[1:]))
        return 0
    from tests.faults.parts import running

    with running() as parts:
        parts.start_web()
        base = f"http://127.0.0.1:{parts.web_port}"

        def made(what: str, *numbers: int) -> dict:
            return json.loads(parts.run("benchmarks/event_burst.py", "--inside", what, *map(str, numbers)))

        waiting = asked.people - asked.places
        first = burst(
            parts,
            base,
            f"{asked.people} signed in, one click, {asked.places} places",
            made("signed_in", asked.people, asked.places),
            {"confirmed": asked.places, "waiting": waiting, "line": list(range(1, waiting + 1)), "letters_once": True}
            | {"letters": asked.people, "counters": True},
        )
        burst(
            parts,
            base,
            f"{asked.cancel} cancel at once",
            made("cancelling", first["event"], asked.cancel),
            {"offered_line": list(range(1, asked.cancel + 1)), "counters": True, "letters_once": True},
        )
        burst(
            parts,
            base,
            f"{asked.people} without an account confirm",
            made("confirming", asked.people, asked.places, 1),
            {"confirmed": asked.places, "waiting": waiting, "letters_once": True, "counters": True},
        )
        groups = asked.places // 3
        burst(
            parts,
            base,
            f"groups of three, {asked.places} places",
            made("confirming", groups + 30, asked.places, 3),
            {"confirmed": groups, "waiting": 30, "seated": groups * 3, "counters": True},
        )
        burst(
            parts,
            base,
            "two allotments: 100 general, 50 of organisations",
            made("two_allotments", 150, 100),
            {"taken": {"general": 100, "ngo": 50}, "waiting": 100, "counters": True},
        )
        singly(parts, base, asked.singly)
    return 1 if wrong else 0


def _wait(parts, count: int) -> None:
    end = time.monotonic() + 120
    while len(parts.sink.letters) < count and time.monotonic() < end:
        time.sleep(0.05)
    check_quietly(len(parts.sink.letters) >= count, f"letters at the mail server: {len(parts.sink.letters)} of {count}")


if __name__ == "__main__":
    sys.exit(main())
