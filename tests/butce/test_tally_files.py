"""Published files: written to the same bytes each time, read back as they were, counted again by what they say."""

import pathlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from butce.tally import count, pabulib, pabulib_writer
from butce.tally.lots import draw_lots
from butce.tally.pabulib_writer import PublishedBallot, PublishedElection, PublishedProject
from butce.tally.recount import recount_file

NAMES = ['Gölge; "Çeşme"', "'tek'\ntırnak\u2028", '"', "Işık,su", "=1+1", " boşluk  çok "]


@st.composite
def published(draw):
    size = draw(st.integers(1, 6))
    ids = [str(number) for number in range(1, size + 1)]
    lots = draw_lots(draw(st.sampled_from(["a", "b"])), ids)
    kind = draw(st.sampled_from(["approval", "cumulative", "ordinal"]))
    rivals = draw(st.sampled_from([(), ("1",)]))
    projects = [
        PublishedProject(
            each,
            draw(st.integers(1, 9_000)),
            draw(st.sampled_from(NAMES)),
            lots[each],
            "çevre",
            rivals if each == ids[-1] and each != "1" else (),
        )
        for each in ids
    ]
    ballots = []
    for number in range(1, draw(st.integers(1, 14)) + 1):
        choices = draw(st.lists(st.sampled_from(ids), unique=True, max_size=4))
        points = [draw(st.integers(0, 5)) for _ in choices] if kind == "cumulative" else []
        ballots.append(PublishedBallot(number, choices, points))
    rule = draw(st.sampled_from(count.RULES))
    completion = draw(st.sampled_from(["none", "util", "add1", "add1u", "add1x"])) if rule.startswith("mes") else "none"
    return PublishedElection(
        'Örnek; "deneme"',
        "İzmir",
        "2026",
        draw(st.integers(100, 20_000)),
        kind,
        rule,
        projects,
        ballots,
        completion=completion,
        step=draw(st.sampled_from([None, 100, 250])),
        minimum_votes=draw(st.sampled_from([0, 2])),
    )


