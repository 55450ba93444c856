"""What a page of the budget costs: CPU of the web and the database processes per request, read from /proc.

    python benchmarks/pages_butce.py --base-url http://localhost:8000 --page liste=/butce/olcum-100/fikirler/

Measures any running portal of this machine, with an empty view of the same portal beside it. The processes are found by
the port (or given: --web-pid, --db-pid, each the parent of its kind). Wall time is the clients' and noisy; CPU is not.
`benchmarks/fill_butce.py` makes cycles to measure. Other scripts may use `measured` with a request of their own.
"""

import argparse
import http.client
import os
import pathlib
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

TICKS = os.sysconf("SC_CLK_TCK")
EMPTY = ("boş sayfa", "/saglik/canli/")
CLIENTS = (1, 8, 64)
WARM_UP = 30

Request = Callable[[http.client.HTTPConnection], int]  # makes one request, returns the size of the answer


@dataclass(frozen=True)
class Processes:
    """The parents of the web and the database processes."""

    web: int
    database: int

    def cpu(self) -> tuple[float, float]:
        """Seconds used so far by each kind, with all children, living and gone."""
        parents = _parents()
        return _seconds(self.web, parents), _seconds(self.database, parents)


@dataclass(frozen=True)
class Cost:
    """Milliseconds per request; ``median`` and ``p95`` are wall time at the client."""

    clients: int
    requests: int
    web: float
    database: float
    median: float
    p95: float
    size: int

    @property
    def cpu(self) -> float:
        return self.web + self.database


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on (field 3)."""
    return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _parents() -> dict[int, int]:
    found = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                found[int(entry.name)] = int(_stat(int(entry.name))[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
    return found


def _family(root: int, parents: dict[int, int]) -> list[int]:
    family = [root]
    for pid in family:
        family.extend(child for child, parent in parents.items() if parent == pid)
    return family


def _seconds(root: int, parents: dict[int, int]) -> float:
    ticks = 0
    for pid in _family(root, parents):
        try:
            ticks += sum(int(field) for field in _stat(pid)[11:15])  # utime stime cutime cstime
        except (FileNotFoundError, ProcessLookupError):
            continue
    return ticks / TICKS


def discovered(port: int) -> Processes:
    """Find who listens on ``port``, and the PostgreSQL that the same supervisor started."""
    inodes = {
        fields[9]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for fields in (line.split() for line in pathlib.Path(table).read_text().splitlines()[1:])
        if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port
    }
    parents = _parents()
    web = min((pid for pid in parents if _holds(pid, inodes)), default=0)
    if not web:
        raise SystemExit(f"Nobody listens on port {port}; is the portal running?")
    below = [pid for pid in _family(parents[web], parents) if _name(pid) == "postgres"]
    database = next((pid for pid in below if _name(parents[pid]) != "postgres"), 0)
    if not database:
        raise SystemExit("The database was not started by the same portal; give its parent process by --db-pid.")
    return Processes(web, database)


def _holds(pid: int, inodes: set[str]) -> bool:
    try:
        links = [os.readlink(link) for link in pathlib.Path(f"/proc/{pid}/fd").iterdir()]
    except OSError:
        return False
    return any(link == f"socket:[{inode}]" for link in links for inode in inodes)


def _name(pid: int) -> str:
    try:
        return pathlib.Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def page(path: str) -> Request:
    """A request for one page; anything but 200 ends the measurement."""

    def get(connection: http.client.HTTPConnection) -> int:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}")
        return len(body)

    return get


def measured(base_url: str, processes: Processes, request: Request, *, clients: int, requests: int) -> Cost:
    """Make ``requests`` requests from ``clients`` parallel clients and return what one cost."""
    address = urlsplit(base_url)
    walls: list[float] = []
    sizes: list[int] = []

    def client(share: int) -> None:
        connection = http.client.HTTPConnection(address.hostname or "localhost", address.port, timeout=120)
        for _number in range(share):
            start = time.perf_counter()
            sizes.append(_patient(connection, request))
            walls.append((time.perf_counter() - start) * 1000)
        connection.close()

    share = max(1, requests // clients)
    threads = [threading.Thread(target=client, args=(share,)) for _client in range(clients)]
    before = processes.cpu()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    web, database = (after - start for after, start in zip(processes.cpu(), before, strict=True))
    done = len(walls)
    if done < share * clients:
        raise SystemExit("A client failed; the numbers would not be complete.")
    p95 = statistics.quantiles(walls, n=20)[18]
    size = round(statistics.mean(sizes))
    return Cost(clients, done, web / done * 1000, database / done * 1000, statistics.median(walls), p95, size)


def _patient(connection: http.client.HTTPConnection, request: Request) -> int:
    """The server may close a connection that was idle; that is no failure."""
    try:
        return request(connection)
    except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
        connection.close()
        return request(connection)


def table(base_url: str, processes: Processes, pages: dict[str, Request], requests: int) -> None:
    heads = (("clients", 8), ("requests", 9), ("web ms", 9), ("db ms", 8), ("CPU ms", 8), ("median", 8), ("p95", 8))
    print(f"{'page':<24}" + "".join(f"{head:>{width}}" for head, width in heads) + f"{'kB':>7}")
    for label, request in pages.items():
        measured(base_url, processes, request, clients=4, requests=WARM_UP * 4)
        for clients in CLIENTS:
            cost = measured(base_url, processes, request, clients=clients, requests=requests)
            print(
                f"{label:<24}{clients:>8}{cost.requests:>9}{cost.web:>9.2f}{cost.database:>8.2f}{cost.cpu:>8.2f}"
                f"{cost.median:>8.1f}{cost.p95:>8.1f}{cost.size / 1000:>7.1f}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base-url", default="http://localhost:8000")
    parser.add_argument("--web-pid", type=int)
    parser.add_argument("--db-pid", type=int)
    parser.add_argument("--requests", type=int, default=400)
    parser.add_argument("--page", action="append", default=[], metavar="LABEL=PATH")
    asked = parser.parse_args()
    if asked.web_pid and asked.db_pid:
        processes = Processes(asked.web_pid, asked.db_pid)
    else:
        processes = discovered(urlsplit(asked.base_url).port or 80)
    pages = dict([EMPTY, *(entry.split("=", 1) for entry in asked.page)])
    table(asked.base_url, processes, {label: page(path) for label, path in pages.items()}, asked.requests)


if __name__ == "__main__":
    main()
