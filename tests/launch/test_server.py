"""``script/server`` from the outside: killed parts come back, nothing is left running, data stays."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from launch.bootstrap import ROOT
from tests.launch.running import Running, alive, clean_environment, free_port

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("portals")]

COUNT = "from konsey.models import FaqCategory; print(FaqCategory.objects.filter(name='Kalıcı').count())"
WRITE = "from konsey.models import FaqCategory; FaqCategory.objects.create(name='Kalıcı')"


def _refused(*words: str) -> str:
    """What a start says that must not succeed."""
    line = [str(ROOT / "script/server"), *words]
    done = subprocess.run(
        line, capture_output=True, text=True, env=clean_environment(), timeout=60, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 1
    return done.stdout.strip()


@pytest.fixture
def start(place):
    """Start portals on a folder with a space and Turkish letters in its name; end them whatever happens."""
    started: list[Running] = []

    def _start(*words: str, folder: str = "veri klasörü ğ") -> Running:
        started.append(Running(place / folder, free_port(), "--without-demo", *words))
        return started[-1]

    yield _start
    for portal in started:
        portal.stop()


def test_portal_refuses_a_second_copy_stops_cleanly_and_keeps_its_data(start):
    portal = start()
    portal.wait_ready()
    portal.manage("shell", "-v", "0", "-c", WRITE)
    children = portal.births()

    second = _refused("--data", str(portal.folder), "--port", str(free_port()))
    code = portal.stop()

    assert second == (
        f"Bu veri klasörüyle çalışan bir portal zaten var (süreç {portal.process.pid}): {portal.folder}. "
        f"Adresi: http://localhost:{portal.port}"
    )
    assert code == 0
    assert len(children) == 5
    assert alive(children) == []
    assert portal.said.endswith("Portal kapatılıyor…\nPortal kapandı.\n")

    again = start()
    again.wait_ready(60)

    assert again.manage("shell", "-v", "0", "-c", COUNT) == "1"
    assert "güncelleniyor" not in again.said
    assert "toplanıyor" not in again.said


def test_killed_parts_come_back_and_a_killed_supervisor_leaves_nothing(start):
    portal = start(folder="veri")
    portal.wait_ready()
    before = portal.parts()
    killed = ("worker", "valkey", "gunicorn", "postgres")
    answers = set()

    killed_at = time.time()
    for name in killed:
        os.kill(before[name], signal.SIGKILL)
    portal.wait(lambda: answers.add(portal.page("/mahalleler/")) or portal.is_well(killed_at + 1), 90)

    after = portal.parts()
    assert all(after[name] != before[name] for name in killed)
    assert after["beat"] == before["beat"]
    assert answers <= {0, 200, 503}
    assert portal.page("/mahalleler/") == 200
    assert portal.said.count("yeniden başlatılıyor (1/5)") == len(killed)

    children = portal.births()
    portal.process.kill()
    portal.process.wait()
    if sys.platform.startswith("linux"):
        deadline = time.monotonic() + 20
        while alive(children) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert alive(children) == []
    again = start(folder="veri")
    again.wait_ready(60)
    assert again.page("/mahalleler/") == 200


def test_used_port_is_said_and_another_suggested(place):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        said = _refused("--data", str(place / "veri"), "--port", str(port))

    assert said == (
        f"{port} numaralı port başka bir programca kullanılıyor. Başka bir port veriniz: "
        f"script/server --port {port + 1}"
    )


def test_wrong_words_are_answered_in_turkish(place):
    usage = "Kullanım: script/server [--port SAYI] [--data KLASÖR] [--without-demo] [--reset [--yes]]"

    assert _refused("--port", "sekiz") == f"Seçenekler anlaşılamadı: --port sekiz\n{usage}"
    assert _refused("--port", "70000") == "Port 1 ile 65535 arasında bir sayı olmalıdır."


def test_reset_asks_first(place):
    said = _refused("--data", str(place / "veri"), "--port", str(free_port()), "--reset")

    assert said == "Onay sorulamıyor. Eminseniz --reset ile birlikte --yes yazınız."
