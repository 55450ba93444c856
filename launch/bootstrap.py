"""From any Python 3.11+ to the project's virtual environment with the pinned packages, then on to the command.

Runs before anything is installed: standard library only, no other module of this folder.
"""

import fcntl
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.request
from importlib.util import find_spec

ROOT = pathlib.Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
STAMP = VENV / "installed.json"
COMMANDS = {
    "server": ["launch.server"],
    "test": ["launch.suite"],
    "manage": ["launch.manage"],
    "backup": ["launch.backup", "backup"],
    "restore": ["launch.backup", "restore"],
}
# Debian and Ubuntu ship Python without pip and without the means to make it; then pip comes from here.
PIP = "https://files.pythonhosted.org/packages/07/25/ee8c38ae72d66b844ce8eb9711ba905dba21ca1a8a0c960057c41cd23337/pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"


def main() -> None:
    command, *arguments = sys.argv[1:]
    if sys.platform == "win32":
        sys.exit("Windows'ta portalı WSL içinde çalıştırınız: https://learn.microsoft.com/windows/wsl/")
    files = ["requirements.txt", *(["requirements-dev.txt"] if command == "test" else [])]
    try:
        ensure_packages([ROOT / name for name in files])
    except OSError as error:
        sys.exit(f"Python ortamı hazırlanamadı: {error}")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    os.execve(PYTHON, [str(PYTHON), "-P", "-m", *COMMANDS[command], *arguments], environment)


def ensure_packages(files: list[pathlib.Path]) -> None:
    """Make ``.venv`` hold exactly what ``files`` pin; do nothing if it does already."""
    lock = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)  # two first starts at once; released by exec, which closes the file
    version = interpreter_version()
    wanted = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    installed = json.loads(STAMP.read_text()) if STAMP.exists() else {}
    if version and installed.get("python", version) == version and wanted.items() <= installed.items():
        return
    if not version or installed.get("python", version) != version:
        installed = {}
        make_environment()
    print("Python paketleri kuruluyor; ilk kez birkaç dakika sürebilir…", flush=True)
    words = [word for path in files for word in ("-r", str(path))]
    # The lock names every package with its hashes: pip need not look for others, and with --no-deps it cannot stumble
    # over a newer release of one that is pinned here.
    quiet = ["--quiet", "--no-deps", "--disable-pip-version-check", "--no-input"]
    pip = [str(PYTHON), "-m", "pip", "install", *quiet, *words]
    installation = subprocess.run(pip, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if installation.returncode:
        print(installation.stdout, file=sys.stderr)
        sys.exit(
            "Python paketleri kurulamadı (ayrıntısı yukarıda). İnternet bağlantısını ve işletim sistemini "
            "denetleyiniz: hazır paketler Linux (glibc; x86_64, aarch64) ve macOS içindir."
        )
    STAMP.write_text(json.dumps({**installed, **wanted, "python": interpreter_version()}))


def interpreter_version() -> str:
    """Version of the environment's Python, "" if there is none that runs (never made, or the system's was removed)."""
    if not os.access(PYTHON, os.X_OK):
        return ""
    line = [str(PYTHON), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    return subprocess.run(line, capture_output=True, text=True).stdout.strip()


def make_environment() -> None:
    """``.venv`` with pip in it."""
    print("Python sanal ortamı hazırlanıyor (.venv)…", flush=True)
    line = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if find_spec("ensurepip"):
        made = subprocess.run(line, capture_output=True, text=True)
        if made.returncode == 0:
            return
    made = subprocess.run([*line, "--without-pip"], capture_output=True, text=True)
    if made.returncode:
        sys.exit(
            f"Python sanal ortamı kurulamadı.\n{made.stderr.strip()}\nDebian/Ubuntu: sudo apt-get install python3-venv"
        )
    install_pip()


def install_pip() -> None:
    with tempfile.TemporaryDirectory() as folder:
        wheel = pathlib.Path(folder, PIP.rpartition("/")[2])
        try:
            with urllib.request.urlopen(PIP, timeout=60) as answer:
                wheel.write_bytes(answer.read())
        except OSError as error:
            sys.exit(f"pip indirilemedi ({error}).\nDebian/Ubuntu: sudo apt-get install python3-venv")
        if hashlib.sha256(wheel.read_bytes()).hexdigest() != PIP_SHA256:
            sys.exit("İndirilen pip beklenen dosya değil; kurulum durduruldu.")
        subprocess.run([str(PYTHON), str(wheel / "pip"), "install", "--quiet", "--no-index", str(wheel)], check=True)


if __name__ == "__main__":
    main()