@given(election=published())
@settings(max_examples=150, deadline=None)
def test_a_written_file_is_read_back_as_it_was(tmp_path_factory, election):
    path = tmp_path_factory.mktemp("pb") / "secim.pb"
    path.write_bytes(pabulib_writer.write(election))

    found = pabulib.read(path)

    assert {project.id: (project.cost * 100 // found.unit, project.lot) for project in found.projects} == {
        project.id: (project.cost, project.lot) for project in election.projects
    }
    assert [project.name for project in found.projects] == [" ".join(p.name.split()) for p in election.projects]
    assert (found.voters, found.budget * 100 // found.unit) == (len(election.ballots), election.budget)
    assert found.excluded >= {i for i, n in enumerate(found.supporters()) if n < election.minimum_votes}
    assert set(recount_file(path).winners) <= {project.id for project in election.projects}


@given(election=published(), data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_order_in_which_things_are_given_changes_no_byte(election, data):
    mixed = {name: data.draw(st.permutations(getattr(election, name))) for name in ("projects", "ballots")}

    again = pabulib_writer.write(replace(election, **mixed))

    assert pabulib_writer.digest(again) == pabulib_writer.digest(pabulib_writer.write(election))


def _write(tmp_path, **changes):
    projects = [
        PublishedProject("1", 6_000, "A", lot=3, conflicts=("2",)),
        PublishedProject("2", 6_000, "B", lot=1),
        PublishedProject("3", 4_050, "C", lot=2),
    ]
    ballots = [PublishedBallot(1, ["1", "2"]), PublishedBallot(2, ["2", "1"]), PublishedBallot(3, ["3"])]
    given_ = {"rule": "greedy_votes", "projects": projects, "ballots": ballots, **changes}
    path = pathlib.Path(tmp_path) / "secim.pb"
    path.write_bytes(pabulib_writer.write(PublishedElection("Ö", "İzmir", "2026", 20_000, "approval", **given_)))
    return path


def test_a_recount_follows_lots_conflicts_and_minimum_votes_of_the_file(tmp_path):
    plain, strict = recount_file(_write(tmp_path)), recount_file(_write(tmp_path, minimum_votes=2))

    assert (plain.winners, plain.total_cost, plain.ties) == (["2", "3"], "100.5", "cost,lot")
    assert strict.winners == ["2"]
    assert plain.sha256 != strict.sha256


def test_a_file_that_does_not_say_how_to_count_is_not_recounted(tmp_path):
    with pytest.raises(pabulib.Malformed, match="kuralını söylemiyor: 'çoğunluk'"):
        recount_file(_write(tmp_path, rule="çoğunluk"))


@pytest.mark.parametrize("identity", ["", "a,b", "a;b", " a", 'a"b'])
def test_ids_that_a_file_cannot_hold_are_refused(tmp_path, identity):
    with pytest.raises(ValueError, match="cannot hold"):
        _write(tmp_path, projects=[PublishedProject(identity, 1)], ballots=[])


def test_lots_can_be_drawn_by_hand():
    """`printf "izmir|1" | sha256sum` begins with ce, that of 2 with 39, that of 3 with 5f."""
    lots = draw_lots("izmir", ["3", "1", "2"])

    assert lots == {"2": 1, "3": 2, "1": 3}
    assert lots == draw_lots("izmir", ["1", "2", "3"])
    assert draw_lots("başka", [str(n) for n in range(9)]) != draw_lots("izmir", [str(n) for n in range(9)])


HEAD = "META\nkey;value\nbudget;100,5\nvote_type;Approval\ncomment;a\ncomment;b\nPROJECTS\nproject_id;cost\n"


@pytest.mark.parametrize(
    "votes",
    [
        "voter_id;vote\n1;1,2\n2;\n",
        "voter_id;age;vote;sex\n1;;1 , 2\n2;30;;K\n",
        " VOTER_ID ;Vote;x\n1;1,2\n\n;;\n2;;;\n",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_real_files_hold_is_read(tmp_path, votes, end):
    path = tmp_path / "secim.pb"
    text = f"{HEAD}1;33.333333333333336\n p2 ;5.0\nvotes;;\n{votes}".replace("1,2", "1,p2").replace("1 , 2", "1 , p2")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", end).encode())

    election = pabulib.read(path)

    assert (election.voters, election.supporters(), election.unit) == (2, [1, 1], 10**15)
    assert election.projects[0].cost == 33_333_333_333_333_336


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"x" * 3_000_000, 1, "satır çok uzun"),
        (b"\x00\x01" * 1000, 1, "metin değil"),
        (HEAD.encode() + b'1;"' + b"\n" * 300_000, 131_082, "field larger"),
        (b"META\nkey;value\n" + b"".join(b"k%d;v\n" % n for n in range(5_000)), 1_004, "satırdan çok"),
        (HEAD.encode() + b"1;1,000.50\n", 9, "bir sayı değil"),
        (HEAD.encode() + b"1;1_000\n", 9, "bir sayı değil"),
        (
            HEAD.replace("Approval", "cumulative").encode() + b"1;5\nVOTES\nvoter_id;vote;points\n1;1;5000000000\n",
            12,
            "puan çok büyük",
        ),
    ],
)
def test_garbage_is_refused_early_with_its_line(tmp_path, content, line, words):
    path = tmp_path / "secim.pb"
    path.write_bytes(content)

    with pytest.raises(pabulib.Malformed, match=words) as caught:
        pabulib.read(path)

    assert abs(caught.value.line - line) <= 10


def test_a_file_of_three_hundred_megabytes_is_refused_at_once(tmp_path):
    path = tmp_path / "secim.pb"
    with path.open("wb") as handle:
        handle.truncate(300_000_000)

    with pytest.raises(pabulib.Malformed, match=r"line 1\): dosya çok büyük"):
        pabulib.read(path)
