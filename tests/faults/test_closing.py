"""Ballots in flight while the vote closes, by web processes whose clocks are wrong: the database's decides."""

import json
import time
from email.utils import parsedate_to_datetime
from functools import partial

import pytest

from tests.faults import wrongclocks
from tests.faults.voters import Person, at_once, box_of, people_of

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("votes")]
PEOPLE, PROJECTS, CLIENTS, AHEAD = 48, 9, 16, 1.5
CLOSED = "itibarıyla sona erdi"


@pytest.fixture
def site(parts):
    parts.start_web(configuration="tests/faults/wrongclocks.py")
    yield parts
    parts.kill("web")


def _cast_at(person: Person, form, moment: float, seen: list) -> None:
    """Press the button at that moment; note when, what answered, and how wrong the answering process's clock was."""
    time.sleep(max(moment - time.time(), 0))
    sent = time.time()
    page = person.cast(form)
    answered = time.time()
    says = parsedate_to_datetime(person.browser.headers["Date"]).timestamp()
    seen.append((person, sent, answered, page, round(says - answered)))


def _close_in(parts, vote, seconds: float) -> float:
    [(moment,)] = parts.ask(
        """UPDATE sandik_box SET closes_at = clock_timestamp() + make_interval(secs => %s) WHERE id = %s
           RETURNING extract(epoch FROM closes_at)::float""",
        *(seconds, vote["box"]),
    )
    return float(str(moment))


def test_a_ballot_counts_if_the_database_had_it_in_time_whatever_the_web_servers_clocks_say(site):
    vote = json.loads(site.run("-m", "tests.faults.booth", str(PEOPLE), str(PROJECTS)))
    people, forms, seen = people_of(site, vote), {}, []
    filling = at_once(CLIENTS, [lambda p=p: forms.update({p.options: p.fill_in()}) for p in people])
    for thread in filling:
        thread.join(60)
    closing = _close_in(site, vote, AHEAD)
    moments = [closing - 1 + 2 * n / (PEOPLE - 1) for n in range(PEOPLE)]  # evenly over closing time ± 1 s
    jobs = [partial(_cast_at, p, forms[p.options], at, seen) for p, at in zip(people, moments, strict=True)]
    for thread in at_once(CLIENTS, jobs):
        thread.join(60)

    in_time = {person.options for person, _sent, answered, _page, _off in seen if answered < closing}
    late = {person.options for person, sent, _answered, _page, _off in seen if sent >= closing}
    accepted = {person.options for person in people if person.code}
    ballots = [options for _receipt, options in box_of(site, vote)]
    assert len(seen) == PEOPLE
    assert min(len(in_time), len(late)) >= PEOPLE // 8
    assert in_time <= accepted
    assert accepted & late == set()
    assert sorted(ballots) == sorted(accepted)
    assert {off > 0 for *_rest, off in seen} == {True, False}  # both the fast and the slow process answered
    assert wrongclocks.SECONDS > 1  # beyond the second in which people cast: each of them alone would decide wrongly
    for person, _sent, _answered, page, _off in seen:
        kept = all(vote["titles"][option - 1] in page for option in person.options)
        assert person.code or (CLOSED in page and kept)
