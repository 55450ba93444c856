"""Measures the processor time and the queries of pages, beside an empty view in the same run.

    script/server --port 8000          (in another terminal; it loads the demo)
    script/manage shell < benchmarks/pages.py
    PAGES="/meclisler/ /ara/?q=park" PROFILE=30 script/manage shell < benchmarks/pages.py

Pages are asked in this process, with the database of the running portal: no web server, no network and no log. The
bare page is the layout alone: what every page pays. On a busy machine milliseconds are noise; the number of Python's
function calls is not. PAGES are addresses of one's own, PROFILE writes so many lines of where the time goes.
"""

import cProfile
import logging
import os
import pstats
import statistics
import time

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.template import engines
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
RUNS = 40

bare = engines["django"].from_string('{% extends "base.html" %}{% block title %}Boş{% endblock %}')
empty_view = login_not_required(lambda request: HttpResponse(""))
bare_view = login_not_required(lambda request: HttpResponse(bare.render({}, request)))
urls.urlpatterns[:0] = [path("bos-sayfa/", empty_view, name="empty"), path("yalin-sayfa/", bare_view, name="bare")]
client = Client(headers={"host": "localhost"})


def measured(address: str) -> tuple[float, int, int]:
    """Return the median of processor milliseconds, the number of queries and of function calls."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    count = len(queries)  # the next request empties the list
    calls = pstats.Stats(_profile(address, 1)).total_calls  # type: ignore[attr-defined]
    times = []
    for _run in range(RUNS):
        start = time.process_time()
        client.get(address)
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times), count, calls


def _profile(address: str, runs: int) -> cProfile.Profile:
    profile = cProfile.Profile()
    profile.enable()
    for _run in range(runs):
        client.get(address)
    profile.disable()
    return profile


logging.disable(logging.INFO)
empty, _queries, few = measured("/bos-sayfa/")
print(f"{'empty view':<24} {empty:6.2f} ms {'':21} {few:8,} calls")
for address in ("/yalin-sayfa/", *(os.environ.get("PAGES", "").split() or PAGES)):
    cost, count, calls = measured(address)
    print(f"{address:<24} {cost:6.2f} ms  {cost / empty:5.1f} x  {count:3} queries {calls:8,} calls")
    if lines := int(os.environ.get("PROFILE") or 0):
        pstats.Stats(_profile(address, RUNS)).strip_dirs().sort_stats("cumulative").print_stats(lines)
