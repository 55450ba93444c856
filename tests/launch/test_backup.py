"""Backup, wipe, restore: rows and files are the same again."""

import subprocess

import pytest

from launch import backup
from launch.folder import Folder
from launch.server import Refusal

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("portals")]
ROWS = "CREATE TABLE oy AS SELECT n, md5(n::text) AS ozet FROM generate_series(1, 20000) AS n"
SUM = "SELECT count(*), md5(string_agg(ozet, '' ORDER BY n)) FROM oy"


def _ask(folder: Folder, statement: str) -> str:
    with backup._database(folder) as url:
        line = [str(folder.postgres.programs / "psql"), "-qtA", "-v", "ON_ERROR_STOP=1", "-c", statement, url]
        return subprocess.run(line, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def folder(place) -> Folder:
    folder = Folder(place / "veri")
    with folder.claim():
        folder.prepare()
    (folder.path / "media" / "afiş.png").write_bytes(b"\x89PNG")
    (folder.path / "private-media" / "yazı.pdf").write_bytes(b"%PDF")
    folder.note(content="demo")
    _ask(folder, ROWS)
    return folder


def test_what_was_saved_comes_back_after_everything_is_lost(folder, place):
    before = _ask(folder, SUM)
    saved = backup.save(folder, place / "yedekler")

    with folder.claim():
        folder.wipe()
    backup.load(folder, saved)

    assert _ask(folder, SUM) == before
    assert before.startswith("20000|")
    assert (folder.path / "media" / "afiş.png").read_bytes() == b"\x89PNG"
    assert (folder.path / "private-media" / "yazı.pdf").read_bytes() == b"%PDF"
    assert folder.notes == {"content": "demo", "administrator": "restored"}


def test_restoring_replaces_what_came_later(folder, place):
    saved = backup.save(folder, place / "yedekler")
    _ask(folder, "INSERT INTO oy VALUES (0, 'sonradan'); CREATE TABLE sonradan ()")
    (folder.path / "media" / "sonradan.png").touch()

    backup.load(folder, saved)

    assert _ask(folder, "SELECT count(*) FROM oy") == "20000\n"
    assert _ask(folder, "SELECT to_regclass('sonradan') IS NULL") == "t\n"
    assert not (folder.path / "media" / "sonradan.png").exists()


def test_backup_holds_no_keys_and_is_closed_to_others(folder, place):
    folder.keys()

    saved = backup.save(folder, place / "yedekler")

    assert sorted(path.name for path in saved.iterdir()) == ["database.dump", "media", "private-media", "yedek.json"]
    assert saved.stat().st_mode & 0o077 == 0


def test_other_folders_are_not_restored(folder, place):
    with pytest.raises(Refusal, match="bir yedek klasörü değil"):
        backup.load(folder, place)

    assert _ask(folder, "SELECT count(*) FROM oy") == "20000\n"
