"""What the tools say about the sources: lint, form, types, layers, templates, migrations. Each is a test of its own."""

import pathlib
import subprocess
import sys

import pytest
from django.core.management import call_command

from launch.bootstrap import ROOT

PROGRAMS = pathlib.Path(sys.executable).parent
TYPED = ["konsey/services", "konsey/rules", "meclisler/services.py", "meclisler/rules.py", "launch"]
TYPED += ["sandik/services", "sandik/choices.py", "sandik/receipts.py", "sandik/voters.py", "butce/tally"]
TYPED += ["butce/services", "butce/rules", "etkinlikler/services", "etkinlikler/rules"]
TOOLS = {
    "lint": ["ruff", "check", "."],
    "form": ["ruff", "format", "--check", "."],
    "types": ["mypy", *TYPED],
    "layers": ["lint-imports"],
    "templates": ["djlint", "templates", "--lint", "--quiet"],
}


@pytest.mark.parametrize("name", TOOLS)
def test_tool_finds_nothing(name):
    program, *words = TOOLS[name]
    done = subprocess.run([PROGRAMS / program, *words], cwd=ROOT, capture_output=True, text=True, timeout=300)

    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


@pytest.mark.django_db
def test_models_have_no_change_without_a_migration(capsys):
    call_command("makemigrations", check=True, dry_run=True)

    assert capsys.readouterr().out == "No changes detected\n"
