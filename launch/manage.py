"""``script/manage``: a Django command against the running portal of a data folder."""

import os
import pathlib
import sys

from launch.folder import Folder
from launch.server import DEFAULT_FOLDER, ROOT
from launch.variables import portal_variables


def main(arguments: list[str]) -> None:
    folder = Folder(DEFAULT_FOLDER)
    if arguments[:1] == ["--data"] and len(arguments) > 1:
        folder, arguments = Folder(pathlib.Path(arguments[1]).absolute()), arguments[2:]
    running = folder.running
    if not running:
        sys.exit(f"{folder.path} klasörüyle çalışan bir portal yok. Önce script/server ile başlatınız.")
    environment = portal_variables(
        folder, database_url=running["database_url"], redis_url=running["redis_url"], address=running["address"]
    )
    os.chdir(ROOT)
    os.execve(sys.executable, [sys.executable, "manage.py", *arguments], environment)


if __name__ == "__main__":
    main(sys.argv[1:])
