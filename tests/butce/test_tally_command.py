"""``manage.py tally`` and the reader of Pabulib files."""

import io
import json
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from butce.tally import pabulib
from launch.server import ROOT

GOOD = """META
key;value
num_projects;3
num_votes;4
budget;100
vote_type;approval
PROJECTS
project_id;cost;name
1;60;Gölge
2;50.50;"Çeşme; iki tane"
3;40;Işık
VOTES
voter_id;vote
1;1,2
2;2
3;2,3
4;1
"""


def _file(tmp_path, text):
    path = tmp_path / "secim.pb"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def _tally(path, *arguments):
    out = io.StringIO()
    call_command("tally", str(path), *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("variant", [GOOD, GOOD.replace("\n", "\r\n"), "\ufeff" + GOOD])
def test_line_ends_and_byte_order_mark_do_not_matter(tmp_path, variant):
    answer = json.loads(_tally(_file(tmp_path, variant), "--rule", "greedy_votes", "--json"))

    assert (answer["winners"], answer["total_cost"], answer["voters"]) == (["2", "3"], "90.5", 4)


def test_rounds_are_given_as_exact_fractions(tmp_path):
    answer = json.loads(_tally(_file(tmp_path, GOOD), "--rule", "mes_card", "--completion", "add1u", "--json"))

    assert answer["winners"] == ["2", "3"]
    assert answer["rounds"][0] == {"project": "2", "rho": "101/6"}


def test_without_json_the_winners_are_listed_for_people(tmp_path):
    assert _tally(_file(tmp_path, GOOD)) == "1. 2  50.5  Çeşme; iki tane\n2. 3  40  Işık\nToplam: 90.5 / 100\n"


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("num_votes;4", "num_votes;5"), 4, "num_votes 5 diyor, dosyada 4 var"),
        (("num_projects;3", "num_projects;2"), 3, "dosyada 3 var"),
        (("4;1\n", "4;9\n"), 17, "bilinmeyen proje: '9'"),
        (("4;1\n", "4;1,1\n"), 17, "iki kez geçiyor"),
        (("4;1\n", "3;1\n"), 17, "seçmen iki kez verilmiş"),
        (("1;60", "1;-60"), 9, "sıfır ya da daha büyük"),
        (("1;60", "1;NaN"), 9, "sıfır ya da daha büyük"),
        (("1;60", "1;çok"), 9, "bir sayı değil"),
        (("budget;100", "budget;1e999999"), 5, "sıfır ya da daha büyük"),
        (("approval", "başka"), 7, "vote_type 'başka' bilinmiyor"),
        (("2;50.50", "1;50.50"), 10, "iki kez verilmiş"),
        (("project_id;cost", "project_id;bedel"), 8, "eksik sütun: cost"),
        (("META\n", "PROJECTS\n"), 1, "PROJECTS bölümü burada beklenmiyordu"),
        (("META\n", ""), 1, "META bölümü bekleniyordu"),
    ],
)
def test_malformed_file_names_the_line_and_ends_with_two(tmp_path, change, line, words):
    with pytest.raises(CommandError) as caught:
        _tally(_file(tmp_path, GOOD.replace(*change)), "--json")

    assert caught.value.returncode == 2
    assert f"line {line})" in str(caught.value)
    assert words in str(caught.value)


def test_wrong_encoding_names_its_line(tmp_path):
    with pytest.raises(pabulib.Malformed, match=r"satır 9 \(line 9\): dosya UTF-8 değil"):
        pabulib.read(_file(tmp_path, GOOD.encode("iso8859-9")))


@pytest.mark.parametrize("text", ["", "META\nkey;value\n", GOOD.split("VOTES")[0]])
def test_a_file_that_ends_early_says_so(tmp_path, text):
    with pytest.raises(pabulib.Malformed, match="önce bitiyor"):
        pabulib.read(_file(tmp_path, text))


def test_points_and_rankings_are_read(tmp_path):
    points = GOOD.replace("approval", "cumulative").replace("voter_id;vote\n", "voter_id;vote;points\n")
    points = points.replace("1;1,2\n2;2\n3;2,3\n4;1\n", "1;1,2;3,2\n2;2;5\n3;2,3;0,4\n4;1;1\n")
    ranking = GOOD.replace("approval", "ordinal")

    assert pabulib.read(_file(tmp_path, points)).scores() == (4, 7, 4)
    assert pabulib.read(_file(tmp_path, ranking)).scores() == (4, 5, 1)


@pytest.mark.parametrize("command", [[str(ROOT / "manage.py")], ["-m", "launch.manage"]])
def test_the_command_needs_no_database(tmp_path, command):
    """Nor a single setting of an installation, nor a portal that runs; files are found where one stands."""
    environment = {"PATH": "/usr/bin", "PYTHONPATH": str(ROOT)}
    line = [sys.executable, *command, "tally", _file(tmp_path, GOOD).name, "--rule", "mes_cost", "--json"]

    done = subprocess.run(line, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False)

    assert (done.returncode, json.loads(done.stdout)["winners"]) == (0, ["2"])
