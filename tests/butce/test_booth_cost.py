"""What the booth costs: queries, and the weight of the page with sixty projects."""

import brotli
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.butce.test_booth import fill_in, hidden, numbers
from tests.butce.voting import open_vote, register_entry
from tests.test_house import ROOT

pytestmark = pytest.mark.django_db
CEILING = 150_000
SHEETS = ("css/tokens.css", "css/portal.css", "css/forms.css", "css/pieces.css", "css/booth.css")
SCRIPTS = ("js/portal.js", "js/booth.js")


def _queries(act) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return sum(1 for query in captured.captured_queries if "SAVEPOINT" not in query["sql"])


@pytest.mark.parametrize("with_account", [True, False])
@pytest.mark.parametrize("projects", [5, 60])
def test_cast_needs_twelve_queries_at_most(client, with_account, projects):
    vote = open_vote(projects=projects)
    if with_account:
        client.force_login(vote.voter())
    else:
        client.post(vote.url("booth_register"), register_entry(vote))
    form = hidden(fill_in(client, vote, {"proje": numbers(vote, 1, 2)}))

    assert _queries(lambda: client.post(vote.url("ballot_cast", "kent"), form)) <= 12


@pytest.mark.parametrize("name", ["booth", "ballot", "ballot_review"])
def test_pages_need_as_many_queries_for_sixty_projects_as_for_one(client, name):
    counts = []
    for projects in (1, 60):
        vote = open_vote(projects=projects)
        client.force_login(vote.voter())
        fill_in(client, vote, {"proje": numbers(vote, 1)})
        address = vote.url(name, *([] if name == "booth" else ["kent"]))
        client.get(address)
        counts.append(_queries(lambda address=address: client.get(address)))

    assert counts[0] == counts[1]
    assert counts[0] <= 14


@pytest.mark.parametrize("kind", ["approval", "points", "ranking"])
def test_page_of_sixty_projects_weighs_little(client, kind):
    vote = open_vote(kind=kind, projects=60)
    for project in vote.projects():
        type(project).objects.filter(pk=project.pk).update(problem="Sorun. " * 40, body="Öneri metni. " * 40)
    client.force_login(vote.voter())

    page = client.get(vote.url("ballot", "kent")).content
    files = [(ROOT / "static" / name).read_bytes() for name in (*SHEETS, *SCRIPTS)]

    assert page.count(b'class="vote-line') == 60
    assert len(page) + sum(map(len, files)) <= CEILING
    assert sum(len(brotli.compress(content)) for content in (page, *files)) <= CEILING // 6
