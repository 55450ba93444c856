"""The site while Redis is gone or hangs. ``benchmarks/faults_mail.py`` does the same for half a minute."""

import time

import pytest

from konsey.cache import REST_SECONDS
from tests.faults import webfaults as faults

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("processes")]
SLOWEST = 3.0
GUESSES = 5 * 2  # the limit for one account, once for each web process


@pytest.fixture(scope="module")
def site(parts):
    parts.run("manage.py", "import_places")
    parts.run("-m", "tests.faults.person", "kurban@example.com", "bir@example.com", "iki@example.com")
    parts.start_web()
    yield parts
    parts.kill("web")


def test_redis_hangs_then_dies_and_the_site_goes_on(site):
    site.freeze_redis()
    hanging = faults.outage(site, "redis hangs", seconds=3, people=["bir@example.com"])
    site.thaw_redis()
    time.sleep(REST_SECONDS)
    site.kill_redis()
    dead = faults.outage(site, "redis is dead", seconds=3, people=["iki@example.com"])
    site.restart_redis()

    assert (hanging.errors, dead.errors) == ([], [])
    assert max(hanging.slowest, dead.slowest) < SLOWEST
    assert (hanging.sign_ins, dead.sign_ins) == (1, 1)
    assert max(hanging.refused_after, dead.refused_after) <= GUESSES + 1
    assert min(hanging.requests, dead.requests) > 50
