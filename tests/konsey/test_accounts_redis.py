"""Signing in while Redis is gone or hangs (docs/kararlar/0002): it works, in time, and guessing is still stopped."""

import os
import signal
import time

import pytest

from konsey import cache as cache_module
from launch.services import start_redis
from tests.client import PortalClient
from tests.factories.konsey import UserFactory
from tests.konsey.accounts import add_app, app_code, code_sent_to, sign_in, sign_up

LONGEST = 3.0


@pytest.fixture(params=["gone", "hanging"])
def broken_redis(request, tmp_path_factory, settings, monkeypatch):
    """A Redis that was in use a moment ago and is now stopped, or answers nobody."""
    service = start_redis(tmp_path_factory.mktemp("r"), durable=False)
    monkeypatch.setattr(cache_module, "breaker", cache_module.Breaker())
    location = service.url.replace("redis+socket://", "unix://")
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": location}}
    PortalClient().get("/giris/")
    if request.param == "gone":
        service.process.kill()
        service.process.wait(10)
    else:
        os.kill(service.process.pid, signal.SIGSTOP)
    yield
    service.process.kill()
    service.process.wait(10)


@pytest.fixture
def stopwatch(monkeypatch):
    """Times every request of the test client."""
    took = []
    request = PortalClient.request

    def timed(self, **environ):
        began = time.monotonic()
        try:
            return request(self, **environ)
        finally:
            took.append(time.monotonic() - began)

    monkeypatch.setattr(PortalClient, "request", timed)
    return took


def test_everybody_still_gets_in(broken_redis, stopwatch, client, ayse, burak):
    add_app(burak)
    by_code, clerk, new = PortalClient(), PortalClient(), PortalClient()

    assert sign_in(client, ayse.email).url == "/hesabim/"
    by_code.post("/giris/kod/", {"email": ayse.email})
    code = {"code": code_sent_to(ayse.email), "action": "verify"}
    assert by_code.post("/giris/kod/onay/", code).url == "/hesabim/"
    sign_in(clerk, burak.email)
    assert clerk.post("/giris/ikinci-adim/", {"code": app_code()}).status_code == 302
    assert clerk.get("/yonetim/").status_code == 200
    sign_up(new)
    code = {"code": code_sent_to("elif@example.com"), "action": "verify"}
    assert new.post("/kayit/onay/", code).url == "/hesabim/"
    assert max(stopwatch) < LONGEST


def test_guessing_is_still_stopped(broken_redis, stopwatch, db):
    ayse = UserFactory()

    pages = [sign_in(PortalClient(), ayse.email, "yanlis-parola").content.decode() for _ in range(6)]

    assert ["Çok sayıda deneme yapıldı" in page for page in pages] == [False] * 5 + [True]
    assert max(stopwatch) < LONGEST
