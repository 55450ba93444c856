"""People vote through the real web server while its processes are killed and PostgreSQL dies, twice.

Afterwards somebody with Redis, its whole append-only file and every log looks for anything of a vote.
``benchmarks/faults_vote.py`` votes with 2,000 people.
"""

import base64
import json
import pickle
from functools import partial

import pytest
import redis

from tests.faults import pollfaults as faults
from tests.faults import traces
from tests.faults.voters import people_of, receipt_hash, votes_through

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("votes")]
PEOPLE, PROJECTS, ACCOUNTS = 120, 12, 6


@pytest.fixture(scope="module")
def polled(parts):
    """Everybody has voted, through it all: the people and what became of their votes."""
    vote = json.loads(parts.run("-m", "tests.faults.booth", *map(str, (PEOPLE, PROJECTS, ACCOUNTS))))
    parts.start_web()
    people = people_of(parts, vote)
    hits = [
        partial(faults.kill_a_web_process, parts),
        partial(faults.kill_postgres, parts),
        parts.kill_a_session_of_postgres,
        partial(faults.kill_all_web_processes, parts),
    ]
    yield people, votes_through(parts, people, clients=16, faults=hits)
    parts.kill("web")


def test_everybody_has_exactly_one_ballot_and_whoever_saw_a_receipt_finds_it(polled):
    people, outcome = polled

    assert outcome.is_well, outcome.line
    assert outcome.people == PEOPLE
    assert outcome.errors >= 3, outcome.line  # it was in the middle
    assert outcome.receipts + sum(person.told for person in people) == PEOPLE


@pytest.fixture
def server(parts):
    client = redis.Redis(unix_socket_path=parts.redis.url.removeprefix("redis+socket://"))
    yield client
    client.close()


@pytest.fixture
def secrets(parts, polled):
    """Name → bytes of what says something of a vote: who stands on the roll, which ballot, which projects."""
    people, _outcome = polled
    vote = people[0].vote
    roll = parts.ask("SELECT voter FROM sandik_rollentry WHERE paper_id = %s", vote["paper"])
    codes = [person.code for person in people if person.code]
    return {
        **{f"roll key {n}": bytes(voter) for n, (voter,) in enumerate(roll)},
        **{f"receipt {n}": receipt_hash(vote, code) for n, code in enumerate(codes)},
        **{f"code {n}": code.encode() for n, code in enumerate(codes)},
        **{f"bare code {n}": code.replace("-", "").encode() for n, code in enumerate(codes)},
        **{f"project {number}": str(number).encode() for number in vote["projects"]},
        **{f"identity number {n}": number.encode() for n, (number, _year) in enumerate(vote["voters"])},
    }


def test_redis_holds_nothing_of_a_vote_now_and_never_did_and_a_link_would_be_found(parts, server, secrets):
    """One test, since what its control plants stays in the append-only file for ever."""
    now = traces.found(traces.entries(server), secrets)
    ever = traces.found(traces.append_only_files(parts.folder / "redis"), secrets)
    assert (now, ever) == ([], [])
    assert server.dbsize() > 0

    _control(parts, server, secrets)


def _control(parts, server, secrets):
    """What a cache, a queue and a list of their own would hold is found, however it is packed."""
    roll_key, receipt = secrets["roll key 0"], secrets["receipt 0"]
    body = base64.b64encode(json.dumps([[roll_key.hex(), receipt.hex()], {}, {}]).encode())
    planted = {
        "planted cache": lambda name: server.set(name, pickle.dumps({"who": roll_key, "what": receipt})),
        "planted queue": lambda name: server.lpush(name, json.dumps({"body": body.decode()})),
        "planted set": lambda name: server.zadd(name, {roll_key: 1}),
        "planted hash": lambda name: server.hset(name, "a", base64.b64encode(receipt)),
        "planted stream": lambda name: server.xadd(name, {"code": secrets["code 0"]}),
    }
    for name, put in planted.items():
        put(name)

    found = traces.found(traces.entries(server), secrets)
    ever = traces.found(traces.append_only_files(parts.folder / "redis"), secrets)
    server.delete(*planted)

    assert {place for place, _secret in found} == set(planted)
    assert ("planted cache", "receipt 0") in found
    assert ("planted queue", "roll key 0") in found
    assert ever != []


def test_no_log_holds_anything_of_a_vote_not_even_of_a_session_that_was_killed(parts, secrets):
    logs = {name: parts.log_of(name).encode() for name in ("web", "worker", "beat", "postgres")}

    assert traces.found(logs.items(), secrets) == []
    assert b"was terminated by signal 9" in logs["postgres"]
    assert b"butce/<slug:cycle>/oy/pusula/<slug:envelope>/kullanin/" in logs["web"]
    assert traces.found([("web", logs["web"] + secrets["receipt 0"].hex().encode())], secrets) == [("web", "receipt 0")]
