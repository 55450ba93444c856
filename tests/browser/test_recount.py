"""The visitor's own browser counts published files: the same winners in the same order as the portal's count."""

from urllib.parse import urlsplit

import numpy
from playwright.sync_api import expect

from butce.recounting import recount_button
from butce.tally import pabulib_writer
from butce.tally.lots import draw_lots
from butce.tally.pabulib_writer import PublishedBallot, PublishedElection, PublishedProject
from butce.tally.recount import recount_file

RULES = [
    ("greedy_votes", "none"),
    ("greedy_per_cost", "none"),
    *(
        (rule, completion)
        for rule in ("mes_cost", "mes_card")
        for completion in ("none", "util", "add1", "add1u", "add1x")
    ),
]
BROKEN = b"META\nkey;value\n"
BROKEN_DIGEST = pabulib_writer.digest(BROKEN)
KINDS = ("approval", "cumulative", "ordinal")
SHOW = """([html, script]) => {
    document.querySelector("main").innerHTML = html;
    const element = document.createElement("script");
    element.type = "module";
    element.src = script;
    document.body.append(element);
    return new Promise((resolve) => { element.onload = resolve; });
}"""


def _election(number: int) -> PublishedElection:
    """Few different costs and few voters, so that ties are common; conflicts and minimum votes in every third."""
    dice = numpy.random.default_rng(number)
    kind = KINDS[number % 3]
    ids = [str(each) for each in range(1, 10)]
    lots = draw_lots(f"örnek {number}", ids)
    costs = dice.choice([3_000, 4_000, 4_050, 9_900], size=len(ids)).tolist()
    projects = [PublishedProject(each, cost, 'Gölge; "9"', lots[each]) for each, cost in zip(ids, costs, strict=True)]
    if number % 4 == 0:
        projects[0] = PublishedProject("1", 3_000, "Rakip", lots["1"], conflicts=("2", "3"))
    ballots = []
    for voter in range(1, int(dice.choice([4, 12, 60]))):
        choices = dice.permutation(ids)[: dice.integers(0, 5)].tolist()
        points = dice.integers(0, 6, size=len(choices)).tolist() if kind == "cumulative" else []
        ballots.append(PublishedBallot(voter, choices, points))
    rule, completion = RULES[number % len(RULES)]
    return PublishedElection(
        "Örnek",
        "İzmir",
        "2026",
        int(dice.choice([12_000, 20_000, 33_333])),
        kind,
        rule,
        projects,
        ballots,
        completion=completion,
        step=[None, 50, 300][number % 5 % 3],
        lot_seed=f"örnek {number}",
        minimum_votes=2 if number % 3 == 0 else 0,
        tie_order=["cost,lot", "lot", "cost,votes,id"][number % 7 % 3],
    )


def test_the_browser_finds_the_portals_winners_and_notices_other_files_and_results(page, tmp_path, settings):
    files, pieces, expected = {}, [], {}
    for number in range(48):
        content = pabulib_writer.write(_election(number))
        (tmp_path / "secim.pb").write_bytes(content)
        winners = recount_file(tmp_path / "secim.pb").winners
        files[f"/secim-{number}.pb"], expected[str(number)] = content, "same"
        pieces.append((number, pabulib_writer.digest(content), winners))
    other = pabulib_writer.digest(files["/secim-1.pb"])
    pieces += [("degismis", other, pieces[0][2]), ("farkli", pieces[0][1], ["9"]), ("bozuk", BROKEN_DIGEST, ["1"])]
    expected |= {"degismis": "changed", "farkli": "differs", "bozuk": "failed"}
    files |= {"/secim-degismis.pb": files["/secim-0.pb"], "/secim-farkli.pb": files["/secim-0.pb"]}
    files |= {"/secim-bozuk.pb": BROKEN}
    page.route("**/secim-*.pb", lambda route: route.fulfill(body=files[urlsplit(route.request.url).path]))
    html = "".join(
        recount_button(url=f"/secim-{key}.pb", sha256=sha, winners=won, key=str(key)) for key, sha, won in pieces
    )
    page.goto("/")
    page.evaluate(SHOW, [html, f"{settings.STATIC_URL}js/recount.js"])

    for button in page.get_by_role("button", name="yeniden sayın").all():
        button.press("Enter")
    expect(page.locator("[data-outcome]")).to_have_count(len(expected), timeout=60_000)

    found = page.eval_on_selector_all("[data-outcome]", "all => all.map(e => [e.id.slice(6), e.dataset.outcome])")
    assert dict(found) == expected
    assert len({tuple(won) for _, _, won in pieces}) > 20
    assert "yayımlananla aynı" in page.locator("#sayim-0").inner_text()
    assert "kazananlar" in page.locator("#sayim-farkli").inner_text()
