"""``script/server``: the whole portal on one machine, under one supervisor."""

import argparse
import os
import pathlib
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

from launch import health
from launch.binaries import NotFound
from launch.folder import Folder, FolderError, tree_stamp
from launch.processes import spawn
from launch.services import ServiceError
from launch.supervisor import Failed, Part, StopAsked, Supervisor, last_words
from launch.variables import portal_variables

ROOT = pathlib.Path(__file__).resolve().parent.parent
DEFAULT_FOLDER = ROOT / ".veri"
SERVICE_SECONDS = 60
READY_SECONDS = 120


Services = list[tuple[Callable[[], bool], Part]]
"""Embedded services that were started, each with what asks whether it answers."""


class Refusal(Exception):
    """Nothing was started; the message is a Turkish sentence."""


@dataclass
class Portal:
    """One run of the portal on ``folder`` and ``port``."""

    folder: Folder
    port: int
    with_demo: bool
    supervisor: Supervisor
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def setup_log(self) -> pathlib.Path:
        return self.folder.logs / "setup.log"

    def bring_up(self) -> None:
        """Services, then the database's content, then the portal's own programs, until all of them answer.

        Where the content is there already, the programs load while PostgreSQL starts; it is the quicker one.
        """
        database_url, redis_url, services = self._start_services()
        self.variables = portal_variables(
            self.folder, database_url=database_url, redis_url=redis_url, address=self.address
        )
        self.folder.announce(pid=os.getpid(), address=self.address, database_url=database_url, redis_url=redis_url)
        if self._is_prepared():
            started = self._start_programs()
            self._await(services)
        else:
            self._await(services)
            self._migrate()
            self._collect_static_files()
            self._fill()
            started = self._start_programs()
        self.supervisor.wait_for(lambda: self._ready(started), READY_SECONDS, self._unready_sentence())

    def welcome(self, seconds: float) -> str:
        lines = [
            "",
            f"Portal hazır ({seconds:.1f} saniye).".replace(".", ",", 1),
            "",
            f"  Adres              {self.address}/",
            f"  Yönetim            {self.address}/yonetim/",
            f"  Gönderilen posta   {self.address}/posta-kutusu/",
            f"  Durum              {self.address}/saglik/",
            f"  Veriler, günlükler {self.folder.path}",
            "  Durdurmak için     Ctrl-C",
        ]
        return "\n".join(lines)

    def demo_logins(self) -> str:
        """What ``manage.py demo_logins`` says, empty without demo content. The portal runs on without it."""
        if self.folder.notes.get("content") != "demo":
            return ""
        log = self.folder.logs / "demo-logins.log"
        log.unlink(missing_ok=True)
        try:
            self._run("Deneme hesapları", "demo_logins", log=log)
        except Failed as error:
            return str(error)
        return log.read_text("utf-8")

    def _start_services(self) -> tuple[str, str, Services]:
        """Addresses of PostgreSQL and Redis: those given from outside, else the embedded ones, started; and these."""
        database_url, redis_url = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
        started: Services = []
        if not database_url:
            server = self.folder.postgres
            if server.prepare():
                self.folder.note(migrations=None, content=None, administrator=None)
            part = Part(
                "Veri tabanı (PostgreSQL)", self.folder.logs / "postgres.log", server.start, 0, server.STOP_SIGNAL, 30
            )
            self.supervisor.start(part)
            started.append((server.answers, part))
            database_url = server.url
        if not redis_url:
            part = Part("Kuyruk ve önbellek (Redis)", self.folder.logs / "redis.log", self.folder.redis.start)
            self.supervisor.start(part)
            started.append((self.folder.redis.answers, part))
            redis_url = self.folder.redis.url
        return database_url, redis_url, started

    def _await(self, services: Services) -> None:
        for answers, part in services:
            otherwise = f"{part.label} {SERVICE_SECONDS} saniye içinde yanıt vermedi. Günlük: {part.log}"
            self.supervisor.wait_for(answers, SERVICE_SECONDS, otherwise)
        if self.variables["DATABASE_URL"] == self.folder.postgres.url:
            self.folder.postgres.ensure_database()

    def _is_prepared(self) -> bool:
        """Nothing is to be done in the database or to files, and nobody is to be asked."""
        notes = self.folder.notes
        done = {name: notes.get(name) for name in ("migrations", "static")} == _stamps()
        filled = notes.get("content") == "demo" or "administrator" in notes
        return done and filled and not os.environ.get("DATABASE_URL")

    def _migrate(self) -> None:
        stamp = _stamps()["migrations"]
        if os.environ.get("DATABASE_URL") or self.folder.notes.get("migrations") != stamp:
            self.supervisor.say("Veri tabanı güncelleniyor…")
            self._run("Veri tabanı güncellemesi", "migrate", "--no-input")
            self._run("Görev yetkileri", "sync_roles")
            self.folder.note(migrations=stamp)

    def _collect_static_files(self) -> None:
        stamp = _stamps()["static"]
        if self.folder.notes.get("static") != stamp:
            self.supervisor.say("Durağan dosyalar toplanıyor…")
            self._run("Durağan dosyalar", "collectstatic", "--no-input", "--clear")
            self.folder.note(static=stamp)

    def _fill(self) -> None:
        """Demo content the first time, or the first administrator of an empty portal."""
        content = self.folder.notes.get("content")
        if content is None and self.with_demo:
            self.supervisor.say("Deneme verileri yükleniyor…")
            self._run("Deneme verileri", "demo")
            self.folder.note(content="demo")
        elif content is None:
            self._run("Yerleşim verileri", "import_places")
            self.folder.note(content="empty")
        if self.folder.notes["content"] == "empty" and "administrator" not in self.folder.notes:
            self._ask_for_administrator()

    def _ask_for_administrator(self) -> None:
        if not sys.stdin.isatty():
            self.supervisor.say("İlk yöneticiyi başka bir pencerede tanımlayınız: script/manage first_administrator")
            return
        command = [sys.executable, "manage.py", "first_administrator"]
        self.supervisor.converse("İlk yönetici", subprocess.Popen(command, env=self.variables, cwd=ROOT))
        self.folder.note(administrator="asked")

    def _run(self, label: str, *words: str, log: pathlib.Path | None = None) -> None:
        start = self._starter([sys.executable, "-W", "ignore", "manage.py", *words])
        self.supervisor.run(label, start, log or self.setup_log)

    def _start_programs(self) -> float:
        """Start them and return when that was."""
        now = time.time()
        celery = ["celery", "-q", "-A", "konsey"]  # without its banner: the log is JSON lines
        # Workers have nothing to tell each other, and asking around costs a second at each start.
        alone = ["--without-mingle", "--without-gossip"]
        worker = [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", *alone]
        programs = [
            ("Görev işçisi (Celery)", "worker", worker),
            ("Zamanlayıcı (Celery beat)", "beat", [*celery, "beat", "-s", str(self.folder.path / "beat/schedule")]),
            (
                "Web sunucusu",
                "web",
                ["gunicorn", "-c", "deploy/gunicorn.conf.py", "-b", f"127.0.0.1:{self.port}", "konsey.wsgi"],
            ),
        ]
        for label, name, words in programs:
            start = self._starter([sys.executable, "-m", *words])
            self.supervisor.start(Part(label, self.folder.logs / f"{name}.log", start, rank=1))
        return now

    def _starter(self, command: list[str]) -> Callable[[pathlib.Path], "subprocess.Popen[bytes]"]:
        """What starts ``command`` with the portal's variables, output into the log file it is given."""
        return lambda log: spawn(command, environment=self.variables, folder=ROOT, log=log)

    def _ready(self, since: float) -> bool:
        """Everything is well, and the worker has done a task that beat sent after ``since``."""
        status, parts = health.ask(self.port, "/saglik/tam/")
        return status == 200 and float(parts.get("worker_seen") or 0) >= since

    def _unready_sentence(self) -> str:
        return (
            f"Portal {READY_SECONDS} saniye içinde hazır olmadı. Günlükler: {self.folder.logs}"
            f"{last_words(self.folder.logs / 'web.log', 5)}{last_words(self.folder.logs / 'worker.log', 5)}"
        )


def _stamps() -> dict[str, str]:
    """What the folder's notes say when database and static files are those of these sources."""
    packages, rooms = ROOT / "requirements.txt", "[a-z]*/"
    roles = ROOT.glob(f"{rooms}roles.py")
    return {
        "migrations": tree_stamp(*ROOT.glob(f"{rooms}migrations"), *roles, packages),
        "static": tree_stamp(ROOT / "static", *ROOT.glob(f"{rooms}static"), packages),
    }


def main(arguments: list[str]) -> int:
    began = time.monotonic()
    try:
        choices = read_arguments(arguments)
        folder = Folder(choices.data.absolute())
        with folder.claim():
            if choices.reset:
                reset(folder, sure=choices.yes)
            folder.end_leftovers()
            refuse_used_port(choices.port)
            code = run(folder, choices, began)
    except (FolderError, Refusal) as error:
        say(str(error))
        code = 1
    return code


def run(folder: Folder, choices: argparse.Namespace, began: float) -> int:
    """Bring the portal up and stay. Returns the exit code."""
    supervisor = Supervisor(say, folder.remember)
    supervisor.listen()
    portal = Portal(folder, choices.port, not choices.without_demo, supervisor)
    try:
        folder.prepare()
        portal.bring_up()
        say(portal.welcome(time.monotonic() - began))
        say(portal.demo_logins())
        supervisor.watch()
    except StopAsked:
        say("\nPortal kapatılıyor…")
    except (Failed, ServiceError, NotFound, FolderError) as error:
        say(f"\n{error}")
        return 1
    finally:
        supervisor.stop()
        folder.clear_up()
        say("Portal kapandı.")
    return 0


class TurkishParser(argparse.ArgumentParser):
    def format_help(self) -> str:
        return super().format_help().removeprefix("usage: ")

    def error(self, message: str) -> NoReturn:
        """argparse's own sentences are English."""
        usage = self.format_usage().removeprefix("usage: ").strip()
        raise Refusal(f"Seçenekler anlaşılamadı: {' '.join(sys.argv[1:])}\n{usage}")


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    parser = TurkishParser(
        prog="script/server",
        usage="Kullanım: %(prog)s [--port SAYI] [--data KLASÖR] [--without-demo] [--reset [--yes]]",
        description="Portalı bu bilgisayarda, gereken her şeyle birlikte çalıştırır.",
        add_help=False,
    )
    add = parser.add_argument_group("Seçenekler").add_argument
    add("--port", type=int, default=8000, metavar="SAYI", help="web adresinin portu (varsayılan 8000)")
    add("--data", type=pathlib.Path, default=DEFAULT_FOLDER, metavar="KLASÖR", help="veri klasörü (varsayılan .veri)")
    add("--without-demo", action="store_true", help="deneme verisi olmadan başlar, ilk yöneticiyi sorar")
    add("--reset", action="store_true", help="veri klasörünü boşaltıp baştan başlar")
    add("--yes", action="store_true", help="--reset için onay sormaz")
    add("--help", action="help", help="bu açıklamayı gösterir")
    choices = parser.parse_args(arguments)
    if not 1 <= choices.port <= 65535:
        raise Refusal("Port 1 ile 65535 arasında bir sayı olmalıdır.")
    return choices


def reset(folder: Folder, *, sure: bool) -> None:
    """Empty the folder after asking. Raises Refusal."""
    if os.environ.get("DATABASE_URL"):
        raise Refusal("DATABASE_URL ile gösterilen bir veri tabanı --reset ile boşaltılmaz; onu kendiniz boşaltınız.")
    if not sure:
        if not sys.stdin.isatty():
            raise Refusal("Onay sorulamıyor. Eminseniz --reset ile birlikte --yes yazınız.")
        if input(f"{folder.path} içindeki bütün portal verileri silinecek. Onaylıyor musunuz? (evet/hayır) ") != "evet":
            raise Refusal("Hiçbir şey silinmedi.")
    folder.end_leftovers()
    folder.wipe()


def refuse_used_port(port: int) -> None:
    """Raises Refusal if another program listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise Refusal(f"{port} numaralı port için yetki yok; 1024 ve üstü bir port veriniz.") from error
        except OSError as error:
            raise Refusal(
                f"{port} numaralı port başka bir programca kullanılıyor. Başka bir port veriniz: "
                f"script/server --port {port + 1 if port < 65535 else 8001}"
            ) from error


def say(sentence: str) -> None:
    if sentence:
        print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
