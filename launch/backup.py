"""``script/backup`` and ``script/restore``: the database and the uploaded files of a data folder, out and in again.

The keys (``secrets.json``) are left out on purpose: with them a stolen backup would tell who is behind the hashes.
"""

import argparse
import contextlib
import json
import pathlib
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime

from launch import processes
from launch.folder import Folder, FolderError
from launch.server import DEFAULT_FOLDER, SERVICE_SECONDS, Refusal, TurkishParser, say
from launch.services import ServiceError, clean_environment

FILES = ("media", "private-media")
MANIFEST, DUMP = "yedek.json", "database.dump"


def save(folder: Folder, target: pathlib.Path) -> pathlib.Path:
    """Write a new folder below ``target`` and return it. The portal may be running. Raises Refusal."""
    place = target / f"konsey-{datetime.now():%Y%m%d-%H%M%S}"
    half_done = place.with_suffix(".yeni")
    half_done.mkdir(mode=0o700, parents=True)
    with _database(folder) as url:
        _run(folder, "pg_dump", "--format=custom", f"--file={half_done / DUMP}", f"--dbname={url}")
    for name in FILES:
        if (folder.path / name).exists():
            shutil.copytree(folder.path / name, half_done / name)
    manifest = {"content": folder.notes.get("content"), "made_at": datetime.now().astimezone().isoformat()}
    (half_done / MANIFEST).write_text(json.dumps(manifest))
    half_done.rename(place)
    return place


def load(folder: Folder, source: pathlib.Path) -> None:
    """Replace database and files by those of a backup. The portal must not be running. Raises Refusal, FolderError."""
    if not (source / MANIFEST).exists() or not (source / DUMP).exists():
        raise Refusal(f"{source} bir yedek klasörü değil: içinde {MANIFEST} ve {DUMP} olmalıdır.")
    with folder.claim():
        folder.end_leftovers()
        folder.prepare()
        with _started(folder) as url:
            client = ["-h", str(folder.postgres.sockets), "-U", "konsey"]
            _run(folder, "dropdb", *client, "--if-exists", "--force", "konsey")
            _run(folder, "createdb", *client, "konsey")
            _run(folder, "pg_restore", "--exit-on-error", "--no-owner", f"--dbname={url}", str(source / DUMP))
        for name in FILES:
            shutil.rmtree(folder.path / name)
            if (source / name).exists():
                shutil.copytree(source / name, folder.path / name)
        content = json.loads((source / MANIFEST).read_text())["content"]
        folder.note(content=content or "restored", administrator="restored", migrations=None)


@contextlib.contextmanager
def _database(folder: Folder) -> Iterator[str]:
    """Address of the folder's database: the running portal's, else of a server started for the moment."""
    if running := folder.running.get("database_url"):
        yield running
    else:
        with folder.claim(), _started(folder) as url:
            yield url


@contextlib.contextmanager
def _started(folder: Folder) -> Iterator[str]:
    server = folder.postgres
    server.prepare()
    process = server.start(folder.logs / "postgres.log")
    try:
        deadline = time.monotonic() + SERVICE_SECONDS
        while not server.answers():
            if process.poll() is not None or time.monotonic() > deadline:
                raise Refusal(f"Veri tabanı başlatılamadı. Günlük: {folder.logs / 'postgres.log'}")
            time.sleep(0.1)
        server.ensure_database()
        yield server.url
    finally:
        processes.ask(process, server.STOP_SIGNAL)
        processes.see_out(process, 30, lambda: False)
        folder.clear_up()


def _run(folder: Folder, program: str, *words: str) -> None:
    line = [str(folder.postgres.programs / program), *words]
    done = subprocess.run(line, capture_output=True, text=True, env=clean_environment())
    if done.returncode:
        raise Refusal(f"{program} başarısız oldu:\n{done.stderr.strip()}")


def main(arguments: list[str]) -> int:
    word, *rest = arguments
    parser = TurkishParser(
        prog=f"script/{word}", usage=f"Kullanım: script/{word} [--data KLASÖR] [--yes] YEDEK_KLASÖRÜ"
    )
    parser.add_argument("--data", type=pathlib.Path, default=DEFAULT_FOLDER)
    parser.add_argument("--yes", action="store_true")
    parser.add_argument("place", type=pathlib.Path)
    try:
        choices = parser.parse_args(rest)
        folder = Folder(choices.data.absolute())
        if word == "backup":
            place = save(folder, choices.place.absolute())
            say(f"Yedek yazıldı: {place}")
            say(f"Anahtarlar yedekte yoktur; ayrı ve güvenli bir yerde saklayınız: {folder.path / 'secrets.json'}")
        else:
            _confirm(folder, choices)
            load(folder, choices.place.absolute())
            say("Yedek geri yüklendi. Portalı başlatınız: script/server")
    except (Refusal, FolderError, ServiceError, OSError) as error:
        say(str(error))
        return 1
    return 0


def _confirm(folder: Folder, choices: argparse.Namespace) -> None:
    if choices.yes:
        return
    if not sys.stdin.isatty():
        raise Refusal("Onay sorulamıyor. Eminseniz --yes yazınız.")
    if (
        input(f"{folder.path} içindeki veriler yedektekilerle değiştirilecek. Onaylıyor musunuz? (evet/hayır) ")
        != "evet"
    ):
        raise Refusal("Hiçbir şey değiştirilmedi.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
