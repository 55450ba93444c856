"""Measures the import of a register of a million people: time and memory, and that an interrupted one leaves nothing.

    python benchmarks/register_import.py [--rows 1000000] [--folder DIR]

Starts a database of its own (durable, as in production) below the folder and prints one line per measurement.
"""

import argparse
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from launch.services import Service, start_postgres, start_redis  # noqa: E402


def completed(nine: int) -> str:
    """Return the national id that begins with these nine digits."""
    d = [int(sign) for sign in str(nine)]
    odd, even = d[0] + d[2] + d[4] + d[6] + d[8], d[1] + d[3] + d[5] + d[7]
    tenth = (odd * 7 - even) % 10
    return f"{nine}{tenth}{(odd + even + tenth) % 10}"


def write_register(path: pathlib.Path, rows: int, *, seed: int) -> None:
    """Write fictitious people over the real neighbourhoods; every thousandth line is wrong, as real files are."""
    chance = random.Random(seed)
    places = [
        line.split(",")[:2]
        for line in (ROOT / "data/izmir-mahalleler.csv").read_text("utf-8-sig").split("\n")[1:]
        if line
    ]
    with path.open("w", encoding="utf-8") as file:
        file.write("tc_kimlik_no;dogum_yili;ilce;mahalle\n")
        for index in range(rows):
            number = completed(100_000_000 + index * 7)
            district, neighbourhood = places[chance.randrange(len(places))]
            if index % 1000 == 999:
                number = number[:-1] + str((int(number[-1]) + 1) % 10)
            file.write(f"{number};{chance.randrange(1930, 2010)};{district};{neighbourhood} Mah.\n")


class Bench:
    def __init__(self, folder: pathlib.Path) -> None:
        self.services: list[Service] = [start_postgres(folder), start_redis(folder)]
        self.database = self.services[0].process.pid
        self.environment = {
            **os.environ,
            "KONSEY_TEST": "evet",
            "DATABASE_URL": self.services[0].url,
            "REDIS_URL": self.services[1].url,
            "MEDIA_ROOT": str(folder / "media"),
            "PRIVATE_MEDIA_ROOT": str(folder / "private"),
        }

    def manage(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def run(self, *arguments: str) -> str:
        """Return what was printed."""
        process = self.manage(*arguments)
        output = process.communicate()[0]
        if process.returncode:
            raise SystemExit(f"{arguments}: {output}")
        return output

    def entries(self) -> int:
        code = "from konsey.models import RegisterEntry; print(RegisterEntry.objects.count())"
        return int(self.run("shell", "--no-imports", "-c", code).split()[-1])

    def peak_of(self, *arguments: str) -> tuple[float, int, int]:
        """Run and return the seconds, the process's peak memory and the busiest database process's own, in kB."""
        started = time.monotonic()
        process = self.manage(*arguments)
        peak = database_peak = 0
        while process.poll() is None:
            peak = max(peak, memory(process.pid, "VmHWM"))
            database_peak = max(database_peak, *(memory(pid, "RssAnon") for pid in children(self.database)))
            time.sleep(0.05)
        if process.returncode:
            raise SystemExit(process.stdout.read() if process.stdout else "")
        return time.monotonic() - started, peak, database_peak

    def interrupt(self, path: pathlib.Path, percent: int) -> None:
        """Kill the import, without a chance to clean up, as soon as it says that it has come so far."""
        process = self.manage("import_register", str(path))
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("%") and int(line[1:].split()[0]) >= percent:
                process.send_signal(signal.SIGKILL)
                break
        else:
            raise SystemExit("The import ended before it could be interrupted.")
        process.wait()

    def stop(self) -> None:
        for service in self.services:
            service.process.send_signal(signal.SIGINT)
            service.process.wait(20)


def memory(pid: int, name: str) -> int:
    """Return a figure of /proc/<pid>/status in kB."""
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith(name)), 0)


def children(pid: int) -> list[int]:
    return [int(child) for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path.home())
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="kk-bench-", dir=options.folder))
    folder.chmod(0o755)
    bench = Bench(folder)
    try:
        measure(bench, folder, options.rows)
    finally:
        bench.stop()
        shutil.rmtree(folder, ignore_errors=True)


def measure(bench: Bench, folder: pathlib.Path, rows: int) -> None:
    first, second = folder / "birinci.csv", folder / "ikinci.csv"
    write_register(first, rows, seed=1)
    write_register(second, rows, seed=2)
    print(f"file: {rows} lines, {first.stat().st_size / 1e6:.0f} MB")
    bench.run("migrate", "-v0")
    bench.run("import_places")
    for percent in (20, 50, 85):
        bench.interrupt(first, percent)
        print(f"killed at {percent} %: {bench.entries()} entries")
    report("first import", bench, first)
    report("same file again", bench, first)
    report("everybody's year or place changed", bench, second)


def report(name: str, bench: Bench, path: pathlib.Path) -> None:
    seconds, peak, database = bench.peak_of("import_register", str(path))
    print(
        f"{name}: {seconds:.1f} s, peak {peak / 1024:.0f} MB (database process {database / 1024:.0f} MB), "
        f"{bench.entries()} entries"
    )


if __name__ == "__main__":
    main()
