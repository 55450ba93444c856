"""Measures the processor time and the queries of pages, beside an empty view in the same run.

    script/server --port 8000          (in another terminal; it loads the demo)
    script/manage shell < benchmarks/pages.py

Pages are asked in this process, with the database of the running portal: no web server, no network and no log.
"""

import logging
import statistics
import time

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from konsey import urls

PAGES = (
    "/",
    "/mahalleler/",
    "/mahalleler/bergama/",
    "/meclisler/",
    "/ara/?q=park",
    "/haberler/",
    "/kurumlar/",
    "/belgeler/",
)
RUNS = 30

urls.urlpatterns.insert(0, path("bos-sayfa/", login_not_required(lambda request: HttpResponse("")), name="empty"))
client = Client(headers={"host": "localhost"})


def measured(address: str) -> tuple[float, int]:
    """Return the median of processor milliseconds, and the number of queries."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    count = len(queries)  # the next request empties the list
    times = []
    for _run in range(RUNS):
        start = time.process_time()
        client.get(address)
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times), count


logging.disable(logging.INFO)
empty, _queries = measured("/bos-sayfa/")
print(f"{'empty view':<24} {empty:6.2f} ms")
for address in PAGES:
    cost, count = measured(address)
    print(f"{address:<24} {cost:6.2f} ms  {cost / empty:5.1f} x  {count:3} queries")
