"""Child processes: they end with their parent, are stopped in order, and can be recognised after a crash."""

import contextlib
import ctypes
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Account:
    """Whom a child runs as; the empty one means "as whoever runs the parent"."""

    user: int | None = None
    group: int | None = None

    @property
    def other_groups(self) -> list[int] | None:
        return None if self.user is None else []


def spawn(
    command: Sequence[str | pathlib.Path],
    *,
    environment: Mapping[str, str] | None = None,
    folder: str | pathlib.Path | None = None,
    log: pathlib.Path | None = None,
    farewell: int = signal.SIGTERM,
    account: Account | None = None,
) -> subprocess.Popen[bytes]:
    """Start ``command`` in a session of its own, so that the terminal's Ctrl-C reaches only the parent.

    Output is appended to ``log``. On Linux the kernel sends ``farewell`` to the child when the parent dies, however it
    dies.
    """
    account = account or Account()
    with (log or pathlib.Path(os.devnull)).open("ab") as output:
        return subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
            cwd=folder,
            start_new_session=True,
            preexec_fn=_bind_to_parent(farewell),
            user=account.user,
            group=account.group,
            extra_groups=account.other_groups,
        )


def _bind_to_parent(farewell: int) -> Callable[[], None] | None:
    """What the child does before exec. The kernel watches the *thread* that forked, hence only from the main one."""
    if not sys.platform.startswith("linux") or threading.current_thread() is not threading.main_thread():
        return None
    libc, parent = ctypes.CDLL(None), os.getpid()

    def bind() -> None:
        libc.prctl(PR_SET_PDEATHSIG, farewell, 0, 0, 0)
        if os.getppid() != parent:  # it died before prctl
            os._exit(1)

    return bind


def ask(process: subprocess.Popen[bytes], how: int) -> None:
    """Signal a process that may have ended already."""
    if process.poll() is None:
        process.send_signal(how)


def see_out(process: subprocess.Popen[bytes], seconds: float, impatient: Callable[[], bool]) -> bool:
    """Wait for the end; after ``seconds`` (or once ``impatient``) force it. Says whether force was not needed."""
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline and not impatient():
        time.sleep(0.02)
    obeyed = process.poll() is not None
    kill_group(process.pid)
    if not obeyed:
        process.kill()
        process.wait()
    return obeyed


def kill_group(leader: int) -> None:
    """End whatever a dead leader left behind in its session."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def birth(pid: int) -> str:
    """A word that, with the pid, names one process for ever ("" if there is none): pids are used again."""
    stat = pathlib.Path(f"/proc/{pid}/stat")
    try:
        if stat.parent.parent.joinpath("self").exists():
            fields = stat.read_text(errors="replace").rpartition(")")[2].split()
            return "" if fields[0] == "Z" else fields[19]
        answer = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True)
        return answer.stdout.strip()
    except OSError:
        return ""


def end_leftovers(known: Sequence[tuple[int, str]], seconds: float = 10) -> None:
    """Wait for processes of a killed supervisor to end by themselves, then kill them. Pairs of pid and `birth`."""
    deadline = time.monotonic() + seconds
    alive = [(pid, born) for pid, born in known if born and birth(pid) == born]
    while alive and time.monotonic() < deadline:
        time.sleep(0.1)
        alive = [(pid, born) for pid, born in alive if birth(pid) == born]
    for pid, _born in alive:
        kill_group(pid)
