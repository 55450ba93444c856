"""The supervisor with small programs in place of the portal's."""

import signal
import subprocess
import sys
import threading
import time

import pytest

from launch import processes, supervisor
from launch.supervisor import Failed, Part, StopAsked, Supervisor

SLEEPER = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
TELLS_ITS_END = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: (open({0!r}, "a").write({1!r}), sys.exit()))
print("up", flush=True)
time.sleep(60)
"""
BROKEN = "print('diskte yer yok', flush=True); raise SystemExit(3)"


@pytest.fixture
def said():
    return []


@pytest.fixture
def watcher(said):
    watcher = Supervisor(said.append, lambda pids: None)
    yield watcher
    watcher.stop()


def _part(tmp_path, source: str, label: str = "Deneme", **options) -> Part:
    command = [sys.executable, "-c", source]
    return Part(label, tmp_path / f"{label}.log", lambda log: processes.spawn(command, log=log), **options)


def _until(watcher: Supervisor, happened, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline
        watcher.check()
        time.sleep(0.02)


def test_dead_part_is_started_again_and_it_is_said(tmp_path, watcher, said):
    watcher.start(_part(tmp_path, SLEEPER))
    first = watcher.children[0].process
    first.kill()
    first.wait()

    _until(watcher, lambda: watcher.children[0].process.poll() is None)

    assert watcher.children[0].process.pid != first.pid
    assert said == ["Deneme durdu (sinyal 9); yeniden başlatılıyor (1/5)."]


def test_part_that_keeps_dying_ends_the_portal_with_its_last_words(tmp_path, watcher, said, monkeypatch):
    monkeypatch.setattr(supervisor, "LONGEST_PAUSE", 0.05)
    watcher.start(_part(tmp_path, BROKEN))

    with pytest.raises(Failed) as caught:
        _until(watcher, lambda: False)

    message = str(caught.value)
    assert message.startswith("Deneme bir dakika içinde 6 kez durdu (çıkış kodu 3); portal kapatılıyor.")
    assert str(tmp_path / "Deneme.log") in message
    assert "diskte yer yok" in message
    assert len(said) == supervisor.RESTARTS_ALLOWED


def test_deaths_of_long_ago_are_forgiven(tmp_path, watcher):
    watcher.start(_part(tmp_path, SLEEPER))
    child = watcher.children[0]
    child.deaths.extend([time.monotonic() - 2 * supervisor.RESTART_WINDOW] * 10)
    child.process.kill()
    child.process.wait()

    watcher.check()

    assert len(child.deaths) == 1


def test_higher_rank_is_stopped_first(tmp_path, watcher):
    order = tmp_path / "order"
    for name, rank in (("a", 0), ("b", 1)):
        source = TELLS_ITS_END.format(str(order), name)
        watcher.start(_part(tmp_path, source, label=name, rank=rank))
        _until(watcher, lambda name=name: (tmp_path / f"{name}.log").read_text() == "up\n")

    watcher.stop()

    assert order.read_text() == "ba"


def test_stubborn_part_is_forced_in_the_end(tmp_path, watcher, said):
    watcher.start(_part(tmp_path, STUBBORN, stop_seconds=0.2))
    process = watcher.children[0].process
    _until(watcher, lambda: (tmp_path / "Deneme.log").read_text() == "up\n")

    watcher.stop()

    assert process.returncode == -signal.SIGKILL
    assert said == ["Deneme durmadı, zorla kapatıldı."]


def test_second_ctrl_c_makes_it_quick(tmp_path, watcher):
    watcher.start(_part(tmp_path, STUBBORN, stop_seconds=60))
    _until(watcher, lambda: (tmp_path / "Deneme.log").read_text() == "up\n")
    watcher.stop_signals = 1
    started = time.monotonic()

    again = threading.Timer(0.3, watcher.note_signal, (signal.SIGINT, None))
    again.start()
    watcher.stop()
    again.join()

    assert time.monotonic() - started < 10


def test_signal_is_answered_at_the_next_look(tmp_path, watcher):
    watcher.start(_part(tmp_path, SLEEPER))
    watcher.stop_signals += 1

    with pytest.raises(StopAsked):
        watcher.check()


def test_failed_step_says_why(tmp_path, watcher):
    part = _part(tmp_path, BROKEN)

    with pytest.raises(Failed, match=r"(?s)^Adım: başarısız oldu \(çıkış kodu 3\)\..*diskte yer yok"):
        watcher.run("Adım", part.start, part.log)


def test_waiting_ends_with_the_sentence_it_was_given(watcher):
    with pytest.raises(Failed, match=r"^Yanıt yok\.$"):
        watcher.wait_for(lambda: False, 0.2, "Yanıt yok.")


def test_grown_log_is_moved_aside_while_it_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "LARGEST_LOG", 10)
    log = tmp_path / "web.log"
    with log.open("ab", buffering=0) as writer:
        writer.write(b"0123456789 old\n")

        supervisor.keep_small(log)
        writer.write(b"new\n")

    assert log.read_bytes() == b"new\n"
    assert (tmp_path / "web.1.log").read_bytes() == b"0123456789 old\n"


def test_children_do_not_outlive_a_killed_parent():
    """On Linux by themselves, elsewhere with the next start's help."""
    source = (
        "import sys, time; from launch import processes; "
        f"child = processes.spawn([sys.executable, '-c', {SLEEPER!r}]); print(child.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, text=True) as parent:
        pid = int(parent.stdout.readline())
        born = processes.birth(pid)
        parent.kill()

    patience = 30 if sys.platform.startswith("linux") else 1
    started = time.monotonic()
    processes.end_leftovers([(pid, born)], seconds=patience)

    assert processes.birth(pid) == ""
    assert time.monotonic() - started < 20


def test_leftovers_are_ended_but_not_a_stranger_with_the_same_number(tmp_path):
    child = processes.spawn([sys.executable, "-c", SLEEPER])

    processes.end_leftovers([(child.pid, "another birth")], seconds=0.1)
    spared = child.poll() is None
    processes.end_leftovers([(child.pid, processes.birth(child.pid))], seconds=0.1)

    assert spared
    assert child.wait(5) == -signal.SIGKILL
