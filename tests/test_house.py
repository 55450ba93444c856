"""Taste kept mechanically: sizes, bans, letters, factories, templates, names."""

import ast
import pathlib
import re
import subprocess
import sys

import pytest
from django.apps import apps

from tests import factories

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROOMS = ("konsey", "meclisler", "sandik", "etkinlikler", "butce", "launch")
LOCAL_APPS = ("konsey", "meclisler", "sandik", "butce", "etkinlikler")


def _sources(*folders: str, suffix: str = ".py") -> list[pathlib.Path]:
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob(f"*{suffix}"))]
    return [path for path in found if "migrations" not in path.parts]


def _relative(paths: list[pathlib.Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def _lines(path: pathlib.Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(
    ("folders", "suffix", "ceiling"),
    [
        (ROOMS, ".py", 400),
        (("tests", "benchmarks"), ".py", 500),
        (("templates",), ".html", 150),
        (("static",), ".css", 400),
        (("static",), ".js", 400),
    ],
)
def test_files_stay_below_their_ceiling(folders, suffix, ceiling):
    over = [
        f"{path.relative_to(ROOT)} {_lines(path)}"
        for path in _sources(*folders, suffix=suffix)
        if _lines(path) > ceiling
    ]

    assert over == []


def _functions(path: pathlib.Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    return (node.end_lineno or 0) - first.lineno + 1


def test_functions_stay_below_forty_lines():
    over = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name} {_body_lines(node)}"
        for path in _sources(*ROOMS)
        for node in _functions(path)
        if _body_lines(node) > 40
    ]

    assert over == []


# The two homes of Turkish casing, and places where the value is ASCII by construction, each with its reason.
CASING_ALLOWED = {
    "konsey/text.py": "the home of Turkish casing",
    "konsey/addresses.py": "ASCII was proved the line before",
    "konsey/environment.py": "words of the environment",
}
CASING = re.compile(
    r"\.(lower|upper|title|capitalize|swapcase|casefold)\(\)|\b(capfirst|slugify)\(|__(icontains|iexact|istartswith|iendswith|iregex)\b"
)


def _ascii_reason(line: str) -> bool:
    return "# ascii" in line


def test_turkish_text_is_never_cased_by_python_or_postgres():
    found = [
        f"{path.relative_to(ROOT)}:{number} {line.strip()}"
        for path in _sources(*ROOMS[:-1])
        if str(path.relative_to(ROOT)) not in CASING_ALLOWED
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if CASING.search(line) and not _ascii_reason(line)
    ]

    assert found == []


def test_templates_never_case_turkish_text():
    casing = re.compile(r"\|\s*(lower|upper|title|capfirst|slugify)\b")
    found = [
        str(path.relative_to(ROOT))
        for path in _sources("templates", suffix=".html")
        if casing.search(path.read_text("utf-8"))
    ]

    assert found == []


def test_templates_hold_no_inline_script_or_style():
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")|<style\b|\sstyle=|\son[a-z]+=|javascript:",
        re.IGNORECASE,
    )
    pages = [path for path in _sources("templates", suffix=".html") if "mail" not in path.parts]
    found = [str(path.relative_to(ROOT)) for path in pages if inline.search(path.read_text("utf-8"))]

    assert found == []


def test_every_letter_has_its_three_templates():
    folder = ROOT / "templates" / "mail"
    letters = {str(path.relative_to(folder)).split(".")[0] for path in folder.glob("*/[!_]*")}
    missing = [
        f"{letter}{end}"
        for letter in sorted(letters)
        for end in (".subject.txt", ".txt", ".html")
        if not (folder / f"{letter}{end}").exists()
    ]

    assert missing == []


def test_every_queued_letter_exists():
    queued = set()
    for path in _sources(*ROOMS[:-1]):
        queued |= set(re.findall(r"""queue\(\s*["']([a-z_]+/[a-z_]+)["']""", path.read_text("utf-8")))
    missing = [letter for letter in sorted(queued) if not (ROOT / f"templates/mail/{letter}.txt").exists()]

    assert queued != set()
    assert missing == []


def test_every_model_has_a_factory():
    made = set()
    for path in sorted((ROOT / "tests/factories").rglob("*.py")):
        made |= set(re.findall(r"^\s+model = (\w+)$", path.read_text("utf-8"), re.MULTILINE))
    models = {model.__name__ for app in LOCAL_APPS for model in apps.get_app_config(app).get_models()}

    assert sorted(models - made) == []
    assert factories.__name__ == "tests.factories"


# Found by Django, allauth, the admin or the forms under a fixed name rather than named in our sources.
TEMPLATES_BY_CONVENTION = (
    "account/",
    "admin/",
    "allauth/",
    "mfa/",
    "usersessions/",
    "socialaccount/",
    "django/",
    "mail/",
    "registration/",
    "403_csrf",
    "404",
    "500",
)


def test_no_template_is_unused():
    folder = ROOT / "templates"
    everything = "".join(path.read_text("utf-8") for path in _sources(*ROOMS[:-1]))
    everything += "".join(path.read_text("utf-8") for path in _sources("templates", suffix=".html"))
    names = [str(path.relative_to(folder)) for path in _sources("templates", suffix=".html")]
    unused = [name for name in names if not name.startswith(TEMPLATES_BY_CONVENTION) and name not in everything]

    assert unused == []


def test_named_constraints_say_app_and_model():
    wrong = []
    for app in LOCAL_APPS:
        for model in apps.get_app_config(app).get_models():
            wrong += [item.name for item in model._meta.constraints if not item.name.startswith(f"{app}_")]

    assert wrong == []


def test_state_columns_are_held_by_a_check():
    loose = []
    for app in LOCAL_APPS:
        for model in apps.get_app_config(app).get_models():
            held = " ".join(str(getattr(item, "condition", "")) for item in model._meta.constraints)
            names = [field.name for field in model._meta.fields if field.name == "state"]
            loose += [f"{model.__name__}.{name}" for name in names if f"'{name}" not in held]

    assert loose == []


def test_nothing_is_waved_through():
    marks = re.compile(r"\b(TODO|FIXME|XXX)\b|pragma: no cover|pytest\.mark\.(skip|xfail)\b")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _sources(*ROOMS, "tests") + _sources("templates", suffix=".html")
        if path.name != "test_house.py"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if marks.search(line)
    ]

    assert found == []


def test_programs_start_without_what_only_counts_and_downloads_need():
    """A third of a second and 17 MB for each program, at every start."""
    code = "import sys, konsey.wsgi; from django.urls import get_resolver; get_resolver().url_patterns; "
    code += "print(*sorted({'numpy', 'openpyxl', 'tablib'} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
