"""One set of real processes for all fault tests: starting them costs more than killing them."""

import pytest

from tests.faults.parts import running


@pytest.fixture(scope="session")
def parts():
    with running() as started:
        started.start_worker()
        started.start_beat()
        yield started
