"""One set of real processes for all fault tests: starting them costs more than killing them.

Their group keeps them on one worker; the processes end with the last of these tests, not with the run.
"""

import pytest

from tests.faults.parts import running


@pytest.fixture(scope="package")
def parts():
    with running() as started:
        started.start_worker()
        started.start_beat()
        yield started
