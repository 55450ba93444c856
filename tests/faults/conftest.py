"""Real processes for all fault tests: starting them costs more than killing them.

Two groups (``processes``, ``votes``), each on one worker with one set; a third (``portals``) starts whole portals. The
processes end with the last test of their group, not with the run.
"""

import pytest

from tests.faults.parts import running


@pytest.fixture(scope="package")
def parts():
    with running() as started:
        started.start_worker()
        started.start_beat()
        yield started
