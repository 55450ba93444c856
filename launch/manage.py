"""``script/manage``: a Django command against the running portal of a data folder."""

import os
import pathlib
import sys
from typing import NoReturn

from launch.folder import Folder
from launch.server import DEFAULT_FOLDER, ROOT
from launch.variables import portal_variables
from manage import READS_A_FILE


def main(arguments: list[str]) -> None:
    folder = Folder(DEFAULT_FOLDER)
    if arguments[:1] == ["--data"] and len(arguments) > 1:
        folder, arguments = Folder(pathlib.Path(arguments[1]).absolute()), arguments[2:]
    running = folder.running
    if not running and arguments[:1] == [READS_A_FILE]:
        _hand_over(arguments, dict(os.environ))
    if not running:
        sys.exit(f"{folder.path} klasörüyle çalışan bir portal yok. Önce script/server ile başlatınız.")
    environment = portal_variables(
        folder, database_url=running["database_url"], redis_url=running["redis_url"], address=running["address"]
    )
    _hand_over(arguments, environment)


def _hand_over(arguments: list[str], environment: dict[str, str]) -> NoReturn:
    """Stay where the person stands: files that a command reads are named from there."""
    os.execve(sys.executable, [sys.executable, str(ROOT / "manage.py"), *arguments], environment)


if __name__ == "__main__":
    main(sys.argv[1:])
