"""The data folder: its lock, its keys, and what must never be touched."""

import contextlib
import json
import stat

import pytest

from launch import services
from launch.folder import Folder, FolderError, tree_stamp
from launch.services import Postgres, Redis, socket_folder


@pytest.fixture
def claimed(place):
    """Return a function that makes a folder and holds its lock until the test ends."""
    with contextlib.ExitStack() as locks:

        def _claim(name: str = "veri") -> Folder:
            folder = Folder(place / name)
            locks.enter_context(folder.claim())
            folder.prepare()
            return folder

        yield _claim


def test_second_claim_is_refused_with_the_address_of_the_first(place, claimed):
    folder = claimed()
    folder.announce(pid=42, address="http://localhost:8000")

    with pytest.raises(FolderError) as caught:
        Folder(place / "veri").claim()

    assert str(caught.value) == (
        f"Bu veri klasörüyle çalışan bir portal zaten var (süreç 42): {place / 'veri'}. Adresi: http://localhost:8000"
    )


def test_lock_is_free_again_when_the_first_ends(place):
    Folder(place / "veri").claim().close()

    Folder(place / "veri").claim().close()


def test_keys_are_made_once_for_this_user_only(claimed):
    folder = claimed()

    keys = folder.keys()

    assert folder.keys() == keys
    assert keys["SECRET_KEY"] != keys["IDENTITY_KEY"]
    assert min(len(key) for key in keys.values()) >= 64
    assert stat.S_IMODE((folder.path / "secrets.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.path.stat().st_mode) & 0o066 == 0


def test_folder_with_other_things_is_refused(place):
    (place / "tez.docx").write_text("x")

    with pytest.raises(FolderError, match=r"boş değil ve bir portal veri klasörü de değil .*tez\.docx"):
        Folder(place).claim()
    assert [path.name for path in place.iterdir()] == ["tez.docx"]


def test_wipe_removes_the_portals_things_and_no_others(claimed):
    folder = claimed()
    folder.keys()
    (folder.path / "media" / "afiş.png").write_text("x")
    (folder.path / "notlarım.txt").write_text("x")

    folder.wipe()

    assert sorted(path.name for path in folder.path.iterdir()) == ["lock", "notlarım.txt"]


def test_notes_are_kept_and_taken_back(claimed):
    folder = claimed()

    folder.note(content="demo", static="1")
    folder.note(static=None)

    assert Folder(folder.path).notes == {"content": "demo"}


def test_damaged_file_is_named(claimed):
    folder = claimed()
    (folder.path / "portal.json").write_text("{")

    with pytest.raises(FolderError, match=r"portal\.json okunamıyor"):
        _ = folder.notes


def test_files_are_replaced_whole(claimed):
    folder = claimed()
    (folder.path / "portal.json.yeni").write_text("half of an interrupted wri")

    folder.note(content="empty")

    assert json.loads((folder.path / "portal.json").read_text()) == {"content": "empty"}


def test_stamp_changes_with_a_file(place):
    (place / "a.css").write_text("1")
    first = tree_stamp(place)
    (place / "a.css").write_text("12")

    assert tree_stamp(place) != first


def test_stamp_does_not_change_with_compiled_files(place):
    (place / "0001_initial.py").write_text("1")
    first = tree_stamp(place)
    (place / "__pycache__").mkdir()
    (place / "__pycache__" / "0001_initial.pyc").write_text("1")

    assert tree_stamp(place) == first


@pytest.mark.parametrize("name", ["veri klasörü", "ğüşıöç", "uzun" * 30])
def test_sockets_of_an_odd_or_long_path_lie_in_a_closed_folder_elsewhere(place, name):
    place = socket_folder(place / name, "s")

    assert place.parent == services.TEMPORARY
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    place.rmdir()


def test_sockets_that_lie_elsewhere_are_removed_at_the_end(claimed):
    folder = claimed("ğ")
    places = [folder.postgres.sockets, folder.redis.address.parent]
    assert all(place.exists() for place in places)

    folder.clear_up()

    assert not any(place.exists() for place in places)


def test_clearing_up_touches_nothing_that_was_not_made(claimed):
    folder = claimed()

    folder.clear_up()

    assert folder.notes == {}
    assert (folder.path / "media").is_dir()


def test_data_of_another_postgres_version_is_not_touched(place):
    data = Postgres(place).data
    data.mkdir()
    (data / "PG_VERSION").write_text("16\n")

    with pytest.raises(services.ServiceError, match=r"PostgreSQL 16 ile yazılmış, kurulu sürüm ise 18"):
        Postgres(place).prepare()


def test_interrupted_creation_of_the_database_is_begun_anew(place):
    server = Postgres(place, durable=False)
    half_made = server.home / "postgres.yeni"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18")

    assert server.prepare() is True
    assert server.prepare() is False
    assert not half_made.exists()


def test_redis_that_does_not_run_does_not_answer(place):
    assert not Redis(place).answers()
