"""Many requests of one person at the same moment, through the real view."""

import threading

import pytest
from django.db import connection

from sandik.models import PendingBallot, RollEntry
from tests.butce.test_booth import fill_in, hidden, numbers
from tests.butce.voting import open_vote
from tests.client import PortalClient

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50


def _together(clients, send):
    barrier, pages = threading.Barrier(len(clients)), [None] * len(clients)

    def run(place):
        try:
            barrier.wait(60)
            pages[place] = send(place)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return pages


def _copies(client):
    """The same browser, as often as wished."""
    copies = [PortalClient() for _ in range(MANY)]
    for copy in copies:
        copy.cookies.load({name: morsel.value for name, morsel in client.cookies.items()})
    return copies


def test_fifty_parallel_casts_of_one_person_are_one_vote():
    vote, client = open_vote(with_own=False), PortalClient()
    client.force_login(vote.voter())
    forms = [hidden(fill_in(client, vote, {"proje": numbers(vote, place % 5 + 1)})) for place in range(5)]
    copies = _copies(client)

    pages = _together(copies, lambda place: copies[place].post(vote.url("ballot_cast", "kent"), forms[place % 5]))

    texts = [page.content.decode() for page in pages]
    confirmed = [page for page in texts if 'class="receipt' in page]
    assert all("oyunuz daha önce kaydedilmiş" in page for page in texts if page not in confirmed)
    assert (RollEntry.objects.count(), PendingBallot.objects.count()) == (1, 1)
    # The ten requests of the form that won are one form sent ten times: each shows the one receipt, one is the first.
    assert sum("ikinci bir oy oluşmadı" not in page for page in confirmed) == 1
    assert len(confirmed) == MANY // 5
