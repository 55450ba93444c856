"""Folders that PostgreSQL's own user can reach, also when the tests run as root (pytest's own are closed)."""

import pathlib
import shutil
import tempfile
from collections.abc import Iterator

import pytest


@pytest.fixture
def place() -> Iterator[pathlib.Path]:
    path = pathlib.Path(tempfile.mkdtemp(prefix="kk-test-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)
